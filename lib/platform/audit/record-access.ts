import type { Actor } from '../context.ts';
import type { Database } from '../db/database.ts';
import { newId, type OrganizationId } from '../ids.ts';
import type { Logger } from '../log/log.ts';
import { markNoted } from './current-reading.ts';
import { insertAccessRecords, type AccessOutcome, type AccessRow } from './access-records.sql.ts';

export interface AccessEntry {
  /** `noun.verb`, as "pull.points". */
  readonly action: string;
  readonly studyId: string | null;
  /** Which filters were set, never their values; never bodies, names or positions of people. */
  readonly detail: object;
  readonly outcome: AccessOutcome;
  /** Records given out. */
  readonly count?: number;
}

/** Who reads, and where. */
export interface AccessScope {
  readonly db: Database;
  readonly log: Logger;
  readonly organizationId: OrganizationId;
  /** Null: nobody who could be recognised; `label` says from where. */
  readonly actor: Actor | { readonly kind: 'nobody'; readonly label: string };
  readonly requestId: string;
  readonly now?: () => Date;
}

/** A record waits at most so long for others, ms. */
const gatherMs = 500;
const rowsPerStatement = 500;
/** More records than this are waiting only while the database is away. */
const mostWaiting = 50_000;

/** Gathers the records of one database in this process and writes them together. */
class AccessWriter {
  readonly #db: Database;
  #waiting: AccessRow[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(db: Database) {
    this.#db = db;
  }

  add(row: AccessRow, log: Logger): void {
    if (this.#waiting.length >= mostWaiting) {
      log.error({ action: row.action }, 'an access record is lost: too many wait for the database');
      return;
    }
    this.#waiting.push(row);
    this.#timer ??= setTimeout(() => void this.flush(log), gatherMs).unref();
  }

  /** Writes what waits; what cannot be written waits on. */
  flush(log: Logger): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write(log));
    return this.#writing;
  }

  async #write(log: Logger): Promise<void> {
    while (this.#waiting.length > 0) {
      const rows = this.#waiting.slice(0, rowsPerStatement);
      try {
        await this.#db.pool.outsideTransaction(() => insertAccessRecords(this.#db, rows));
      } catch (error) {
        log.error({ err: error, records: this.#waiting.length }, 'access records could not be written yet');
        return;
      }
      this.#waiting = this.#waiting.slice(rows.length);
    }
  }
}

const writers = new WeakMap<Database, AccessWriter>();

function writerOf(db: Database): AccessWriter {
  const writer = writers.get(db) ?? new AccessWriter(db);
  writers.set(db, writer);
  return writer;
}

/**
 * Notes that somebody read people's data, or tried to (pdk-28). Costs the reader nothing: records are written together
 * within half a second, by themselves, whatever becomes of the reader's own transaction.
 */
export function recordAccess(scope: AccessScope, entry: AccessEntry): void {
  const { actor } = scope;
  markNoted();
  writerOf(scope.db).add(
    {
      organizationId: scope.organizationId,
      id: newId(),
      at: scope.now?.() ?? new Date(),
      actorKind: actor.kind,
      actorId: actor.kind === 'user' || actor.kind === 'token' ? actor.id : null,
      actorLabel: actor.label,
      studyId: entry.studyId,
      action: entry.action,
      detail: JSON.stringify(entry.detail),
      outcome: entry.outcome,
      count: entry.count ?? null,
      requestId: scope.requestId,
    },
    scope.log,
  );
}

/** Writes the records that wait in this process. Called when a runtime closes, and by whoever reads them right after. */
export function flushAccessRecords({ db, log }: Pick<AccessScope, 'db' | 'log'>): Promise<void> {
  return writerOf(db).flush(log);
}
