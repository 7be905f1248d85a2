import { z } from 'zod';
import type { Logger } from '../log/log.ts';
import { monthOf } from '../time/month.ts';
import type { Database } from './database.ts';
import { partitionName, type MonthlyTable } from './month-partitions.ts';
import { identifier, rawSql, sql } from './sql.ts';

/** How long after its end a month counts as over: what was kept offline has come in by then. */
const lateDays = 5;
const dayMs = 86_400_000;
/** Indexes below this are read in no time as they are. */
const worthPackingBytes = 64 * 1024 * 1024;
/** What the comment of a packed index begins with. */
const packedNote = 'packed';

interface PackOptions {
  /** How far back months are looked for. */
  readonly months?: number;
  readonly worthBytes?: number;
  readonly now: Date;
}

const indexSchema = z.object({ partition: z.string(), index: z.string() });

/**
 * Packs the primary keys of months that are over, each once. Rows of many sources come in turn by turn, so each source's
 * part of the index grows by pages that are cut in two: half empty, and strewn over the disk. Written anew in order it
 * takes half the room, and what one source sent in a year is read in one go instead of page by page. Readers and
 * writers go on meanwhile (REINDEX CONCURRENTLY). Run by the clock; the embedded database, where everybody would wait,
 * is left as it is. Gives the names of the partitions.
 */
export async function packMonths(
  { db, log }: { readonly db: Database; readonly log: Logger },
  { table }: Pick<MonthlyTable, 'table'>,
  { months = 120, worthBytes = worthPackingBytes, now }: PackOptions,
): Promise<string[]> {
  if (db.kind === 'embedded') return [];
  const running = monthOf(new Date(now.getTime() - lateDays * dayMs));
  const over = Array.from({ length: months }, (_, back) => partitionName({ table }, running - 1 - back));
  const due = await selectUnpacked(db, { table, over, worthBytes });
  for (const { partition, index } of due) {
    await dropLeftovers(db, partition);
    await db.execute(sql`REINDEX INDEX CONCURRENTLY ${identifier(index)}`);
    await db.execute(sql`COMMENT ON INDEX ${identifier(index)} IS ${rawSql(`'${packedNote} ${now.toISOString()}'`)}`);
    log.info({ partition }, 'the index of a month was packed');
  }
  return due.map(({ partition }) => partition);
}

interface Unpacked {
  readonly table: string;
  readonly over: readonly string[];
  readonly worthBytes: number;
}

function selectUnpacked(db: Database, { table, over, worthBytes }: Unpacked) {
  return db.query(
    indexSchema,
    sql`SELECT p.relname AS partition, i.relname AS index FROM pg_inherits h
      JOIN pg_class p ON p.oid = h.inhrelid
      JOIN pg_index x ON x.indrelid = p.oid AND x.indisprimary
      JOIN pg_class i ON i.oid = x.indexrelid
      WHERE h.inhparent = ${table}::regclass AND p.relname = ANY(${[...over]}::text[])
        AND pg_relation_size(i.oid) >= ${worthBytes}
        AND coalesce(obj_description(i.oid, 'pg_class'), '') NOT LIKE ${`${packedNote} %`}
      ORDER BY p.relname`,
  );
}

/** What a packing that was cut short left behind: an index that nobody reads and every writer fills. */
async function dropLeftovers(db: Database, partition: string): Promise<void> {
  const left = await db.query(
    z.object({ name: z.string() }),
    sql`SELECT i.relname AS name FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
      WHERE x.indrelid = ${partition}::regclass AND NOT x.indisvalid AND i.relname ~ '_cc(new|old)[0-9]*$'`,
  );
  for (const { name } of left) await db.execute(sql`DROP INDEX CONCURRENTLY IF EXISTS ${identifier(name)}`);
}
