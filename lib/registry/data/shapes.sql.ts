import { z } from 'zod';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { ImportedShape } from '../domain/imported-unit.ts';
import type { RegistryScope } from './scope.ts';

/** Bytes of shapes in one statement. */
const bytesPerStatement = 4_000_000;

const rowSchema = z.object({
  place: z.coerce.number(),
  kind: z.string(),
  reason: z.string().nullable(),
  hash: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  altitudeM: z.number().nullable(),
});
export type LookedAtShape = Omit<z.infer<typeof rowSchema>, 'place'>;

/** A shape of a file as geometry in WGS 84. */
function transformed(wkb: SqlStatement, epsg: SqlStatement): SqlStatement {
  return sql`CASE WHEN ${epsg} = 4326 THEN ST_SetSRID(ST_GeomFromWKB(${wkb}), 4326)
    ELSE ST_Transform(ST_SetSRID(ST_GeomFromWKB(${wkb}), ${epsg}), 4326) END`;
}

/** A polygon as units keep it: valid, two-dimensional, multi. The same everywhere, so that a file read twice is the same. */
export function kept(geometry: SqlStatement): SqlStatement {
  return sql`ST_Multi(ST_CollectionExtract(CASE WHEN ST_IsValid(ST_Force2D(${geometry})) THEN ST_Force2D(${geometry})
    ELSE ST_MakeValid(ST_Force2D(${geometry})) END, 3))`;
}

/** What units keep of the polygons in a list of WKB and one of EPSG codes; for statements that write them. */
export function keptShape(wkb: SqlStatement, epsg: SqlStatement): SqlStatement {
  return kept(transformed(wkb, epsg));
}

/** For maps of wide areas: Douglas-Peucker with 0.001 of the larger side (spec iaso-georegistry 1.6), still valid. */
export function simplified(geometry: SqlStatement): SqlStatement {
  return sql`ST_Multi(ST_SimplifyPreserveTopology(${geometry},
    0.001 * greatest(ST_XMax(${geometry}) - ST_XMin(${geometry}), ST_YMax(${geometry}) - ST_YMin(${geometry}))))`;
}

/** Looks at shapes of a file: what they are, whether they are valid (with the reason), how they would be kept. */
export async function lookAtShapes(
  { db }: Pick<RegistryScope, 'db'>,
  shapes: readonly ImportedShape[],
): Promise<LookedAtShape[]> {
  const looked: LookedAtShape[] = [];
  for (let from = 0; from < shapes.length;) {
    let to = from;
    for (let bytes = 0; to < shapes.length && (to === from || bytes < bytesPerStatement); to += 1) {
      bytes += shapes[to]?.wkb.length ?? 0;
    }
    const batch = shapes.slice(from, to);
    const rows = await db.query(
      rowSchema,
      sql`SELECT n.place, GeometryType(g.shape) AS kind,
          CASE WHEN ST_Dimension(g.shape) = 2 AND NOT ST_IsValid(g.shape) THEN ST_IsValidReason(g.shape) END AS reason,
          CASE WHEN ST_Dimension(g.shape) = 2 THEN md5(ST_AsBinary(${kept(sql`g.shape`)})) END AS hash,
          CASE WHEN GeometryType(g.shape) = 'POINT' THEN ST_X(g.shape) END AS lon,
          CASE WHEN GeometryType(g.shape) = 'POINT' THEN ST_Y(g.shape) END AS lat,
          CASE WHEN GeometryType(g.shape) = 'POINT' THEN coalesce(ST_Z(g.shape), 0) END AS "altitudeM"
        FROM unnest(${batch.map(({ wkb }) => wkb)}::bytea[], ${batch.map(({ epsg }) => epsg)}::int4[])
          WITH ORDINALITY AS n (wkb, epsg, place)
        CROSS JOIN LATERAL (SELECT ${transformed(sql`n.wkb`, sql`n.epsg`)} AS shape) g
        ORDER BY n.place`,
    );
    for (const { place: _place, ...row } of rows) looked.push(row);
    from = to;
  }
  return looked;
}
