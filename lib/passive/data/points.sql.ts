import { z } from 'zod';
import { copyIn } from '#lib/platform/db/copy-in.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { identifier, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { idOf, type PlacedPoint, uuidOfHash } from '../domain/placed-point.ts';
import { encodePoints, pointColumns } from './copy-encoder.ts';

/** Points in one statement of the embedded database; more would hold up its one session. */
const pointsPerStatement = 2000;
const uniqueViolation = '23505';

/**
 * Writes points into a partition and gives back those that were not there before. They must come in the order of the
 * primary key, each once. On a server through COPY, on the embedded database from lists.
 * Takes them all for new first, which they nearly always are; when one is not, writes again and leaves those out.
 */
export async function insertPoints(
  db: Database,
  partition: string,
  points: readonly PlacedPoint[],
): Promise<readonly PlacedPoint[]> {
  if (points.length === 0) return points;
  try {
    await db.transaction(() => insertNew(db, partition, points));
    return points;
  } catch (error) {
    if ((error as { code?: unknown }).code !== uniqueViolation) throw error;
    return insertMissing(db, partition, points);
  }
}

async function insertNew(db: Database, partition: string, points: readonly PlacedPoint[]): Promise<void> {
  if (db.kind === 'server') {
    await copyIn(db, `COPY "${partition}" (${pointColumns}) FROM STDIN (FORMAT binary)`, encodePoints(points));
    return;
  }
  for (let from = 0; from < points.length; from += pointsPerStatement) {
    await db.execute(insertStatement(partition, points.slice(from, from + pointsPerStatement)));
  }
}

const insertedSchema = z.object({
  sourceId: z.string(),
  typeId: z.number(),
  createdUs: z.coerce.number(),
  hash: z.string(),
});

async function insertMissing(
  db: Database,
  partition: string,
  points: readonly PlacedPoint[],
): Promise<readonly PlacedPoint[]> {
  const inserted = new Set<string>();
  for (let from = 0; from < points.length; from += pointsPerStatement) {
    const statement = insertStatement(partition, points.slice(from, from + pointsPerStatement));
    const rows = await db.query(
      insertedSchema,
      sql`${statement} ON CONFLICT DO NOTHING RETURNING source_id AS "sourceId", type_id AS "typeId",
        (extract(epoch FROM created_at) * 1000000)::int8 AS "createdUs", content_hash AS hash`,
    );
    for (const row of rows) inserted.add(`${row.sourceId}/${row.typeId}/${row.createdUs}/${row.hash}`);
  }
  return points.filter(({ pair, point }) =>
    inserted.has(`${idOf(pair.source)}/${idOf(pair.type)}/${point.createdAtUs}/${uuidOfHash(point.contentHash)}`),
  );
}

function insertStatement(partition: string, points: readonly PlacedPoint[]): SqlStatement {
  const column = <Value>(read: (placed: PlacedPoint) => Value) => points.map(read);
  const hasPosition = ({ point }: PlacedPoint) => !Number.isNaN(point.lon);
  return sql`
    INSERT INTO ${identifier(partition)} (${rawSql(pointColumns)})
    SELECT n.organization_id, n.source_id, n.type_id, timestamptz 'epoch' + n.created_us * interval '1 microsecond',
      n.content_hash, timestamptz 'epoch' + n.recorded_us * interval '1 microsecond', n.bundle_id, n.envelope_id,
      n.secondary_id, ST_SetSRID(ST_MakePoint(n.lon, n.lat), 4326), n.properties, n.extras
    FROM unnest(${keyLists(points)},
        ${textList(column(({ bundle }) => bundle.receivedAt.getTime() * 1000), 'float8')},
        ${textList(column(({ bundle }) => bundle.id), 'uuid')},
        ${textList(column(({ envelope }) => idOf(envelope)), 'int4')},
        ${column(({ point }) => point.secondaryId)}::text[],
        ${textList(column((placed) => (hasPosition(placed) ? placed.point.lon : null)), 'float8')},
        ${textList(column((placed) => (hasPosition(placed) ? placed.point.lat : null)), 'float8')},
        ${textList(column(propertiesText), 'json')}, ${textList(column(({ point }) => point.extras), 'json')})
      AS n (organization_id, source_id, type_id, created_us, content_hash, recorded_us, bundle_id, envelope_id,
        secondary_id, lon, lat, properties, extras)`;
}

function keyLists(points: readonly PlacedPoint[]): SqlStatement {
  return sql`${textList(points.map(({ pair }) => pair.source.organizationId), 'uuid')},
    ${textList(points.map(({ pair }) => idOf(pair.source)), 'uuid')},
    ${textList(points.map(({ pair }) => idOf(pair.type)), 'int4')},
    ${textList(points.map(({ point }) => point.createdAtUs), 'float8')},
    ${textList(points.map(({ point }) => uuidOfHash(point.contentHash)), 'uuid')}`;
}

/** The point's text without its metadata. */
function propertiesText({ point }: PlacedPoint): string {
  const { bytes, start, cutStart, cutEnd, end } = point;
  return bytes.toString('utf8', start, cutStart) + bytes.toString('utf8', cutEnd, end);
}

const placeSchema = z.object({ place: z.coerce.number() });

/** Which of the points are stored already, by their index. */
export async function findStored(
  db: Database,
  partition: string,
  points: readonly PlacedPoint[],
): Promise<ReadonlySet<number>> {
  if (points.length === 0) return new Set();
  const rows = await db.query(
    placeSchema,
    sql`SELECT n.place FROM unnest(${keyLists(points)}) WITH ORDINALITY
        AS n (organization_id, source_id, type_id, created_us, content_hash, place)
      JOIN ${identifier(partition)} d ON d.organization_id = n.organization_id AND d.source_id = n.source_id
        AND d.type_id = n.type_id AND d.created_at = timestamptz 'epoch' + n.created_us * interval '1 microsecond'
        AND d.content_hash = n.content_hash`,
  );
  return new Set(rows.map(({ place }) => place - 1));
}
