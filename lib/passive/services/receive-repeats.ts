import type { Database } from '#lib/platform/db/database.ts';
import type { Logger } from '#lib/platform/log/log.ts';
import { countRepeat, type Repeat } from '../data/bundles.sql.ts';
import type { NewBundle } from '../domain/upload-types.ts';

/** How long a device waits for its repeat to be counted, in milliseconds; counting goes on without it. */
const patienceMs = 250;
/** Repeats that may wait for their count; more are answered without being counted. */
const mostWaiting = 10_000;

/**
 * Counts bundles that came again, one after the other on one connection: a worker may hold the bundle for as long as it
 * processes it, and neither the device nor other uploads shall wait for that.
 */
export class RepeatCounter {
  readonly #db: Database;
  readonly #log: Logger;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(db: Database, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  async count({ organizationId, studyId, contentSha256, receivedAt }: NewBundle): Promise<void> {
    if (this.#waiting >= mostWaiting) return;
    this.#waiting += 1;
    this.#last = this.#last.then(() => this.#write({ organizationId, studyId, contentSha256, receivedAt }));
    await withPatience(this.#last);
  }

  async close(): Promise<void> {
    await this.#last;
  }

  /** Never rejects: a count that is lost is a count, not data. */
  async #write(repeat: Repeat): Promise<void> {
    try {
      await countRepeat(this.#db, repeat);
    } catch (error) {
      this.#log.warn({ err: error }, 'a repeated bundle could not be counted');
    } finally {
      this.#waiting -= 1;
    }
  }
}

async function withPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work, enough]);
  clearTimeout(timer);
}
