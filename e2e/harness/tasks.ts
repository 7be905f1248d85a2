import { Logger, runOnce } from 'graphile-worker';
import { createTaskList } from '#jobs/task-list.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { queueOptions } from '#lib/platform/tasks/queue.ts';
import { runTask, taskJobName, type AnyTaskKind } from '#lib/platform/tasks/index.ts';

const logger = new Logger(() => () => undefined);

export interface RunTasksOptions {
  /** Instead of those of the platform. */
  readonly kinds?: readonly AnyTaskKind[];
  readonly shutdown?: AbortSignal;
}

/** Does the work of a worker, in this process, until nothing is left in the queue that may run now. */
export async function runTasks(runtime: Runtime, options: RunTasksOptions = {}): Promise<void> {
  const { kinds, shutdown = new AbortController().signal } = options;
  const taskList = kinds ? { [taskJobName]: runnerOf(runtime, kinds, shutdown) } : createTaskList(runtime, shutdown);
  await runOnce({ pgPool: runtime.db.pool, ...queueOptions(runtime.db), taskList, concurrency: 1, logger });
}

function runnerOf(runtime: Runtime, kinds: readonly AnyTaskKind[], shutdown: AbortSignal) {
  return (payload: unknown, { job }: { readonly job: { attempts: number; max_attempts: number } }) =>
    runTask({ runtime, kinds, shutdown }, payload, job);
}
