import { z } from 'zod';
import { copyOut } from '#lib/platform/db/copy-out.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { OrganizationId, SourceId } from '#lib/platform/ids.ts';
import { PointBlock } from '../domain/point-block.ts';
import type { PointEnvelope } from '../domain/point-row.ts';
import { CopyDecoder } from './copy-decoder.ts';

export interface TenantScope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
}

/** Half-open; null is open. */
export interface BlockRange {
  readonly column: 'created' | 'recorded';
  readonly from: Date | null;
  readonly to: Date | null;
}

export interface BlockScan {
  readonly sourceIds: readonly SourceId[];
  readonly typeId: number;
  readonly range: BlockRange;
  /** False: times and properties only, which is less to send. */
  readonly isWhole: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Sources in one COPY: keeps its text short; its plan costs a millisecond. */
const sourcesPerCopy = 1000;
/** Rows in one answer of the embedded database, whose one session serves everybody. */
const rowsPerPage = 2000;

/**
 * Points of one type, source after source in the order asked for, each by created time: straight from the primary key,
 * nothing sorted, nothing counted. On a server through COPY, on the embedded database page by page.
 */
export async function* scanBlocks(scope: TenantScope, scan: BlockScan): AsyncGenerator<PointBlock> {
  if (scope.db.kind === 'embedded') {
    yield* scanPages(scope, scan);
    return;
  }
  for (let from = 0; from < scan.sourceIds.length; from += sourcesPerCopy) {
    const decoder = new CopyDecoder(scan.isWhole, from);
    const sourceIds = scan.sourceIds.slice(from, from + sourcesPerCopy);
    for await (const piece of copyOut(scope.db, copyStatement(scope, { ...scan, sourceIds }), scan.signal)) {
      yield* decoder.take(piece);
    }
  }
}

const wholeColumns = 'd.envelope_id, ST_X(d.geom), ST_Y(d.geom), d.extras';

/** COPY takes no parameters: ids and numbers are checked to be just that before they become text. */
function copyStatement({ organizationId }: TenantScope, scan: BlockScan): string {
  const { column, from, to } = scan.range;
  const conditions = [
    `d.organization_id = '${checkedUuid(organizationId)}'`,
    'd.source_id = s.id',
    `d.type_id = ${String(Math.trunc(scan.typeId))}`,
    ...(from ? [`d.${column}_at >= '${from.toISOString()}'`] : []),
    ...(to ? [`d.${column}_at < '${to.toISOString()}'`] : []),
  ];
  return `COPY (
    SELECT s.ordinal::int4, p.* FROM unnest('{${scan.sourceIds.map(checkedUuid).join()}}'::uuid[]) WITH ORDINALITY AS s (id, ordinal)
    CROSS JOIN LATERAL (
      SELECT d.created_at, d.recorded_at, d.properties${scan.isWhole ? `, ${wholeColumns}` : ''} FROM data_points d
      WHERE ${conditions.join(' AND ')} ORDER BY d.created_at, d.content_hash) p
    ORDER BY s.ordinal) TO STDOUT (FORMAT binary)`;
}

function checkedUuid(text: string): string {
  return z.guid().parse(text);
}

const pageRowSchema = z.object({
  createdAtUs: z.coerce.number(),
  recordedAtUs: z.coerce.number(),
  properties: z.string(),
  envelopeId: z.number(),
  contentHash: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  extras: z.string().nullable(),
});
type PageRow = z.infer<typeof pageRowSchema>;

const micros = (column: SqlStatement) => sql`(extract(epoch from ${column}) * 1000000)::int8`;

async function* scanPages({ db, organizationId }: TenantScope, scan: BlockScan): AsyncGenerator<PointBlock> {
  const block = new PointBlock();
  const { column, from, to } = scan.range;
  const at = column === 'created' ? rawSql('d.created_at') : rawSql('d.recorded_at');
  const range = sql`(${from}::timestamptz IS NULL OR ${at} >= ${from}) AND (${to}::timestamptz IS NULL OR ${at} < ${to})`;
  for (const [source, sourceId] of scan.sourceIds.entries()) {
    let after: PageRow | undefined;
    do {
      scan.signal?.throwIfAborted();
      const position: SqlStatement = after
        ? sql`(d.created_at, d.content_hash) > ('epoch'::timestamptz + ${after.createdAtUs}::int8 * interval '1 microsecond', ${after.contentHash}::uuid)`
        : rawSql('true');
      const rows: PageRow[] = await db.query(
        pageRowSchema,
        sql`SELECT ${micros(rawSql('d.created_at'))} AS "createdAtUs", ${micros(rawSql('d.recorded_at'))} AS "recordedAtUs",
              d.properties::text AS properties, d.envelope_id AS "envelopeId", d.content_hash AS "contentHash",
              ST_X(d.geom) AS lon, ST_Y(d.geom) AS lat, d.extras::text AS extras
            FROM data_points d
            WHERE d.organization_id = ${organizationId} AND d.source_id = ${sourceId} AND d.type_id = ${scan.typeId}
              AND ${range} AND ${position}
            ORDER BY d.created_at, d.content_hash LIMIT ${rowsPerPage}`,
      );
      if (rows.length > 0) yield fillBlock(block, source, rows);
      after = rows.length === rowsPerPage ? rows.at(-1) : undefined;
    } while (after);
  }
}

/** Page rows as a block; a page is never longer than a block. */
function fillBlock(block: PointBlock, source: number, rows: readonly PageRow[]): PointBlock {
  let offset = 0;
  const texts: Buffer[] = [];
  const keep = (text: string) => {
    const bytes = Buffer.from(text);
    texts.push(bytes);
    offset += bytes.length;
    return bytes.length;
  };
  for (const [row, point] of rows.entries()) {
    block.source[row] = source;
    block.createdAtUs[row] = point.createdAtUs;
    block.recordedAtUs[row] = point.recordedAtUs;
    block.propertiesStart[row] = offset;
    block.propertiesEnd[row] = offset + keep(point.properties);
    block.envelopeId[row] = point.envelopeId;
    block.lon[row] = point.lon ?? Number.NaN;
    block.lat[row] = point.lat ?? Number.NaN;
    block.extrasStart[row] = point.extras === null ? -1 : offset;
    block.extrasEnd[row] = point.extras === null ? -1 : offset + keep(point.extras);
  }
  block.count = rows.length;
  block.bytes = Buffer.concat(texts);
  return block;
}

const envelopeSchema = z.object({
  id: z.number(),
  metadata: z.string(),
  generator: z.string(),
  userAgent: z.string(),
  timezone: z.string().nullable(),
  isEncrypted: z.boolean(),
});

/** Envelopes by id; ids that are not there are left out. */
export async function selectEnvelopes(
  { db, organizationId }: TenantScope,
  ids: readonly number[],
): Promise<PointEnvelope[]> {
  return db.query(
    envelopeSchema,
    sql`SELECT id, metadata::text AS metadata, coalesce(metadata ->> 'generator', '') AS generator,
          user_agent AS "userAgent", timezone, is_encrypted AS "isEncrypted"
        FROM point_envelopes WHERE organization_id = ${organizationId} AND id = ANY(${ids}::int[])`,
  );
}
