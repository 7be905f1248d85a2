import type { Database } from '#lib/platform/db/database.ts';
import type { Logger } from '#lib/platform/log/log.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { insertBundles } from '../data/bundles.sql.ts';
import type { NewBundle } from '../domain/upload-types.ts';
import { RepeatCounter } from './receive-repeats.ts';

/** Rows of one commit: enough for every device that waits, few enough to stay under 65,535 parameters. */
const rowsPerCommit = 64;
const bytesPerCommit = 4 * 1024 * 1024;
/** Commits under way at once: while the disk works for one, the next is sent. The embedded database takes one. */
const commitsAtOnce = { server: 2, embedded: 1 } as const;
/** What may wait in memory before uploads are turned away. */
const mostWaitingRows = 4096;
const mostWaitingBytes = 64 * 1024 * 1024;
/** Before the second try after a lost connection, in milliseconds. */
const retryPauseMs = 200;

interface Waiting {
  readonly bundle: NewBundle;
  readonly resolve: (isRepeat: boolean) => void;
  readonly reject: (problem: Problem) => void;
}

/** What a queue needs of the process it is in. */
type QueueHost = Pick<Runtime, 'db' | 'log'> & { readonly config: Pick<Runtime['config'], 'intakePatienceMs'> };

/**
 * Writes bundles in shared commits: what arrives while one commit is under way goes into the next together. Alone, an
 * upload waits for nobody. One per process.
 */
export class BundleQueue {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #repeats: RepeatCounter;
  /** How long uploads wait here for a database that is silent, ms. */
  readonly patienceMs: number;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #underWay = 0;

  constructor({ db, log, config }: QueueHost) {
    this.#db = db;
    this.#log = log;
    this.patienceMs = config.intakePatienceMs;
    this.#repeats = new RepeatCounter(db, log);
  }

  /**
   * Resolves once the bundle is committed: true when it was there already. Throws `intake_busy` when too much waits,
   * `bundle_not_stored` when the database did not take it.
   */
  async add(bundle: NewBundle): Promise<boolean> {
    if (this.#waiting.length >= mostWaitingRows || this.#waitingBytes >= mostWaitingBytes) {
      throw new Problem('intake_busy');
    }
    const isRepeat = await new Promise<boolean>((resolve, reject) => {
      this.#waiting.push({ bundle, resolve, reject });
      this.#waitingBytes += bundle.body?.length ?? 0;
      this.#start();
    });
    if (isRepeat) await this.#repeats.count(bundle);
    return isRepeat;
  }

  /** Counts a repeat that did not come through the queue. */
  async countRepeat(bundle: NewBundle): Promise<void> {
    await this.#repeats.count(bundle);
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    while (this.#underWay > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await this.#repeats.close();
  }

  #start(): void {
    while (this.#underWay < commitsAtOnce[this.#db.kind] && this.#waiting.length > 0) {
      this.#underWay += 1;
      void this.#commit(this.#takeBatch()).finally(() => {
        this.#underWay -= 1;
        this.#start();
      });
    }
  }

  #takeBatch(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { bundle } of this.#waiting) {
      if (count === rowsPerCommit || (count > 0 && bytes >= bytesPerCommit)) break;
      bytes += bundle.body?.length ?? 0;
      count += 1;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  /** Never rejects: every waiting upload gets its own answer. */
  async #commit(batch: readonly Waiting[]): Promise<void> {
    const groups = groupSame(batch);
    try {
      settle(groups, await this.#insert(groups.map(([first]) => first.bundle)));
    } catch (error) {
      this.#log.warn({ err: error, bundles: batch.length }, 'a shared commit failed; trying its bundles one by one');
      if (isConnectionLost(error)) await new Promise((resolve) => setTimeout(resolve, retryPauseMs));
      for (const group of groups) await this.#commitAlone(group);
    }
  }

  /** A server that is silent costs its connection, not the queue; the embedded one lets everybody wait in turn. */
  #insert(bundles: readonly NewBundle[]): Promise<Set<string>> {
    const isServer = this.#db.kind === 'server';
    return insertBundles(this.#db, bundles, isServer ? { timeoutMs: this.patienceMs / 2 } : {});
  }

  /** A second try is safe: what the first one did write, in spite of its error, is now found to be there. */
  async #commitAlone(group: Group): Promise<void> {
    try {
      settle([group], await this.#insert([group[0].bundle]));
    } catch (error) {
      this.#log.error({ err: error, bundleId: group[0].bundle.id }, 'a bundle could not be stored');
      for (const { reject } of group) reject(new Problem('bundle_not_stored', { cause: error }));
    }
  }
}

/** Uploads of one batch with the same content. */
type Group = readonly [first: Waiting, ...repeats: Waiting[]];

/** Groups of equal content in the order of their hashes. */
function groupSame(batch: readonly Waiting[]): readonly Group[] {
  const groups = new Map<string, [Waiting, ...Waiting[]]>();
  for (const waiting of batch) {
    const { organizationId, studyId, contentSha256 } = waiting.bundle;
    const key = `${contentSha256.toString('latin1')}${organizationId}${studyId}`;
    const group = groups.get(key);
    if (group) group.push(waiting);
    else groups.set(key, [waiting]);
  }
  return [...groups.values()].sort(([a], [b]) => a.bundle.contentSha256.compare(b.bundle.contentSha256));
}

function settle(groups: readonly Group[], written: ReadonlySet<string>): void {
  for (const [first, ...repeats] of groups) {
    first.resolve(!written.has(first.bundle.id));
    for (const repeat of repeats) repeat.resolve(true);
  }
}

/** Errors without a SQLSTATE come from the connection; 08, 57 and 53 are the server going, gone or full. */
function isConnectionLost(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || /^(08|57|53)/.test(code);
}
