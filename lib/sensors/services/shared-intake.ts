import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { SharedCommits, type SharedWork } from '#lib/platform/db/shared-commits.ts';

/** Requests that come at once are small: what brings more than this has a commit of its own. */
export const mostShared = 100;

/** Weights are samples or messages. */
const limits = { itemsPerCommit: 200, weightPerCommit: 2000, mostWaiting: 4096, mostWaitingWeight: 100_000 };

interface Brought<Item> {
  readonly ctx: Context;
  readonly item: Item;
}

/** How items of one organization are stored together, by a caller who may send for their nodes. */
export interface SharedIntakeWork<Item, Answer> {
  readonly store: (ctx: Context, items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly weightOf: (item: Item) => number;
  readonly noun: string;
}

/**
 * Lets what small requests bring at the same time share commits: of one organization, and of callers who may send for the
 * same studies, so that each sees the nodes that are its own to see. One per process and sort of item.
 */
export class SharedIntake<Item, Answer> {
  readonly #queues = new WeakMap<Database, Map<string, SharedCommits<Brought<Item>, Answer>>>();
  readonly #work: SharedWork<Brought<Item>, Answer>;

  constructor({ store, weightOf, noun }: SharedIntakeWork<Item, Answer>) {
    this.#work = {
      commit: async (brought) => {
        const [first] = brought;
        return first
          ? store(
              first.ctx,
              brought.map(({ item }) => item),
            )
          : [];
      },
      weightOf: ({ item }) => weightOf(item),
      limits,
      noun,
    };
  }

  /** Resolves once the item is committed. Errors: `intake_busy`, and those of storing it. */
  add(ctx: Context, item: Item): Promise<Answer> {
    const ofDatabase = this.#queues.get(ctx.db) ?? new Map<string, SharedCommits<Brought<Item>, Answer>>();
    this.#queues.set(ctx.db, ofDatabase);
    const studies = studiesWithVerb(ctx.actor, 'intake.send')?.toSorted().join(' ') ?? 'all';
    const key = `${ctx.organizationId} ${studies}`;
    const queue = ofDatabase.get(key) ?? new SharedCommits(ctx, this.#work);
    ofDatabase.set(key, queue);
    return queue.add({ ctx, item });
  }
}

/** Whether the caller is in a transaction, which what it stores belongs to. */
export function isInTransaction({ db }: Context): boolean {
  return db.pool.transactionClient !== undefined;
}
