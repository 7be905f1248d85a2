import type { Enqueue } from '../context.ts';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** Enqueues in SQL, so that the job commits with the change that causes it, on either database. */
export function createEnqueue(db: Database): Enqueue {
  return async (job, payload, options = {}) => {
    await db.execute(sql`
      SELECT graphile_worker.add_job(
        ${job}::text,
        payload => ${JSON.stringify(payload)}::json,
        queue_name => ${options.queueName ?? null}::text,
        run_at => ${options.runAt ?? null}::timestamptz,
        max_attempts => ${options.maxAttempts ?? null}::int,
        job_key => ${options.jobKey ?? null}::text)`);
  };
}
