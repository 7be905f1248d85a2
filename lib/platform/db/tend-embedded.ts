import { z } from 'zod';
import type { Logger } from '../log/log.ts';
import type { Database } from './database.ts';
import { rawSql, sql } from './sql.ts';

/** What one round of upkeep did, in tables. */
export interface Upkeep {
  readonly vacuumed: number;
  readonly analyzed: number;
}

const dueTableSchema = z.object({ name: z.string(), work: z.enum(['vacuum', 'analyze', 'parent']) });

/** Transactions after which a table's rows are frozen, as autovacuum_freeze_max_age: ids of transactions are used again. */
const freezeAfter = 200_000_000;

/** A statement per table: others get their turn at the one session between two. */
const statements = { vacuum: 'VACUUM (ANALYZE) ', analyze: 'ANALYZE ', parent: 'ANALYZE ONLY ' } as const;

/**
 * Does for the embedded database what autovacuum does for a server: it has none, being one process. Without it deleted
 * rows keep their room, the planner takes every table for empty, and the ids of transactions run out. Tables are chosen
 * by the server's own thresholds (PostgreSQL 18, section 24.1.6); parents of partitions, which autovacuum leaves out,
 * once a day. Run by the clock; does nothing on a server. Gives the numbers of tables.
 */
export async function tendEmbedded({ db, log }: { readonly db: Database; readonly log: Logger }): Promise<Upkeep> {
  if (db.kind === 'server') return { vacuumed: 0, analyzed: 0 };
  // Counters of the last second are still on their way.
  await db.execute(rawSql('SELECT pg_stat_force_next_flush()'));
  const due = await findDueTables(db);
  for (const { name, work } of due) await db.execute(rawSql(`${statements[work]}${name}`));
  const vacuumed = due.filter(({ work }) => work === 'vacuum').length;
  const done = { vacuumed, analyzed: due.length - vacuumed };
  if (due.length > 0) log.info(done, 'tables of the embedded database were tidied');
  return done;
}

/**
 * The tables that need work, with their names as SQL writes them. Counters are lost when the database is killed: a table
 * without any is analyzed, which counts its deleted rows for the next round.
 */
function findDueTables(db: Database): Promise<z.infer<typeof dueTableSchema>[]> {
  return db.query(
    dueTableSchema,
    sql`
    WITH counted AS (
      SELECT c.oid::regclass::text AS name, c.relkind AS kind, greatest(c.reltuples, 0) AS rows,
        age(c.relfrozenxid) AS age, coalesce(s.n_dead_tup, 0) AS dead, coalesce(s.n_ins_since_vacuum, 0) AS added,
        coalesce(s.n_mod_since_analyze, 0) AS changed, pg_relation_size(c.oid) > 0 AS has_rows,
        greatest(s.last_analyze, s.last_vacuum) AS tended_at
      FROM pg_class c LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
      WHERE c.relkind IN ('r', 'm', 'p') AND c.relpersistence <> 't'
    )
    SELECT name, CASE WHEN kind = 'p' THEN 'parent'
      WHEN dead > 50 + rows * 0.2 OR added > 1000 + rows * 0.2 OR age > ${freezeAfter} THEN 'vacuum'
      ELSE 'analyze' END AS work
    FROM counted
    WHERE CASE WHEN kind = 'p' THEN tended_at IS NULL OR tended_at < now() - interval '1 day'
      ELSE dead > 50 + rows * 0.2 OR added > 1000 + rows * 0.2 OR age > ${freezeAfter}
        OR changed > 50 + rows * 0.1 OR has_rows AND tended_at IS NULL END
    ORDER BY kind = 'p', name`,
  );
}
