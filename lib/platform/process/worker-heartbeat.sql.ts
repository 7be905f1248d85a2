import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { newId } from '../ids.ts';
import type { Logger } from '../log/log.ts';

const beatEveryMs = 5_000;

/** A worker that has not been seen for so long counts as gone, in seconds. */
export const workerSilentAfterS = 30;

/** Rows of workers that did not end well are kept so long, for the curious. */
const keptHours = 24;

/** Tells the database that this worker lives, at once and every few seconds, until the signal aborts. */
export async function keepBeating(
  host: { readonly db: Database; readonly log: Logger },
  signal: AbortSignal,
): Promise<void> {
  const id = newId();
  await host.db.execute(sql`DELETE FROM worker_processes WHERE seen_at < now() - make_interval(hours => ${keptHours})`);
  while (!signal.aborted) {
    try {
      await host.db.execute(sql`
        INSERT INTO worker_processes (id, host, pid) VALUES (${id}, ${hostname()}, ${process.pid})
        ON CONFLICT (id) DO UPDATE SET seen_at = now()`);
    } catch (error) {
      host.log.warn({ err: error }, 'the worker could not say that it lives; it tries again');
    }
    // Rejects when the signal aborts: the loop's condition tells.
    await Promise.allSettled([sleep(beatEveryMs, undefined, { signal, ref: false })]);
  }
  await host.db.execute(sql`DELETE FROM worker_processes WHERE id = ${id}`);
}

/** How many workers were seen lately. */
export async function countLiveWorkers(db: Database): Promise<number> {
  const rowSchema = z.object({ workers: z.coerce.number() });
  const [row] = await db.query(
    rowSchema,
    sql`SELECT count(*) AS workers FROM worker_processes WHERE seen_at > now() - make_interval(secs => ${workerSilentAfterS})`,
  );
  return row?.workers ?? 0;
}
