import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { LoadOrder, LoadResult } from './intake/load-generator.ts';
import type { TargetOrder } from './intake/target-order.ts';

/** How the processes of a bench are started. */
export interface ChildSettings {
  readonly env: NodeJS.ProcessEnv;
  /** Folder for CPU profiles; undefined: none are made. */
  readonly profile: string | undefined;
}

/** Starts what takes load; it answers with a message when it is there. */
export function startTarget(order: TargetOrder, settings: ChildSettings): ChildProcess {
  const target = startProcess('intake/target.ts', settings);
  target.send(order);
  return target;
}

/** Ends a target. */
export async function stopTarget(target: ChildProcess): Promise<void> {
  target.disconnect();
  await once(target, 'exit');
}

/** Starts a generator of load; resolves when it has sent for as long as it was told. */
export async function generateLoad(order: LoadOrder): Promise<LoadResult> {
  const generator = fork(new URL('intake/load-generator.ts', import.meta.url));
  generator.send(order);
  const [result] = (await once(generator, 'message')) as [LoadResult];
  return result;
}

/** Starts a worker that has opened what it needs and waits for "start". */
export async function startWorker(settings: ChildSettings): Promise<ChildProcess> {
  const worker = startProcess('process/worker.ts', settings);
  await once(worker, 'message');
  return worker;
}

/** Ends workers once their last batch is written. */
export async function stopWorkers(workers: readonly ChildProcess[]): Promise<void> {
  const exits = workers.map((worker) => once(worker, 'exit'));
  for (const worker of workers) worker.send('stop');
  await Promise.all(exits);
}

function startProcess(file: string, { env, profile }: ChildSettings): ChildProcess {
  const execArgv = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  return fork(new URL(file, import.meta.url), { env, execArgv });
}
