import { z } from 'zod';
import type { Database } from './database.ts';
import { identifier, rawSql, sql } from './sql.ts';

/** A table that is partitioned by month of one of its columns, with a default partition `<table>_other`. */
export interface MonthlyTable {
  readonly table: string;
  readonly column: string;
}

/** Months since 0000-01 in UTC. */
type Month = number;

/** Months that may have a partition of their own: from 2015 to two ahead. */
const firstMonth: Month = 2015 * 12;
const monthsAhead = 2;
/** How long a new partition may wait for readers of the default one, while everybody behind waits for it. */
const lockTimeoutMs = 2000;
/** Key of the advisory lock that makers of partitions take in turns. */
const makersLock = 7_265_113;
/** After a partition could not be made, how long its rows go to the default one. */
const retryAfterMs = 60_000;

/** Makes the partition of a month when its first row comes; until then, and for odd months, rows lie in the default one. */
export class MonthPartitions {
  readonly #db: Database;
  readonly #table: MonthlyTable;
  readonly #known = new Set<Month>();
  readonly #notBefore = new Map<Month, number>();

  constructor(db: Database, table: MonthlyTable) {
    this.#db = db;
    this.#table = table;
  }

  /** Call it before rows of these instants are written, outside of the transaction that writes them. */
  async prepare(instants: Iterable<Date>, now: Date): Promise<void> {
    const last = monthOf(now) + monthsAhead;
    const wanted = new Set(Array.from(instants, monthOf).filter((month) => month >= firstMonth && month <= last));
    for (const month of wanted) {
      if (this.#known.has(month) || performance.now() < (this.#notBefore.get(month) ?? 0)) continue;
      if (await this.#create(month)) this.#known.add(month);
      else this.#notBefore.set(month, performance.now() + retryAfterMs);
    }
  }

  /** False: somebody reads the default partition for long; the next row of the month tries again. */
  async #create(month: Month): Promise<boolean> {
    try {
      await createPartition(this.#db, this.#table, month);
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === lockNotAvailable) return false;
      throw error;
    }
  }
}

const lockNotAvailable = '55P03';

/** Makes a partition unless it is there, and moves what lies in the default one into it. Safe with any number of makers. */
async function createPartition(db: Database, { table, column }: MonthlyTable, month: Month): Promise<void> {
  const name = `${table}_${Math.floor(month / 12)}_${String((month % 12) + 1).padStart(2, '0')}`;
  const [whole, partition, other] = [identifier(table), identifier(name), identifier(`${table}_other`)];
  const [from, to] = [startOf(month), startOf(month + 1)];
  await db.transaction(async () => {
    await db.execute(sql`SELECT set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`);
    if (db.kind === 'server') await db.execute(sql`SELECT pg_advisory_xact_lock(${makersLock})`);
    const [found] = await db.query(
      z.object({ exists: z.boolean() }),
      sql`SELECT to_regclass(${name}) IS NOT NULL AS exists`,
    );
    if (found?.exists) return;
    await db.execute(sql`CREATE TABLE ${partition} (LIKE ${whole} INCLUDING ALL)`);
    // Attaching takes this lock too; taken first, nothing arrives between moving and attaching.
    await db.execute(sql`LOCK TABLE ${other} IN ACCESS EXCLUSIVE MODE`);
    await db.execute(sql`WITH moved AS (
        DELETE FROM ${other} WHERE ${identifier(column)} >= ${from} AND ${identifier(column)} < ${to} RETURNING *)
      INSERT INTO ${partition} SELECT * FROM moved`);
    await db.execute(sql`ALTER TABLE ${whole} ATTACH PARTITION ${partition} FOR VALUES FROM (${from}) TO (${to})`);
  });
}

function monthOf(at: Date): Month {
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
}

function startOf(month: Month) {
  return rawSql(`'${new Date(Date.UTC(Math.floor(month / 12), month % 12)).toISOString()}'`);
}
