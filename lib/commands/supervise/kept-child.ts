import type { ChildProcess } from 'node:child_process';
import { startChild, stopChild, type ChildOptions } from '#lib/platform/process/child-process.ts';

const firstDelayMs = 500;
const longestDelayMs = 15_000;
/** A child that lived so long starts again at once when it dies. */
const settledAfterMs = 60_000;

export interface KeptChildOptions extends ChildOptions {
  readonly name: string;
  /** One line for the person who watches. */
  readonly say: (line: string) => void;
}

/** A process that is started again whenever it ends, more slowly each time it ends soon. */
export class KeptChild {
  private readonly options: KeptChildOptions;
  private child: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private delayMs = firstDelayMs;
  private isStopping = false;
  private readonly readyListeners: (() => void)[] = [];

  constructor(options: KeptChildOptions) {
    this.options = options;
    this.start();
  }

  get name(): string {
    return this.options.name;
  }

  /** Resolves when the child says that it is ready, this time or after a restart. */
  ready(): Promise<void> {
    return new Promise((resolve) => {
      this.readyListeners.push(resolve);
    });
  }

  /** Ends the child well and starts no other. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    if (this.child) await stopChild(this.child);
  }

  private start(): void {
    const startedAt = Date.now();
    const child = startChild(this.options);
    this.child = child;
    child.on('message', (message: { readonly state?: string }) => {
      if (message.state === 'ready') for (const listener of this.readyListeners.splice(0)) listener();
    });
    child.on('error', (error) => {
      this.options.say(`${this.options.name} did not start: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      if (this.isStopping) return;
      if (Date.now() - startedAt > settledAfterMs) this.delayMs = firstDelayMs;
      this.options.say(`${this.options.name} ended (${signal ?? `status ${String(code)}`}); starting it again.`);
      this.timer = setTimeout(() => {
        this.start();
      }, this.delayMs);
      this.delayMs = Math.min(this.delayMs * 2, longestDelayMs);
    });
  }
}
