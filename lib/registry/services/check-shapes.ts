import { lookAtShapes, type LookedAtShape } from '../data/shapes.sql.ts';
import type { RegistryScope } from '../data/scope.ts';
import type { ImportedShape, ImportedUnit } from '../domain/imported-unit.ts';
import { isRefusal, reportRow, type ReportRow } from '../domain/import-report.ts';
import type { NormalizedShape } from '../domain/planned-unit.ts';

/** Units whose shapes can be used, how those would be kept, and what there is to say of them. */
interface CheckedShapes {
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
  const looked = await lookAtShapes(
    scope,
    shaped.map(({ shape }) => shape),
  );
  const shapes = new Map<string, NormalizedShape>();
  const rows: ReportRow[] = [];
  const refused = new Set<string>();
  for (const [place, unit] of shaped.entries()) {
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
  if (found.hash !== null) {
    const rows = found.reason === null ? [] : [reportRow({ line, column }, 'shape_mended', found.reason)];
    return { rows, shape: { geomHash: found.hash } };
  }
  if (found.kind !== 'POINT') return { rows: [reportRow({ line, column }, 'shape_unusable', found.kind)] };
  const { lon, lat, altitudeM } = found;
  if (lon === null || lat === null || Number.isNaN(lon) || Number.isNaN(lat)) {
    return { rows: [reportRow({ line, column }, 'position_missing')] };
  }
  if (Math.abs(lat) > 90) return { rows: [reportRow({ line, column }, 'latitude_out_of_range', String(lat))] };
  if (Math.abs(lon) > 180) return { rows: [reportRow({ line, column }, 'longitude_out_of_range', String(lon))] };
  const altitude = altitudeM === null || Number.isNaN(altitudeM) ? 0 : altitudeM;
  return { rows: [], shape: { location: [lon, lat, altitude] } };
}
