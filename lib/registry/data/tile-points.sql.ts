import { z } from 'zod';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { cellRange, worldUnits, type TileAddress } from '../domain/tile-address.ts';
import { gatheredSchema, type Gathered } from '../domain/unit-tile.ts';
import type { PreparedSearch } from '../domain/unit-search.ts';
import { anyUnitCondition, firstMatch } from './search-units.sql.ts';
import type { RegistryScope } from './scope.ts';

/** Units that a map shows. */
export interface MapUnits {
  readonly versionId: string;
  readonly searches: readonly PreparedSearch[];
  readonly trees: readonly string[] | null;
}

/** A condition on `org_units u`: its place on the map lies in the tile. */
function inTile(address: TileAddress): SqlStatement {
  const [from, before] = cellRange(address);
  return sql`u.map_cell >= ${String(from)}::int8 AND u.map_cell < ${String(before)}::int8`;
}

/**
 * Units of a tile gathered in the cells of a grid of 2^`power` by 2^`power` over the world, by type, status and search; of
 * shapes those that are points at zoom `fromZoom` or deeper, told apart up to zoom `toZoom`.
 */
export function selectGathered(
  scope: RegistryScope,
  units: MapUnits,
  {
    address,
    power,
    toZoom,
  }: { readonly address: TileAddress; readonly power: number; readonly toZoom: number },
): Promise<Gathered[]> {
  return scope.db.query(
    gatheredSchema,
    sql`SELECT avg(u.map_x::float8) AS "mapX", avg(u.map_y::float8) AS "mapY", count(*) AS count, u.type_id AS "typeId",
        u.status, ${firstMatch(scope, units)} AS search, least(u.map_point_to_zoom, ${toZoom}::int4) AS "toZoom",
        min(u.map_cell)::text AS one
      FROM org_units u
      WHERE ${anyUnitCondition(scope, units)} AND ${inTile(address)} AND u.map_point_to_zoom >= ${address.z}::int4
      GROUP BY u.map_cell >> ${2 * (30 - power)}::int4, u.type_id, u.status, search, "toZoom"`,
  );
}

const namedSchema = z.object({ one: z.string(), id: z.string(), name: z.string() });
export type NamedPlace = z.infer<typeof namedSchema>;

/** Ids and names of units by their `map_cell`. */
export function selectNames(
  scope: RegistryScope,
  units: MapUnits,
  { cells, zoom }: { readonly cells: readonly string[]; readonly zoom: number },
): Promise<NamedPlace[]> {
  return scope.db.query(
    namedSchema,
    sql`SELECT u.map_cell::text AS one, u.id, u.name FROM org_units u
      WHERE ${anyUnitCondition(scope, units)} AND u.map_cell = ANY(${[...cells]}::int8[])
        AND u.map_point_to_zoom >= ${zoom}::int4`,
  );
}

const kindSchema = gatheredSchema.pick({ typeId: true, status: true, search: true }).extend({
  count: z.coerce.number(),
  withoutPosition: z.coerce.number(),
  west: z.number().nullable(),
  east: z.number().nullable(),
  north: z.number().nullable(),
  south: z.number().nullable(),
});
export type KindRow = z.infer<typeof kindSchema>;

/** How many units of each kind there are, and where the outermost are, in units of the world. */
export function selectKinds(scope: RegistryScope, units: MapUnits): Promise<KindRow[]> {
  // A shape reaches as far around its middle as the zoom from which it is drawn lets it be large.
  const reach = sql`coalesce(${worldUnits / 32}::float8 / 2 ^ u.map_shape_from_zoom, 0)`;
  return scope.db.query(
    kindSchema,
    sql`SELECT u.type_id AS "typeId", u.status, ${firstMatch(scope, units)} AS search, count(*) AS count,
        count(*) FILTER (WHERE u.map_cell IS NULL) AS "withoutPosition",
        min(u.map_x - ${reach}) AS west, max(u.map_x + ${reach}) AS east,
        min(u.map_y - ${reach}) AS north, max(u.map_y + ${reach}) AS south
      FROM org_units u WHERE ${anyUnitCondition(scope, units)}
      GROUP BY u.type_id, u.status, search ORDER BY count DESC, u.type_id`,
  );
}

const typeSchema = z.object({ id: z.string(), name: z.string() });

/** Names of types by their id, outermost first. */
export function selectTypeNames({ db, organizationId }: RegistryScope, ids: readonly string[]) {
  return db.query(
    typeSchema,
    sql`SELECT id, name FROM org_unit_types WHERE organization_id = ${organizationId}::uuid AND id = ANY(${[...ids]}::uuid[])
      ORDER BY depth NULLS LAST, name, id`,
  );
}
