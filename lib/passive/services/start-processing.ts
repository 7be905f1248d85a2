import { setTimeout as wait } from 'node:timers/promises';
import { listen } from '#lib/platform/db/listen.ts';
import { bundlesChannel } from '../data/bundles.sql.ts';
import { type ProcessingRuntime, Processor } from './processor.ts';

export interface ProcessingOptions {
  /** Ends the loop; the batches under way are finished first. */
  readonly signal: AbortSignal;
  /** Batches at a time in this process, so that one is opened while another is written. Always 1 when embedded. */
  readonly lanes?: number;
}

const defaultLanes = 2;
/** How often an idle process looks by itself: notices reach servers only. */
const idleMs = { server: 5000, embedded: 500 } as const;
/** Wait after a failure of database or file store. */
const afterFailureMs = 1000;

/**
 * Processes bundles as they come, until the signal aborts; resolves then. Several processes may do so side by side.
 * Failures of the database or file store are logged and waited out.
 */
export async function startProcessing(runtime: ProcessingRuntime, options: ProcessingOptions): Promise<void> {
  const { signal } = options;
  const processor = new Processor(runtime);
  const bell = new Bell(signal);
  const lanes = runtime.db.kind === 'embedded' ? 1 : (options.lanes ?? defaultLanes);
  const loops = Array.from({ length: lanes }, () => runLane({ runtime, processor, bell }, signal));
  if (runtime.db.kind === 'server') {
    loops.push(listen(runtime, bundlesChannel, { onNotice: () => bell.ring(), signal }));
  }
  await Promise.all(loops);
}

interface Lane {
  readonly runtime: ProcessingRuntime;
  readonly processor: Processor;
  readonly bell: Bell;
}

async function runLane({ runtime, processor, bell }: Lane, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const heard = bell.count;
    try {
      const { taken } = await processor.processNext();
      if (taken === 0) await bell.next(heard, idleMs[runtime.db.kind]);
    } catch (error) {
      runtime.log.error({ err: error }, 'processing is interrupted: the bundles wait');
      await bell.pause(afterFailureMs);
    }
  }
}

/** Processes what waits now and comes meanwhile, until nothing does; gives the number of bundles. */
export async function processUntilEmpty(runtime: ProcessingRuntime): Promise<number> {
  const processor = new Processor(runtime);
  let total = 0;
  for (;;) {
    const { taken, bundles } = await processor.processNext();
    if (taken === 0) return total;
    total += bundles;
  }
}

/** Wakes lanes that have nothing to do. */
class Bell {
  count = 0;
  private readonly signal: AbortSignal;
  private waiting = new AbortController();

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  ring(): void {
    this.count += 1;
    this.waiting.abort();
    this.waiting = new AbortController();
  }

  /** Resolves at the next ring since `heard`, after `atMostMs`, or at the end of processing. */
  async next(heard: number, atMostMs: number): Promise<void> {
    if (this.count !== heard) return;
    await sleep(atMostMs, AbortSignal.any([this.signal, this.waiting.signal]));
  }

  async pause(ms: number): Promise<void> {
    await sleep(ms, this.signal);
  }
}

/** Waits; an aborted wait is over early. */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
