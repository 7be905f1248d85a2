import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';

const count = z.coerce.number();
const rowSchema = z.object({ kind: z.string(), waiting: count, running: count, failed: count });

/** Jobs of one kind in the queue of the whole installation; `failed` used up their attempts. */
export type JobCount = Readonly<z.output<typeof rowSchema>>;

/** The queue by job kind, most first; empty before the first worker has made its tables. */
export async function countJobs(db: Database): Promise<JobCount[]> {
  const [ready] = await db.query(
    z.object({ exists: z.boolean() }),
    sql`SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS exists`,
  );
  if (!ready?.exists) return [];
  return db.query(
    rowSchema,
    sql`SELECT task_identifier AS kind,
        count(*) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts) AS waiting,
        count(*) FILTER (WHERE locked_at IS NOT NULL) AS running,
        count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts) AS failed
      FROM graphile_worker.jobs GROUP BY 1 ORDER BY count(*) DESC, 1`,
  );
}
