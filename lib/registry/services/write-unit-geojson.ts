import { Readable } from 'node:stream';
import { selectPresentGroups, selectTableUnits, type TableUnit, type UnitsToRead } from '../data/export-table.sql.ts';
import type { RegistryScope } from '../data/scope.ts';

interface GeoJsonOptions {
  readonly signal?: AbortSignal | undefined;
  readonly counted?: (units: number) => void;
}

/**
 * Units as a GeoJSON FeatureCollection (RFC 7946), one feature a line, made while it is read. The geometry is the shape,
 * else the point, else null.
 */
export function streamUnitsGeoJson(scope: RegistryScope, units: UnitsToRead, options: GeoJsonOptions): Readable {
  return Readable.from(texts(scope, units, options), { objectMode: false });
}

async function* texts(
  scope: RegistryScope,
  units: UnitsToRead,
  { signal, counted }: GeoJsonOptions,
): AsyncGenerator<string> {
  const groups = await selectPresentGroups(scope, units);
  const refs = new Map(groups.map(({ id, legacyId, sourceRef }) => [id, sourceRef ?? `iaso:${String(legacyId)}`]));
  yield '{"type":"FeatureCollection","features":[';
  let count = 0;
  for await (const unit of selectTableUnits(scope, units, ['geom_geojson', 'location_geojson'])) {
    signal?.throwIfAborted();
    yield `${count === 0 ? '' : ','}\n${featureText(unit, refs)}`;
    counted?.((count += 1));
  }
  yield '\n]}\n';
}

function featureText(unit: TableUnit, groupRefs: ReadonlyMap<string, string>): string {
  const { legacyId, name, code, typeName, status, openingDate, closedDate, line, extra } = unit;
  const parent = line.at(-2);
  const properties = {
    name,
    ref: line.at(-1)?.ref ?? `iaso:${String(legacyId)}`,
    code,
    type: typeName,
    status,
    parent: parent?.name ?? null,
    parent_ref: parent?.ref ?? null,
    group_refs: unit.groupIds.flatMap((id) => groupRefs.get(id) ?? []).join(','),
    opening_date: openingDate,
    closed_date: closedDate,
  };
  // What the database wrote is JSON already.
  const geometry = extra['geom_geojson'] ?? extra['location_geojson'];
  const shape = typeof geometry === 'string' ? geometry : 'null';
  return `{"type":"Feature","id":${String(legacyId)},"geometry":${shape},"properties":${JSON.stringify(properties)}}`;
}
