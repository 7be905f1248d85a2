import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { inRange, type PointRange, type ViewScope } from './views.sql.ts';

/** An instant as microseconds since 1970: a `Date` would lose three digits of it, and with them the place in the order. */
const micros = (column: SqlStatement) => sql`(extract(epoch from ${column}) * 1000000)::int8`;
const instantOf = (us: number) => sql`('epoch'::timestamptz + ${us}::float8 * interval '1 microsecond')`;

/** Characters of a point's text that a table needs at most; longer ones are opened by themselves. */
export const maxRowCharacters = 8192;
/** The same for tables that show figures of all readings in a point. */
export const maxReadingCharacters = 512 * 1024;

const pointRowSchema = z.object({
  createdAtUs: z.coerce.number(),
  contentHash: z.guid(),
  recordedAt: z.coerce.date(),
  secondaryId: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  /** JSON text, cut off when longer than asked for. */
  properties: z.string(),
});
export type PointTableRow = z.infer<typeof pointRowSchema>;

/** The points of a range, newest first, going on behind a position. */
export function selectPointPage(
  scope: ViewScope,
  range: PointRange,
  page: { readonly after: readonly [number, string] | null; readonly limit: number; readonly maxCharacters: number },
): Promise<PointTableRow[]> {
  const after = page.after
    ? sql`AND (p.created_at, p.content_hash) < (${instantOf(page.after[0])}, ${page.after[1]}::uuid)`
    : rawSql('');
  return scope.db.query(
    pointRowSchema,
    sql`SELECT ${micros(rawSql('p.created_at'))} AS "createdAtUs", p.content_hash AS "contentHash",
        p.recorded_at AS "recordedAt", p.secondary_id AS "secondaryId", ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat,
        left(p.properties::text, ${page.maxCharacters}) AS properties
      FROM data_points p WHERE ${inRange(scope, range)} ${after}
      ORDER BY p.created_at DESC, p.content_hash DESC LIMIT ${page.limit}`,
  );
}

const attachmentRowSchema = z.object({
  fileId: z.guid(),
  fileName: z.string(),
  contentType: z.string(),
  sizeBytes: z.coerce.number(),
  type: z.string(),
  typeId: z.number(),
  createdAtUs: z.coerce.number(),
  contentHash: z.guid(),
});
export type AttachmentRow = z.infer<typeof attachmentRowSchema>;

/** Place of an attachment in the list: type, microseconds, point, file. */
export type AttachmentPosition = readonly [number, number, string, string];

/** The files that points of a source name, going on behind a position. */
export function selectAttachmentPage(
  scope: ViewScope,
  sourceId: string,
  page: { readonly after: AttachmentPosition | null; readonly limit: number },
): Promise<AttachmentRow[]> {
  const after = page.after
    ? sql`AND (l.type_id, l.created_at, l.content_hash, l.file_id)
        < (${page.after[0]}::int, ${instantOf(page.after[1])}, ${page.after[2]}::uuid, ${page.after[3]}::uuid)`
    : rawSql('');
  return scope.db.query(
    attachmentRowSchema,
    sql`SELECT f.id AS "fileId", f.file_name AS "fileName", f.content_type AS "contentType",
        f.size_bytes AS "sizeBytes", d.identifier AS type, l.type_id AS "typeId",
        ${micros(rawSql('l.created_at'))} AS "createdAtUs", l.content_hash AS "contentHash"
      FROM attachment_links l
      JOIN bundle_files f ON f.organization_id = l.organization_id AND f.id = l.file_id
      JOIN data_types d ON d.organization_id = l.organization_id AND d.id = l.type_id
      WHERE l.organization_id = ${scope.organizationId} AND l.source_id = ${sourceId} ${after}
      ORDER BY l.type_id DESC, l.created_at DESC, l.content_hash DESC, l.file_id DESC LIMIT ${page.limit}`,
  );
}

const fileSchema = z.object({
  fileName: z.string(),
  contentType: z.string(),
  sizeBytes: z.coerce.number(),
  blobKey: z.string(),
  studyId: z.guid(),
});

/** One attachment and the study it came to; null when there is none in the organization. */
export async function selectAttachment(scope: ViewScope, fileId: string): Promise<z.infer<typeof fileSchema> | null> {
  const [row] = await scope.db.query(
    fileSchema,
    sql`SELECT f.file_name AS "fileName", f.content_type AS "contentType", f.size_bytes AS "sizeBytes",
        f.blob_key AS "blobKey", b.study_id AS "studyId"
      FROM bundle_files f JOIN bundles b ON b.organization_id = f.organization_id AND b.id = f.bundle_id
      WHERE f.organization_id = ${scope.organizationId} AND f.id = ${fileId}`,
  );
  return row ?? null;
}
