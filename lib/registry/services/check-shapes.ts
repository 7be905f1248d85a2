import { lookAtShapes, selectKnownEpsg, type LookedAtShape } from '../data/shapes.sql.ts';
import type { RegistryScope } from '../data/scope.ts';
import type { ImportedShape, ImportedUnit } from '../domain/imported-unit.ts';
import { isRefusal, reportRow, type RefusalCode, type ReportRow } from '../domain/import-report.ts';
import type { NormalizedShape } from '../domain/planned-unit.ts';

/** Units whose shapes can be used, how those would be kept, and what there is to say of them. */
export interface CheckedShapes {
  readonly units: readonly ImportedUnit[];
  readonly shapes: ReadonlyMap<string, NormalizedShape>;
  readonly rows: readonly ReportRow[];
}

type Shaped = ImportedUnit & { readonly shape: ImportedShape };

/** Has the database look at every shape of a file. A unit whose shape cannot be used is refused. */
export async function checkShapes(
  scope: Pick<RegistryScope, 'db'>,
  units: readonly ImportedUnit[],
): Promise<CheckedShapes> {
  const shaped = units.filter((unit): unit is Shaped => unit.shape !== undefined);
  const known = await selectKnownEpsg(scope, [...new Set(shaped.map(({ shape }) => shape.epsg))]);
  const usable = shaped.filter(({ shape }) => known.has(shape.epsg));
  const looked = await lookAtShapes(
    scope,
    usable.map(({ shape }) => shape),
  );
  const rows: ReportRow[] = [];
  const refused = new Set<string>();
  for (const { line, key, shape } of shaped.filter((unit) => !known.has(unit.shape.epsg))) {
    rows.push(reportRow({ line, column: shape.column }, 'reference_system_unknown', `EPSG:${String(shape.epsg)}`));
    refused.add(key);
  }
  const shapes = new Map<string, NormalizedShape>();
  for (const [place, unit] of usable.entries()) {
    const found = looked[place];
    if (!found) continue;
    const judged = judge(unit, found);
    rows.push(...judged.rows);
    if (judged.shape) shapes.set(unit.key, judged.shape);
    if (judged.rows.some(({ code }) => isRefusal(code))) refused.add(unit.key);
  }
  return { units: units.filter(({ key }) => !refused.has(key)), shapes, rows };
}

function judge(
  { line, shape: { column } }: Shaped,
  found: LookedAtShape,
): { readonly rows: ReportRow[]; readonly shape?: NormalizedShape } {
  if (found.hash !== null && !found.isEmpty) {
    const far = tooFar(found.farthestLon ?? 0, found.farthestLat ?? 0);
    if (far) return { rows: [reportRow({ line, column }, ...far)] };
    const rows = found.reason === null ? [] : [reportRow({ line, column }, 'shape_mended', found.reason)];
    // RFC 7946, 3.1.9: what crosses the date line is two parts. Drawn as one it covers the earth the other way round.
    if ((found.widestPart ?? 0) > 180) rows.push(reportRow({ line, column }, 'shape_wide'));
    return { rows, shape: { geomHash: found.hash } };
  }
  if (found.kind !== 'POINT') {
    return { rows: [reportRow({ line, column }, 'shape_unusable', found.reason ?? found.kind ?? '')] };
  }
  const { lon, lat, altitudeM } = found;
  if (lon === null || lat === null || Number.isNaN(lon) || Number.isNaN(lat)) {
    return { rows: [reportRow({ line, column }, 'position_missing')] };
  }
  const far = tooFar(lon, lat);
  if (far) return { rows: [reportRow({ line, column }, ...far)] };
  const altitude = altitudeM === null || Number.isNaN(altitudeM) ? 0 : altitudeM;
  return { rows: [], shape: { location: [lon, lat, altitude] } };
}

/** Degrees by which a transformed shape may pass the date line or a pole. */
const tolerance = 1e-6;

function tooFar(lon: number, lat: number): readonly [RefusalCode, string] | null {
  if (!(Math.abs(lat) <= 90 + tolerance)) return ['latitude_out_of_range', String(lat)];
  if (!(Math.abs(lon) <= 180 + tolerance)) return ['longitude_out_of_range', String(lon)];
  return null;
}
