import type { Runtime } from '#lib/platform/runtime.ts';
import { countLiveWorkers } from '#lib/platform/process/worker-heartbeat.sql.ts';

/** How long the database may take to answer, in milliseconds. */
const databasePatienceMs = 5_000;

/** One part of the platform, and what is wrong with it. */
export type PartHealth = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface Health {
  readonly status: 'ok' | 'unwell';
  readonly database: PartHealth;
  readonly queue: PartHealth;
}

/** Asks the database, and whether some worker takes jobs. Never throws; reasons tell nothing of addresses or secrets. */
export async function checkHealth(runtime: Pick<Runtime, 'db' | 'log'>): Promise<Health> {
  const queue = await checkQueue(runtime);
  const database: PartHealth =
    queue === 'no database' ? { ok: false, reason: 'The database does not answer.' } : { ok: true };
  const queueHealth: PartHealth =
    queue === 'no database' ? { ok: false, reason: 'The queue is in the database, which does not answer.' } : queue;
  return { status: database.ok && queueHealth.ok ? 'ok' : 'unwell', database, queue: queueHealth };
}

async function checkQueue({ db, log }: Pick<Runtime, 'db' | 'log'>): Promise<PartHealth | 'no database'> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the database took too long'));
    }, databasePatienceMs);
  });
  try {
    const workers = await Promise.race([countLiveWorkers(db), patience]);
    return workers > 0
      ? { ok: true }
      : { ok: false, reason: 'No jobs process has shown itself for 30 seconds; uploads are kept but not processed.' };
  } catch (error) {
    log.warn({ err: error }, 'health check failed');
    return 'no database';
  } finally {
    clearTimeout(timer);
  }
}
