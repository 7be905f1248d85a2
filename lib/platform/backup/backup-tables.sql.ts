import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { identifier, rawSql, sql } from '../db/sql.ts';

/** Tables whose rows mean nothing in another place or time. */
const leftOut = ['_prisma_migrations', 'org_unit_map_changes', 'plugin_states', 'rate_limits', 'worker_processes'];

const tableSchema = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  /** Tables it has foreign keys to. */
  needs: z.array(z.string()),
});

export type BackupTable = z.output<typeof tableSchema>;

/** Every table of ours with its columns, each after the tables that its foreign keys name. */
export async function listBackupTables(db: Database): Promise<BackupTable[]> {
  const tables = await db.query(
    tableSchema,
    sql`
    SELECT c.relname::text AS name,
      ARRAY(SELECT a.attname::text FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
      ARRAY(SELECT DISTINCT k.confrelid::regclass::text FROM pg_constraint k
            WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname <> ALL(${leftOut}::text[])
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
    ORDER BY c.relname`,
  );
  return inOrderOfNeed(tables);
}

function inOrderOfNeed(tables: readonly BackupTable[]): BackupTable[] {
  const ordered: BackupTable[] = [];
  const waiting = new Set(tables);
  while (waiting.size > 0) {
    const before = waiting.size;
    for (const table of waiting) {
      const isBlocked = table.needs.some((need) => [...waiting].some((other) => other.name === need));
      if (isBlocked) continue;
      ordered.push(table);
      waiting.delete(table);
    }
    if (waiting.size === before) throw new Error('tables need each other in a circle');
  }
  return ordered;
}

const partitionSchema = z.object({ name: z.string(), parent: z.string(), bound: z.string() });

export type BackupPartition = z.output<typeof partitionSchema>;

/** Partitions of our tables with the bounds that make them. */
export function listPartitions(db: Database): Promise<BackupPartition[]> {
  return db.query(
    partitionSchema,
    sql`
    SELECT c.relname::text AS name, i.inhparent::regclass::text AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound
    FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
    WHERE c.relispartition AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
}

/** Bounds as PostgreSQL writes them: literals and numbers, nothing that could be another statement. */
const boundPattern = /^(DEFAULT|FOR VALUES (FROM \([^;]*\) TO \([^;]*\)|IN \([^;]*\)))$/;

export async function createPartition(db: Database, { name, parent, bound }: BackupPartition): Promise<void> {
  if (!boundPattern.test(bound)) throw new Error(`the partition ${name} has bounds that cannot be used`);
  await db.execute(
    sql`CREATE TABLE IF NOT EXISTS ${identifier(name)} PARTITION OF ${identifier(parent)} ${rawSql(bound)}`,
  );
}

/** Makes what the transaction reads one moment in time. */
export async function freezeTransaction(db: Database): Promise<void> {
  await db.execute(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
}

const rowSchema = z.object({ row: z.string() });
const targetChunkBytes = 4 * 1024 * 1024;
const mostRows = 20_000;

/** All rows of a table as PostgreSQL writes composite values, in chunks of about 4 MB. In a transaction. */
export async function* readTableRows(db: Database, table: string): AsyncGenerator<string[]> {
  await db.execute(sql`DECLARE backup_rows NO SCROLL CURSOR FOR SELECT t::text AS row FROM ${identifier(table)} AS t`);
  let limit = 100;
  for (;;) {
    const chunk = (await db.query(rowSchema, sql`FETCH ${rawSql(String(limit))} FROM backup_rows`)).map(
      ({ row }) => row,
    );
    if (chunk.length === 0) break;
    yield chunk;
    const averageBytes = chunk.reduce((sum, row) => sum + row.length, 0) / chunk.length;
    limit = Math.max(1, Math.min(mostRows, Math.floor(targetChunkBytes / averageBytes)));
  }
  await db.execute(sql`CLOSE backup_rows`);
}

/** Puts rows back, in the transaction of the calling scope. */
export async function insertTableRows(
  db: Database,
  { name, columns }: BackupTable,
  rows: readonly string[],
): Promise<void> {
  const list = rawSql(columns.map((column) => identifier(column).text).join(', '));
  await db.execute(sql`
    INSERT INTO ${identifier(name)} (${list}) OVERRIDING SYSTEM VALUE
    SELECT ${list} FROM unnest(${rows}::${identifier(name)}[])`);
}

/** Blob keys that rows name: every column called `…blob_key`. */
export async function listBlobKeys(db: Database, tables: readonly BackupTable[]): Promise<string[]> {
  const keySchema = z.object({ key: z.string() });
  const keys: string[] = [];
  for (const { name, columns } of tables) {
    for (const column of columns.filter((candidate) => candidate.endsWith('blob_key'))) {
      const rows = await db.query(
        keySchema,
        sql`SELECT ${identifier(column)} AS key FROM ${identifier(name)} WHERE ${identifier(column)} IS NOT NULL`,
      );
      keys.push(...rows.map(({ key }) => key));
    }
  }
  return keys;
}

/** True when nobody has an account and no organization exists. */
export async function isEmptyInstallation(db: Database): Promise<boolean> {
  const [row] = await db.query(
    z.object({ used: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM organizations) AS used`,
  );
  return row?.used === false;
}

/** Lets rows come before those of the same table that they name, until the transaction ends. */
export async function deferConstraints(db: Database): Promise<void> {
  await db.execute(sql`SET CONSTRAINTS ALL DEFERRED`);
}

/** Empties our tables and the queue. */
export async function emptyTables(db: Database, tables: readonly BackupTable[]): Promise<void> {
  const list = rawSql(tables.map(({ name }) => identifier(name).text).join(', '));
  await db.execute(sql`TRUNCATE ${list}`);
  await db.execute(sql`DELETE FROM graphile_worker._private_jobs`);
}

/** Sets every counter behind a column beyond the values that were put back; with none it stays where it begins. */
export async function advanceSequences(db: Database, tables: readonly BackupTable[]): Promise<void> {
  const sequenceSchema = z.object({ sequence: z.string().nullable() });
  for (const { name, columns } of tables) {
    for (const column of columns) {
      const [row] = await db.query(
        sequenceSchema,
        sql`SELECT pg_get_serial_sequence(${`public."${name}"`}, ${column}) AS sequence`,
      );
      const sequence = row?.sequence ?? null;
      if (sequence === null) continue;
      await db.execute(sql`
        SELECT setval(${sequence}::regclass, greatest(max(${identifier(column)}), 1)) FROM ${identifier(name)}
        HAVING max(${identifier(column)}) IS NOT NULL`);
    }
  }
}

/** Tasks that waited or ran when the backup was made, put back to waiting. */
export function requeueTasks(db: Database): Promise<{ organization_id: string; id: string }[]> {
  return db.query(
    z.object({ organization_id: z.string(), id: z.string() }),
    sql`UPDATE tasks SET state = 'queued', heartbeat_at = NULL WHERE state IN ('queued', 'running') RETURNING organization_id, id`,
  );
}
