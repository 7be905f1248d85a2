import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
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
  isEmpty: z.boolean(),
  farthestLon: z.number().nullable(),
  farthestLat: z.number().nullable(),
  widestPart: z.number().nullable(),
});
/**
 * What the database makes of a shape: a point has a position, a polygon the hash of what would be kept, how far from 0 it
 * reaches, and how wide its widest part is, in degrees. `reason`: why it is not valid. `kind` null: it cannot be read or transformed at all.
 */
export type LookedAtShape = Omit<z.infer<typeof rowSchema>, 'place' | 'kind'> & { readonly kind: string | null };

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
    looked.push(...(await lookAtBatch(db, batch)));
    from = to;
  }
  return looked;
}

/** A shape that the database cannot read fails the statement of all: halves are tried until it stands alone. */
async function lookAtBatch(db: Database, shapes: readonly ImportedShape[]): Promise<LookedAtShape[]> {
  try {
    return await db.transaction(() => look(db, shapes));
  } catch (error) {
    if (!isAboutData(error)) throw error;
    if (shapes.length === 1) return [{ ...unreadable, reason: error.message }];
    const middle = Math.ceil(shapes.length / 2);
    return [
      ...(await lookAtBatch(db, shapes.slice(0, middle))),
      ...(await lookAtBatch(db, shapes.slice(middle))),
    ];
  }
}

const unreadable: LookedAtShape = {
  kind: null,
  reason: null,
  hash: null,
  lon: null,
  lat: null,
  altitudeM: null,
  isEmpty: false,
  farthestLon: null,
  farthestLat: null,
  widestPart: null,
};

/** SQLSTATE class 22 (data), and XX000, with which PostGIS refuses a geometry. */
function isAboutData(error: unknown): error is Error {
  const { code } = error as { readonly code?: unknown };
  return error instanceof Error && typeof code === 'string' && (code.startsWith('22') || code === 'XX000');
}

/** Each step is worked out once for each shape: OFFSET 0 keeps it from being put wherever it is spoken of. */
async function look(db: Database, shapes: readonly ImportedShape[]): Promise<LookedAtShape[]> {
  const rows = await db.query(
    rowSchema,
    sql`SELECT n.place, GeometryType(g.shape) AS kind,
        CASE WHEN ST_Dimension(g.shape) = 2 AND NOT ST_IsValid(g.shape) THEN ST_IsValidReason(g.shape) END AS reason,
        md5(ST_AsBinary(k.kept)) AS hash, coalesce(ST_IsEmpty(k.kept), false) AS "isEmpty",
        greatest(abs(ST_XMin(k.kept)), abs(ST_XMax(k.kept))) AS "farthestLon",
        greatest(abs(ST_YMin(k.kept)), abs(ST_YMax(k.kept))) AS "farthestLat",
        CASE WHEN ST_XMax(k.kept) - ST_XMin(k.kept) > 180 THEN (SELECT max(ST_XMax(d.geom) - ST_XMin(d.geom))
          FROM ST_Dump(k.kept) d) END AS "widestPart",
        CASE WHEN GeometryType(g.shape) = 'POINT' THEN ST_X(g.shape) END AS lon,
        CASE WHEN GeometryType(g.shape) = 'POINT' THEN ST_Y(g.shape) END AS lat,
        CASE WHEN GeometryType(g.shape) = 'POINT' THEN coalesce(ST_Z(g.shape), 0) END AS "altitudeM"
      FROM unnest(${shapes.map(({ wkb }) => wkb)}::bytea[], ${shapes.map(({ epsg }) => epsg)}::int4[])
        WITH ORDINALITY AS n (wkb, epsg, place)
      CROSS JOIN LATERAL (SELECT ${transformed(sql`n.wkb`, sql`n.epsg`)} AS shape OFFSET 0) g
      CROSS JOIN LATERAL (SELECT CASE WHEN ST_Dimension(g.shape) = 2 THEN ${kept(sql`g.shape`)} END AS kept OFFSET 0) k
      ORDER BY n.place`,
  );
  return rows.map(({ place: _place, ...row }) => row);
}

/** Those of EPSG codes that the database can transform from. */
export async function selectKnownEpsg(
  { db }: Pick<RegistryScope, 'db'>,
  codes: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await db.query(
    z.object({ srid: z.number() }),
    sql`SELECT srid FROM spatial_ref_sys WHERE srid = ANY(${textList(codes, 'int4')})`,
  );
  return new Set(rows.map(({ srid }) => srid));
}
