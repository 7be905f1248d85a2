import type { Database } from '#lib/platform/db/database.ts';
import { SharedCommits } from '#lib/platform/db/shared-commits.ts';
import type { Logger } from '#lib/platform/log/log.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { insertBundles } from '../data/bundles.sql.ts';
import type { NewBundle } from '../domain/upload-types.ts';
import { RepeatCounter } from './receive-repeats.ts';

/** Weights are bytes. Rows of one commit: enough for every device that waits, few enough to stay under 65,535 parameters. */
const limits = {
  itemsPerCommit: 64,
  weightPerCommit: 4 * 1024 * 1024,
  mostWaiting: 4096,
  mostWaitingWeight: 64 * 1024 * 1024,
};

/** What a queue needs of the process it is in. */
type QueueHost = Pick<Runtime, 'db' | 'log'> & { readonly config: Pick<Runtime['config'], 'intakePatienceMs'> };

/** Writes bundles in shared commits. One per process. */
export class BundleQueue {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #repeats: RepeatCounter;
  readonly #commits: SharedCommits<NewBundle, boolean>;
  /** How long uploads wait here for a database that is silent, ms. */
  readonly patienceMs: number;

  constructor({ db, log, config }: QueueHost) {
    this.#db = db;
    this.#log = log;
    this.patienceMs = config.intakePatienceMs;
    this.#repeats = new RepeatCounter(db, log);
    this.#commits = new SharedCommits(
      { db, log },
      {
        commit: (bundles) => this.#commit(bundles),
        weightOf: ({ body }) => body?.length ?? 0,
        limits,
        noun: 'bundles',
      },
    );
  }

  /**
   * Resolves once the bundle is committed: true when it was there already. Throws `intake_busy` when too much waits,
   * `bundle_not_stored` when the database did not take it.
   */
  async add(bundle: NewBundle): Promise<boolean> {
    const isRepeat = await this.#commits.add(bundle).catch((error: unknown) => {
      if (error instanceof Problem) throw error;
      this.#log.error({ err: error, bundleId: bundle.id }, 'a bundle could not be stored');
      throw new Problem('bundle_not_stored', { cause: error });
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
    await this.#commits.close();
    await this.#repeats.close();
  }

  /** Which of them were there already. */
  async #commit(bundles: readonly NewBundle[]): Promise<boolean[]> {
    const firsts = firstOfEach(bundles);
    const written = await this.#insert(firsts);
    return bundles.map(({ id }) => !written.has(id));
  }

  /** A server that is silent costs its connection, not the queue; the embedded one lets everybody wait in turn. */
  #insert(bundles: readonly NewBundle[]): Promise<Set<string>> {
    const isServer = this.#db.kind === 'server';
    return insertBundles(this.#db, bundles, isServer ? { timeoutMs: this.patienceMs / 2 } : {});
  }
}

/** Of bundles with the same content the first, in the order of their hashes. */
function firstOfEach(bundles: readonly NewBundle[]): readonly NewBundle[] {
  const firsts = new Map<string, NewBundle>();
  for (const bundle of bundles) {
    const { organizationId, studyId, contentSha256 } = bundle;
    const key = `${contentSha256.toString('latin1')}${organizationId}${studyId}`;
    if (!firsts.has(key)) firsts.set(key, bundle);
  }
  return [...firsts.values()].sort((a, b) => a.contentSha256.compare(b.contentSha256));
}
