import { runMigrations } from 'graphile-worker';
import type { Enqueue } from '../context.ts';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** Brings the queue's own tables up to date (schema `graphile_worker`). */
export async function migrateQueue(db: Database): Promise<void> {
  await runMigrations({ pgPool: db.pool, ...queueOptions(db) });
}

/** What every use of graphile-worker shares; the embedded database has one session and so no prepared statements. */
export function queueOptions(db: Database): { readonly noPreparedStatements: boolean } {
  return { noPreparedStatements: db.kind === 'embedded' };
}

/** Adds jobs through SQL, so that a job commits with the change that causes it. */
export function createEnqueue(db: Database): Enqueue {
  return async (job, payload, options = {}) => {
    await db.execute(sql`
      SELECT graphile_worker.add_job(
        ${job}, ${JSON.stringify(payload)}::json, queue_name => ${options.queueName ?? null}, run_at => ${options.runAt ?? null}::timestamptz,
        max_attempts => ${options.maxAttempts ?? null}::integer, job_key => ${options.jobKey ?? null})`);
  };
}
