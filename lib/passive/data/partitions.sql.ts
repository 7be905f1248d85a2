import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { identifier, rawSql, sql } from '#lib/platform/db/sql.ts';
import { type Month, partitionName, startOfMonth } from '../domain/month.ts';

/** Partition of the months that have none of their own. */
export const otherPartition = 'data_points_other';

/** Key of the advisory lock that makers of partitions take in turns. */
const makersLock = 7_265_112;
/** How long a new partition may wait for readers of the default one, while everybody behind waits for it. */
const lockTimeoutMs = 2000;

const nameSchema = z.object({ name: z.string() });

/** Names of the partitions there are. */
export async function selectPartitions(db: Database): Promise<Set<string>> {
  const rows = await db.query(
    nameSchema,
    sql`SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'data_points'::regclass`,
  );
  return new Set(rows.map(({ name }) => name));
}

/**
 * Makes the partition of a month, and moves what lies in the default partition into it. Safe with any number of makers.
 * Rejects (55P03) when readers hold the default partition for too long; the month's points then go there for now.
 */
export async function createPartition(db: Database, month: Month): Promise<void> {
  const name = partitionName(month);
  await db.transaction(async () => {
    await db.execute(sql`SELECT set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`);
    if (db.kind === 'server') await db.execute(sql`SELECT pg_advisory_xact_lock(${makersLock})`);
    if ((await selectPartitions(db)).has(name)) return;
    const partition = identifier(name);
    const from = rawSql(`'${startOfMonth(month).toISOString()}'`);
    const to = rawSql(`'${startOfMonth(month + 1).toISOString()}'`);
    await db.execute(sql`CREATE TABLE ${partition} (LIKE data_points INCLUDING ALL)`);
    // Attaching takes this lock too; taken first, nothing arrives between moving and attaching.
    await db.execute(sql`LOCK TABLE ${identifier(otherPartition)} IN ACCESS EXCLUSIVE MODE`);
    await db.execute(sql`WITH moved AS (
        DELETE FROM ${identifier(otherPartition)} WHERE created_at >= ${from} AND created_at < ${to} RETURNING *)
      INSERT INTO ${partition} SELECT * FROM moved`);
    await db.execute(
      sql`ALTER TABLE data_points ATTACH PARTITION ${partition} FOR VALUES FROM (${from}) TO (${to})`,
    );
  });
}
