import { z } from 'zod';
import type { Logger } from '#lib/platform/log/log.ts';
import { monthOf, startOfMonth, type Month } from '#lib/platform/time/month.ts';
import type { Database } from './database.ts';
import { identifier, rawSql, sql } from './sql.ts';

/** A table that is partitioned by month of one of its columns, with a default partition `<table>_other`. */
export interface MonthlyTable {
  readonly table: string;
  readonly column: string;
}

/** Months that may have a partition of their own: from 2015 to two ahead. */
const firstMonth: Month = 2015 * 12;
const monthsAhead = 2;
/** How long a new partition may wait for readers of the default one, while everybody behind waits for it. */
const lockTimeoutMs = 2000;
/** Key of the advisory lock that makers of partitions take in turns. */
const makersLock = 7_265_112;
/** After a partition could not be made, how long its rows go to the default one. */
const retryAfterMs = 60_000;
/** SQLSTATE of a lock that was not to be had in time. */
const lockNotAvailable = '55P03';

/** Rows of other months (clocks reset to 1970, or far ahead) share the default partition. */
export function mayHavePartition(month: Month, now: Date): boolean {
  return month >= firstMonth && month <= monthOf(now) + monthsAhead;
}

/** Name of a month's partition: `data_points_2026_01`. */
export function partitionName({ table }: Pick<MonthlyTable, 'table'>, month: Month): string {
  return `${table}_${String(Math.floor(month / 12))}_${String((month % 12) + 1).padStart(2, '0')}`;
}

/** Names of the partitions that a table has. */
export async function selectPartitions(
  db: Database,
  { table }: Pick<MonthlyTable, 'table'>,
): Promise<ReadonlySet<string>> {
  const rows = await db.query(
    z.object({ name: z.string() }),
    sql`SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = ${table}::regclass`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Makes the partition of a month when its first row comes; until then, and for odd months, rows lie in the default one. */
export class MonthPartitions {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #table: MonthlyTable;
  #known: ReadonlySet<string> | undefined;
  readonly #notBefore = new Map<Month, number>();

  constructor(db: Database, log: Logger, table: MonthlyTable) {
    this.#db = db;
    this.#log = log;
    this.#table = table;
  }

  /** Makes what is missing for rows of these instants: call it before the transaction that writes them. */
  async prepare(instants: Iterable<Date>, now: Date): Promise<void> {
    for (const month of new Set(Array.from(instants, monthOf))) await this.partitionOf(month, now);
  }

  /** The partition that a month's rows go to. Makes it when it is missing: call it before the transaction that writes them. */
  async partitionOf(month: Month, now: Date): Promise<string> {
    const name = partitionName(this.#table, month);
    this.#known ??= await selectPartitions(this.#db, this.#table);
    if (this.#known.has(name)) return name;
    const other = otherPartition(this.#table);
    const isDue = performance.now() >= (this.#notBefore.get(month) ?? 0);
    if (!isDue || !mayHavePartition(month, now)) return other;
    try {
      await createPartition(this.#db, this.#table, month);
      this.#known = await selectPartitions(this.#db, this.#table);
      return name;
    } catch (error) {
      // Somebody reads the default partition for long: its rows wait there until the next attempt.
      if ((error as { code?: unknown }).code !== lockNotAvailable) throw error;
      this.#log.warn({ partition: name }, 'partition not made yet: the default one is being read');
      this.#notBefore.set(month, performance.now() + retryAfterMs);
      return other;
    }
  }

  /** Looks again what partitions there are, the next time. */
  forget(): void {
    this.#known = undefined;
  }
}

/** Partition of the months that have none of their own. */
function otherPartition({ table }: MonthlyTable): string {
  return `${table}_other`;
}

/** Makes a partition unless it is there, and moves what lies in the default one into it. Safe with any number of makers. */
async function createPartition(db: Database, monthly: MonthlyTable, month: Month): Promise<void> {
  const name = partitionName(monthly, month);
  const [whole, column] = [identifier(monthly.table), identifier(monthly.column)];
  const [partition, other] = [identifier(name), identifier(otherPartition(monthly))];
  const [from, to] = [startOf(month), startOf(month + 1)];
  await db.transaction(async () => {
    await db.execute(sql`SELECT set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`);
    if (db.kind === 'server') await db.execute(sql`SELECT pg_advisory_xact_lock(${makersLock})`);
    if ((await selectPartitions(db, monthly)).has(name)) return;
    await db.execute(sql`CREATE TABLE ${partition} (LIKE ${whole} INCLUDING ALL)`);
    // Attaching takes this lock too; taken first, nothing arrives between moving and attaching.
    await db.execute(sql`LOCK TABLE ${other} IN ACCESS EXCLUSIVE MODE`);
    await db.execute(sql`WITH moved AS (DELETE FROM ${other} WHERE ${column} >= ${from} AND ${column} < ${to} RETURNING *)
      INSERT INTO ${partition} SELECT * FROM moved`);
    await db.execute(sql`ALTER TABLE ${whole} ATTACH PARTITION ${partition} FOR VALUES FROM (${from}) TO (${to})`);
  });
}

function startOf(month: Month) {
  return rawSql(`'${startOfMonth(month).toISOString()}'`);
}
