import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { identifier, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { coldMonthSchema, type ColdMonth } from '../domain/cold-month.ts';
import type { ColdCount } from '../domain/cold-tally.ts';
import type { SplitRule } from '../domain/source-work.ts';
import { insertColdCounts } from './cold-counts.sql.ts';
import { inRule, typeOf } from './source-work.sql.ts';

/** Schema of the tables that were partitions: nothing reads them, and no backup has them. */
const coldSchema = 'cold';
/** How long the change may wait for readers, while everybody behind waits for it. */
const lockTimeoutMs = 5000;

/** Files of months that left the database, by month. */
export function selectColdMonths({ db, organizationId }: Pick<Context, 'db' | 'organizationId'>): Promise<ColdMonth[]> {
  return db.query(
    coldMonthSchema,
    sql`SELECT month, path, points, size_bytes AS "sizeBytes", sha256, frozen_at AS "frozenAt" FROM cold_months
      WHERE organization_id = ${organizationId} ORDER BY month, path`,
  );
}

const heapSchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  points: z.coerce.number(),
  /** Sum of the first 32 bits of the content hashes. */
  checksum: z.coerce.bigint(),
});
/** What a partition holds of one organization. */
export type ColdHeap = z.output<typeof heapSchema>;

/** What a partition holds, by organization. */
export function measurePartition(db: Database, partition: string): Promise<ColdHeap[]> {
  return db.query(
    heapSchema,
    sql`SELECT organization_id AS "organizationId", count(*) AS points,
        sum(('x' || left(content_hash::text, 8))::bit(32)::int8)::text AS checksum
      FROM ${identifier(partition)} GROUP BY 1 ORDER BY 1`,
  );
}

const rowSchema = z.object({
  sourceId: z.string(),
  source: z.string(),
  typeId: z.number(),
  type: z.string(),
  createdAtUs: z.coerce.bigint(),
  recordedAtUs: z.coerce.bigint(),
  contentHash: z.string(),
  bundleId: z.string(),
  secondaryId: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  properties: z.string(),
  extras: z.string().nullable(),
  metadata: z.string(),
  isEncrypted: z.boolean(),
});
export type ColdRow = z.output<typeof rowSchema>;

/** A page of the points of an organization in a partition, in the order of its key, going on behind a point. */
export function selectColdRows(
  db: Database,
  { partition, organizationId }: { readonly partition: string; readonly organizationId: OrganizationId },
  page: { readonly after: ColdRow | null; readonly limit: number },
): Promise<ColdRow[]> {
  const { after } = page;
  const behind = after
    ? sql`AND (p.source_id, p.type_id, p.created_at, p.content_hash) > (${after.sourceId}::uuid, ${after.typeId}::int4,
        timestamptz 'epoch' + ${after.createdAtUs.toString()}::int8 * interval '1 microsecond', ${after.contentHash}::uuid)`
    : rawSql('');
  return db.query(
    rowSchema,
    sql`SELECT p.source_id AS "sourceId", coalesce(s.identifier, '') AS source, p.type_id AS "typeId",
        coalesce(d.identifier, '') AS type,
        (extract(epoch FROM p.created_at) * 1000000)::int8::text AS "createdAtUs",
        (extract(epoch FROM p.recorded_at) * 1000000)::int8::text AS "recordedAtUs",
        p.content_hash AS "contentHash", p.bundle_id AS "bundleId", p.secondary_id AS "secondaryId",
        ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, p.properties::text AS properties, p.extras::text AS extras,
        coalesce(e.metadata::text, '{}') AS metadata, coalesce(e.is_encrypted, false) AS "isEncrypted"
      FROM ${identifier(partition)} p
      LEFT JOIN sources s ON s.organization_id = p.organization_id AND s.id = p.source_id
      LEFT JOIN data_types d ON d.organization_id = p.organization_id AND d.id = p.type_id
      LEFT JOIN point_envelopes e ON e.organization_id = p.organization_id AND e.id = p.envelope_id
      WHERE p.organization_id = ${organizationId} ${behind}
      ORDER BY p.source_id, p.type_id, p.created_at, p.content_hash LIMIT ${page.limit}`,
  );
}

/** Keeps writers and readers away from a partition until the transaction ends. Rejects (55P03) when they hold it for long. */
export async function lockPartition(db: Database, partition: string): Promise<void> {
  await db.execute(sql`SELECT set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`);
  await db.execute(sql`LOCK TABLE data_points IN ACCESS EXCLUSIVE MODE`);
  await db.execute(sql`LOCK TABLE ${identifier(partition)} IN ACCESS EXCLUSIVE MODE`);
}

/** Takes a partition out of data_points: it becomes a table of its own out of the way, or is dropped. In a transaction. */
export async function detachPartition(db: Database, partition: string, isDropped: boolean): Promise<void> {
  await db.execute(sql`ALTER TABLE data_points DETACH PARTITION ${identifier(partition)}`);
  if (isDropped) {
    await db.execute(sql`DROP TABLE ${identifier(partition)}`);
    return;
  }
  await db.execute(sql`CREATE SCHEMA IF NOT EXISTS ${identifier(coldSchema)}`);
  // A table of the month may be there from an earlier time: late points made the partition anew.
  await db.execute(sql`DROP TABLE IF EXISTS ${identifier(coldSchema)}.${identifier(partition)}`);
  await db.execute(sql`ALTER TABLE ${identifier(partition)} SET SCHEMA ${identifier(coldSchema)}`);
}

export interface ColdMonthWrite extends Omit<ColdMonth, 'frozenAt'> {
  readonly organizationId: OrganizationId;
  readonly place: string;
  readonly at: Date;
  /** What is in the file. */
  readonly counts: readonly ColdCount[];
}

/** Notes where the points of a month went, and how many of each source. In the caller's transaction. */
export async function insertColdMonth(db: Database, cold: ColdMonthWrite): Promise<void> {
  await db.execute(
    sql`INSERT INTO cold_months (organization_id, path, month, points, size_bytes, sha256, frozen_at, place)
      VALUES (${cold.organizationId}, ${cold.path}, ${cold.month}, ${cold.points}, ${cold.sizeBytes}, ${cold.sha256},
        ${cold.at}, ${cold.place})`,
  );
  await insertColdCounts({ db, organizationId: cold.organizationId }, cold);
}

const coldFileSchema = coldMonthSchema.extend({ place: z.string().nullable(), replaces: z.string().nullable() });
/** A file of a cold month with where it lies. */
export type ColdFile = z.infer<typeof coldFileSchema>;

/** Every file of cold months, also one all of whose points are to go. */
export function selectColdFiles({ db, organizationId }: Pick<Context, 'db' | 'organizationId'>): Promise<ColdFile[]> {
  return db.query(
    coldFileSchema,
    sql`SELECT month, path, points, size_bytes AS "sizeBytes", sha256, frozen_at AS "frozenAt", place, replaces
      FROM cold_months WHERE organization_id = ${organizationId} ORDER BY month, path`,
  );
}

interface ReplacedFile {
  /** The file as it was. */
  readonly before: string;
  readonly after: Pick<ColdFile, 'path' | 'points' | 'sizeBytes' | 'sha256'> & {
    readonly counts: readonly ColdCount[];
  };
}

/** Notes that a file has taken the place of another, which is still to be removed. */
export async function replaceColdFile(
  scope: Pick<Context, 'db' | 'organizationId'>,
  { before, after }: ReplacedFile,
): Promise<void> {
  const { db, organizationId } = scope;
  const { path } = after;
  await db.transaction(async () => {
    await db.execute(sql`DELETE FROM cold_counts WHERE organization_id = ${organizationId} AND path = ${before}`);
    await db.execute(
      sql`UPDATE cold_months SET path = ${path}, points = ${after.points}, size_bytes = ${after.sizeBytes},
          sha256 = ${after.sha256}, replaces = ${before}
        WHERE organization_id = ${organizationId} AND path = ${before}`,
    );
    await insertColdCounts(scope, after);
  });
}

/** Notes where a file lies that nobody had noted the place of. */
export async function notePlace(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  { path, place }: { readonly path: string; readonly place: string },
): Promise<void> {
  await db.execute(
    sql`UPDATE cold_months SET place = ${place} WHERE organization_id = ${organizationId} AND path = ${path}`,
  );
}

/** Forgets the file that another took the place of: it is removed. One that stood for itself goes as a whole. */
export async function forgetReplaced(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  path: string,
): Promise<void> {
  await db.execute(
    sql`DELETE FROM cold_months WHERE organization_id = ${organizationId} AND path = ${path} AND replaces = path`,
  );
  await db.execute(
    sql`UPDATE cold_months SET replaces = NULL WHERE organization_id = ${organizationId} AND path = ${path}`,
  );
}

/** Tables that were partitions and that nobody has dropped yet. */
async function listColdTables({ db }: Pick<Context, 'db'>): Promise<SqlStatement[]> {
  const tables = await db.query(
    z.object({ name: z.string() }),
    sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = ${coldSchema} AND starts_with(tablename, 'data_points_')`,
  );
  return tables.map(({ name }) => sql`${identifier(coldSchema)}.${identifier(name)}`);
}

/** Removes the points of a source from the tables that were partitions; gives their number. */
export async function deleteFromColdTables(
  scope: Pick<Context, 'db' | 'organizationId'>,
  sourceId: string,
): Promise<number> {
  let points = 0;
  for (const table of await listColdTables(scope)) {
    points += await scope.db.execute(sql`DELETE FROM ${table}
      WHERE organization_id = ${scope.organizationId} AND source_id = ${sourceId}`);
  }
  return points;
}

interface ColdGift {
  readonly from: string;
  readonly to: string;
  /** Null: all points. */
  readonly rule: SplitRule | null;
}

/** Gives points of a source in the tables that were partitions to another, by a rule; one that it has already stays once. */
export async function giveInColdTables(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  { from, to, rule }: ColdGift,
): Promise<void> {
  const key = (alias: string) =>
    rawSql(['organization_id', 'type_id', 'created_at', 'content_hash'].map((name) => `${alias}.${name}`).join(', '));
  for (const table of await listColdTables({ db })) {
    const chosen = sql`SELECT p.* FROM ${table} p ${typeOf}
      WHERE p.organization_id = ${organizationId} AND p.source_id = ${from} AND ${inRule(rule)}`;
    const ofChosen = sql`t.organization_id = ${organizationId} AND t.source_id = ${from} AND (${key('t')}) = (${key('c')})`;
    await db.execute(sql`DELETE FROM ${table} t USING (${chosen}) c WHERE ${ofChosen}
      AND EXISTS (SELECT 1 FROM ${table} o WHERE o.source_id = ${to} AND (${key('o')}) = (${key('c')}))`);
    await db.execute(sql`UPDATE ${table} t SET source_id = ${to} FROM (${chosen}) c WHERE ${ofChosen}`);
  }
}

const heldMonthSchema = z.object({ name: z.string(), points: z.coerce.number(), sizeBytes: z.coerce.number() });

/** Partitions of months in the database: about how many points of all organizations each has, and its bytes on disk. */
export function selectHeldMonths(db: Database): Promise<z.infer<typeof heldMonthSchema>[]> {
  return db.query(
    heldMonthSchema,
    sql`SELECT c.relname AS name, greatest(c.reltuples, 0)::int8 AS points, pg_total_relation_size(c.oid) AS "sizeBytes"
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'data_points'::regclass AND c.relname ~ '^data_points_[0-9]{4}_[0-9]{2}$' ORDER BY 1`,
  );
}
