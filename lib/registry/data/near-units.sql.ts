import { joinSql, rawSql, sql } from '#lib/platform/db/sql.ts';
import { boxesAround, nearUnitSchema, type NearUnit } from '../domain/near-units.ts';
import type { UnitStatus } from '../domain/org-unit.ts';
import { unitCondition } from './search-units.sql.ts';
import type { RegistryScope } from './scope.ts';

export interface NearRequest {
  readonly versionId: string;
  readonly trees: readonly string[] | null;
  readonly status: UnitStatus[];
  readonly position: readonly [lon: number, lat: number];
  readonly radiusM: number;
  /** Distance and id of the last unit seen; null: from the start. */
  readonly after: readonly [number, string] | null;
  readonly limit: number;
}

/** Units of a version with one of some statuses, whose location lies within a distance of a position, nearest first. */
export function selectNearUnits(scope: RegistryScope, request: NearRequest): Promise<NearUnit[]> {
  const { versionId, trees, status, position, radiusM, after, limit } = request;
  const boxes = boxesAround(position, radiusM).map(
    ([west, south, east, north]) =>
      sql`u.location && ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`,
  );
  const following = after ? sql`AND (d."distanceM", u.id) > (${after[0]}::float8, ${after[1]}::uuid)` : rawSql('');
  return scope.db.query(
    nearUnitSchema,
    sql`SELECT u.id, u.name, u.status, u.type_id AS "typeId", t.name AS "typeName", p.name AS "parentName",
        ST_X(u.location) AS lon, ST_Y(u.location) AS lat, d."distanceM"
      FROM org_units u
      CROSS JOIN LATERAL (SELECT ST_Distance(u.location::geography,
        ST_SetSRID(ST_MakePoint(${position[0]}::float8, ${position[1]}::float8), 4326)::geography) AS "distanceM") d
      LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
      LEFT JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
      WHERE ${unitCondition(scope, { versionId, search: { status }, trees })} AND (${joinSql(boxes, ' OR ')})
        AND d."distanceM" <= ${radiusM}::float8 ${following}
      ORDER BY d."distanceM", u.id LIMIT ${limit}::int4`,
  );
}
