import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { bufferedBox, tileExtent, tileTransform, type TileAddress } from '../domain/tile-address.ts';
import { tileLayers } from '../domain/unit-tile.ts';
import { anyUnitCondition, firstMatch } from './search-units.sql.ts';
import type { RegistryScope } from './scope.ts';
import type { MapUnits } from './tile-points.sql.ts';

/** Zooms after its first for which a shape's simplified twin (a thousandth of its size) is exact to two pixels. */
const zoomsOfSimplified = 7;
/** Half a pixel in units of a tile. */
const toleranceUnits = 8;

/** Shapes of a tile, outermost first, in units of the tile: `id, name, typeId, status, search, depth, hasPoint, geom`. */
function shapes(scope: RegistryScope, units: MapUnits, address: TileAddress): SqlStatement {
  const box = sql`ST_MakeEnvelope(${sql`${bufferedBox(address)[0]}::float8, ${bufferedBox(address)[1]}::float8,
    ${bufferedBox(address)[2]}::float8, ${bufferedBox(address)[3]}::float8`}, 4326)`;
  const { scale, addX, addY } = tileTransform(address);
  return sql`SELECT f.id, f.name, f."typeId", f.status, f.search, f.depth, f."hasPoint",
      CASE WHEN ST_Area(g.snapped) > 0 THEN ST_ForcePolygonCCW(g.snapped)
        ELSE ST_ForcePolygonCCW(ST_SnapToGrid(ST_Expand(ST_Envelope(p.placed), ${toleranceUnits}::float8), 1)) END AS geom
    FROM (
      SELECT u.id::text AS id, u.name, u.type_id::text AS "typeId", u.status, ${firstMatch(scope, units)} AS search,
        coalesce(t.depth, nlevel(u.path) - 1, 0)::int4 AS depth, u.map_shape_from_zoom AS from_zoom, u.location IS NOT NULL AS "hasPoint",
        ST_ClipByBox2D(CASE WHEN u.map_shape_from_zoom + ${zoomsOfSimplified}::int4 >= ${address.z}::int4
          THEN coalesce(u.simplified_geom, u.geom) ELSE u.geom END, ${box}::box2d) AS part
      FROM org_units u
      LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
      WHERE ${anyUnitCondition(scope, units)} AND u.geom && ${box} AND u.map_shape_from_zoom <= ${address.z}::int4) f
    CROSS JOIN LATERAL (SELECT ST_Affine(ST_Transform(ST_CollectionExtract(f.part, 3), 3857), ${scale}::float8, 0, 0,
      -${scale}::float8, ${addX}::float8, ${addY}::float8) AS placed) p
    CROSS JOIN LATERAL (SELECT ST_CollectionExtract(ST_SnapToGrid(
      ST_Simplify(p.placed, ${toleranceUnits}::float8, true), 1), 3) AS snapped) g
    WHERE NOT ST_IsEmpty(p.placed)
    ORDER BY f.depth, f.from_zoom, f.id`;
}

/** The layer of a tile's shapes as bytes, made by the database; for servers, which can (`ST_AsMVT`). */
export async function selectShapeLayer(scope: RegistryScope, units: MapUnits, address: TileAddress): Promise<Uint8Array> {
  const [row] = await scope.db.query(
    z.object({ tile: z.instanceof(Uint8Array).nullable() }),
    sql`SELECT ST_AsMVT(s, ${tileLayers.shapes}, ${rawSql(String(tileExtent))}, 'geom') AS tile
      FROM (${shapes(scope, units, address)}) s`,
  );
  return row?.tile ?? new Uint8Array();
}

const position = z.tuple([z.number(), z.number()]);
const shapeSchema = z.object({
  properties: z.object({
    id: z.string(),
    name: z.string(),
    typeId: z.string().nullable(),
    status: z.string(),
    search: z.number(),
    depth: z.number(),
    hasPoint: z.boolean(),
  }),
  polygons: z.array(z.array(z.array(position))),
});
export type TileShape = z.infer<typeof shapeSchema>;

/** Shapes of a tile as rings that are closed, for databases that cannot make tiles themselves. */
export async function selectShapes(scope: RegistryScope, units: MapUnits, address: TileAddress): Promise<TileShape[]> {
  return scope.db.query(
    shapeSchema,
    sql`SELECT json_build_object('id', s.id, 'name', s.name, 'typeId', s."typeId", 'status', s.status, 'search', s.search,
        'depth', s.depth, 'hasPoint', s."hasPoint") AS properties, ST_AsGeoJSON(ST_Multi(s.geom), 0)::json -> 'coordinates' AS polygons
      FROM (${shapes(scope, units, address)}) s`,
  );
}
