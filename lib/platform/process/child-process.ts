import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface ChildOptions {
  /** A TypeScript file of ours, run by this Node. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Of how many threads the C library keeps memory apart: with its own choice a worker that exports millions of points holds a
 * quarter more than it uses. What the operator sets goes before.
 */
const allocation = { MALLOC_ARENA_MAX: '2' };

/**
 * Starts one of our processes with a channel to it: when this process dies, the channel closes and the child ends.
 * It leads a process group of its own, so that Ctrl-C reaches it through us alone, after those that need it.
 */
export function startChild({ script, args = [], env = {} }: ChildOptions): ChildProcess {
  return spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
    env: { ...allocation, ...process.env, ...env },
  });
}

/** Asks a child to end and waits until it has; after the grace it is killed. */
export async function stopChild(child: ChildProcess, graceMs = 20_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
}
