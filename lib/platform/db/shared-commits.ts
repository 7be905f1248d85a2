import type { Logger } from '../log/log.ts';
import { Problem } from '../problems/problem.ts';
import type { Database } from './database.ts';

/** Commits under way at once: while the disk works for one, the next is sent. The embedded database takes one. */
const commitsAtOnce = { server: 2, embedded: 1 } as const;
/** Before the second try after a lost connection, ms. */
const retryPauseMs = 200;

/** What shares commits, and how much of it at a time. */
export interface SharedWork<Item, Answer> {
  /** Stores what goes into one commit, and gives an answer for each in the same order; it may be called again for one alone. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** Of an item, in the unit of the limits: bytes, rows. */
  readonly weightOf: (item: Item) => number;
  readonly limits: SharedLimits;
  /** What the items are, for the log. */
  readonly noun: string;
}

export interface SharedLimits {
  readonly itemsPerCommit: number;
  /** A single item may weigh more. */
  readonly weightPerCommit: number;
  /** What may wait in memory before items are turned away. */
  readonly mostWaiting: number;
  readonly mostWaitingWeight: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores what several callers bring in shared commits: what comes while one is under way goes into the next together, in the
 * order in which it came. Alone, an item waits for nobody. When a shared commit fails, each of its items is tried alone.
 */
export class SharedCommits<Item, Answer> {
  readonly #db: Pick<Database, 'kind' | 'pool'>;
  readonly #log: Logger;
  readonly #work: SharedWork<Item, Answer>;
  readonly #waiting: Waiting<Item, Answer>[] = [];
  #waitingWeight = 0;
  #underWay = 0;

  constructor(
    { db, log }: { readonly db: Pick<Database, 'kind' | 'pool'>; readonly log: Logger },
    work: SharedWork<Item, Answer>,
  ) {
    this.#db = db;
    this.#log = log;
    this.#work = work;
  }

  /** Nothing waits and nothing is under way. */
  get isIdle(): boolean {
    return this.#underWay === 0 && this.#waiting.length === 0;
  }

  /** Resolves once the item is committed. Throws `intake_busy` when too much waits, and why it could not be stored. */
  add(item: Item): Promise<Answer> {
    const { mostWaiting, mostWaitingWeight } = this.#work.limits;
    if (this.#waiting.length >= mostWaiting || this.#waitingWeight >= mostWaitingWeight) {
      return Promise.reject(new Problem('intake_busy'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#waitingWeight += this.#work.weightOf(item);
      this.#start();
    });
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    while (this.#underWay > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  #start(): void {
    while (this.#underWay < commitsAtOnce[this.#db.kind] && this.#waiting.length > 0) {
      this.#underWay += 1;
      const batch = this.#takeBatch();
      void this.#db.pool
        .outsideTransaction(() => this.#commit(batch))
        .finally(() => {
          this.#underWay -= 1;
          this.#start();
        });
    }
  }

  #takeBatch(): readonly Waiting<Item, Answer>[] {
    const { itemsPerCommit, weightPerCommit } = this.#work.limits;
    let weight = 0;
    let count = 0;
    for (const { item } of this.#waiting) {
      if (count === itemsPerCommit || (count > 0 && weight >= weightPerCommit)) break;
      weight += this.#work.weightOf(item);
      count += 1;
    }
    this.#waitingWeight -= weight;
    return this.#waiting.splice(0, count);
  }

  /** Never rejects: each that waits gets its own answer. */
  async #commit(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      settle(batch, await this.#work.commit(batch.map(({ item }) => item)));
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only && error instanceof Problem) {
        only.reject(error);
        return;
      }
      this.#log.warn(
        { err: error, count: batch.length },
        `a shared commit of ${this.#work.noun} failed; each is tried alone`,
      );
      if (isConnectionLost(error)) await new Promise((resolve) => setTimeout(resolve, retryPauseMs));
      for (const waiting of batch) await this.#commitAlone(waiting);
    }
  }

  /** A second try is safe: what the first one did write, in spite of its error, is now found to be there. */
  async #commitAlone(waiting: Waiting<Item, Answer>): Promise<void> {
    try {
      settle([waiting], await this.#work.commit([waiting.item]));
    } catch (error) {
      waiting.reject(error);
    }
  }
}

function settle<Item, Answer>(batch: readonly Waiting<Item, Answer>[], answers: readonly Answer[]): void {
  if (answers.length !== batch.length) throw new TypeError('a shared commit answers each of its items');
  for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
}

/** Errors without a SQLSTATE come from the connection; 08, 57 and 53 are the server going, gone or full. */
function isConnectionLost(error: unknown): boolean {
  if (error instanceof Problem) return false;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || /^(08|57|53)/.test(code);
}
