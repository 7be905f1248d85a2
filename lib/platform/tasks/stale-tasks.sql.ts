import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { OrganizationId, TaskId } from '../ids.ts';

const staleTaskSchema = z.object({
  organization_id: z.string().transform((text) => text as OrganizationId),
  id: z.string().transform((text) => text as TaskId),
  attempt: z.number(),
  is_stop_requested: z.boolean(),
});

export type StaleTask = z.infer<typeof staleTaskSchema>;

/** Running tasks of the installation whose holder has been silent, locked against other sweepers until the commit. */
export function lockStaleTasks(db: Database, silentForSeconds: number): Promise<StaleTask[]> {
  return db.query(
    staleTaskSchema,
    sql`SELECT organization_id, id, attempt, stop_requested_at IS NOT NULL AS is_stop_requested FROM tasks
        WHERE state = 'running' AND heartbeat_at < now() - make_interval(secs => ${silentForSeconds})
        ORDER BY organization_id, id LIMIT 100 FOR UPDATE SKIP LOCKED`,
  );
}

const jobSchema = z.object({ locked_by: z.string().nullable(), attempts: z.number(), max_attempts: z.number() });

/** The queue's job of a task, by its job key; null when there is none any more. */
export async function findJob(db: Database, jobKey: string): Promise<z.infer<typeof jobSchema> | null> {
  const [job] = await db.query(
    jobSchema,
    sql`SELECT locked_by, attempts, max_attempts FROM graphile_worker.jobs WHERE key = ${jobKey}`,
  );
  return job ?? null;
}

/** Takes the job away from a dead worker, so that any other picks it up at its next look. */
export async function unlockWorker(db: Database, workerId: string): Promise<void> {
  await db.execute(sql`SELECT graphile_worker.force_unlock_workers(ARRAY[${workerId}]::text[])`);
}

/** Removes a job by its key; harmless when it is gone. */
export async function removeJob(db: Database, jobKey: string): Promise<void> {
  await db.execute(sql`SELECT graphile_worker.remove_job(${jobKey}::text)`);
}
