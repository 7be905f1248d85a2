import { setTimeout as wait } from 'node:timers/promises';
import type { TaskRuntime } from './run-task.ts';
import { silentTooLongSeconds } from './running-task.ts';
import { findJob, lockStaleTasks, removeJob, unlockWorker, type StaleTask } from './stale-tasks.sql.ts';
import { enqueueTask, taskJobKey } from './task-job.ts';
import { finishTaskRow, insertLogRows, requeueHeldRow } from './tasks.sql.ts';

const sweepEveryMs = 10_000;

/**
 * Frees tasks whose worker died without a word (the queue's own lock lasts four hours): each goes back to the queue,
 * or ends when a person had asked it to, or when it has taken five workers with it. Returns how many were freed.
 */
export async function sweepStaleTasks(runtime: TaskRuntime): Promise<number> {
  return runtime.db.transaction(async () => {
    const stale = await lockStaleTasks(runtime.db, silentTooLongSeconds);
    for (const task of stale) await free(runtime, task);
    return stale.length;
  });
}

async function free(runtime: TaskRuntime, task: StaleTask): Promise<void> {
  const { organization_id: organizationId, id: taskId, attempt } = task;
  const { db, log } = runtime;
  const run = { db, organizationId, taskId, attempt };
  const key = taskJobKey(taskId);
  const job = await findJob(db, key);
  if (job?.locked_by) await unlockWorker(db, job.locked_by);
  if (task.is_stop_requested) {
    await finishTaskRow(run, { state: 'stopped' });
    await removeJob(db, key);
    return;
  }
  if (job && job.attempts >= job.max_attempts) {
    const detail = `The worker ended in the middle of this task ${String(job.attempts)} times. It may need more memory than there is; try a smaller piece.`;
    await finishTaskRow(run, { state: 'failed', failure: { code: 'task_worker_lost', detail } });
    await removeJob(db, key);
    return;
  }
  log.warn({ taskId, attempt }, 'task of a silent worker goes back to the queue');
  await insertLogRows(run, taskId, [
    { at: new Date(), level: 'warning', message: 'The worker fell silent; another takes over.' },
  ]);
  await requeueHeldRow(run, 'Waits for another worker: the one it was on fell silent.');
  if (!job) {
    const ctx = runtime.context({ organizationId, actor: { kind: 'system', label: 'task sweep' }, requestId: taskId });
    await enqueueTask(ctx, taskId);
  }
}

/** Sweeps at once and every ten seconds until the signal aborts. Any number of processes may do so. */
export async function keepSweepingTasks(runtime: TaskRuntime, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await sweepStaleTasks(runtime);
    } catch (error) {
      runtime.log.warn({ err: error }, 'task sweep failed; it comes round again');
    }
    // eslint-disable-next-line cairn/no-silent-catch -- the only failure is the abort, which ends the loop
    await wait(sweepEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
