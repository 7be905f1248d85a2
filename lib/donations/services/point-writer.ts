import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { BundleQueue, receiveBundle } from '#lib/passive/index.ts';
import { pointsOfEvent, type PointOrigin, type TextSealer } from '../domain/external-points.ts';
import type { ExternalEvent } from '../domain/importer.ts';

/** Characters after which points go out: bundles of this size need no blob of their own. */
const bundleCharacters = 160_000;

/** How long a bundle may wait for the database: nobody waits at a door, the task is tried again. */
const patienceMs = 60_000;

interface WriterOptions {
  readonly studyId: string;
  readonly origin: PointOrigin;
  readonly sealer: TextSealer;
}

/**
 * Hands the points of events to the door that devices use, in bundles, so that they are checked, counted, deduplicated
 * and quarantined as any others. Holds one bundle in memory.
 */
export class PointWriter {
  readonly #ctx: Context;
  readonly #options: WriterOptions;
  readonly #queue: BundleQueue;
  #points: string[] = [];
  #characters = 0;

  constructor(ctx: Context, options: WriterOptions) {
    this.#ctx = ctx;
    this.#options = options;
    this.#queue = new BundleQueue({ db: ctx.db, log: ctx.log, config: { intakePatienceMs: patienceMs } });
  }

  async write(event: ExternalEvent): Promise<void> {
    for (const point of pointsOfEvent(event, this.#options.origin, this.#options.sealer)) {
      const text = JSON.stringify(point);
      this.#points.push(text);
      this.#characters += text.length;
    }
    if (this.#characters >= bundleCharacters) await this.flush();
  }

  /** Stores what was written so far: durable when it resolves. */
  async flush(): Promise<void> {
    if (this.#points.length === 0) return;
    const bytes = Buffer.from(`[${this.#points.join(',')}]`);
    this.#points = [];
    this.#characters = 0;
    await receiveBundle(this.#ctx, {
      queue: this.#queue,
      upload: {
        studyId: this.#options.studyId as StudyId,
        door: 'donation',
        body: { kind: 'memory', bytes },
        form: 'text',
        compression: 'none',
        isEncrypted: false,
        nonce: null,
        claimedSource: null,
        files: [],
        mayRefuse: false,
        sender: { remoteAddress: '', userAgent: null },
      },
    });
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }
}
