import type { Actor, Context } from '../context.ts';
import type { Database } from '../db/database.ts';
import { statusOfKind } from '../http/status-of-kind.ts';
import type { OrganizationId } from '../ids.ts';
import type { Logger } from '../log/log.ts';
import { problemCatalogue } from '../problems/catalogue.ts';
import { toProblem } from '../problems/to-problem.ts';
import type { AccessOutcome } from './access-records.sql.ts';
import { withReading, type CurrentReading } from './current-reading.ts';
import { recordAccess, type AccessScope } from './record-access.ts';

/** One request that may read people's data, as its door sees it. */
export interface Reading {
  readonly db: Database;
  readonly log: Logger;
  readonly requestId: string;
  readonly now?: () => Date;
  /** Who asks, by the organizations they may ask about. */
  readonly actors: ReadonlyMap<OrganizationId, Actor>;
  /** Where somebody without an actor is, who sees what is public; null: there is always an actor. */
  readonly remoteAddress: string | null;
  /** `noun.verb` of the record. */
  readonly action: string;
  /** Ids and names of what was asked, never values that people are compared with. */
  readonly detail: object;
  /** Of errors that a door has of its own: ours, not the asker's. Left out: as the catalogue of problems has it. */
  readonly isFault?: (error: unknown) => boolean;
}

/** What a page asks for again within so long is one access. */
const repeatMs = 60_000;
/** Readings remembered at most; the oldest are forgotten first. */
const mostRemembered = 20_000;
const notedAt = new Map<string, number>();

/**
 * Answers a request and notes that it read people's data, or tried to (pdk-28), unless a use-case did so itself. Whose data it
 * was, use-cases say with `nameSubject`; without that it is noted in every organization that the actor asks about. The same
 * reading by the same actor is noted once a minute: pages ask again by themselves. Throws what the work throws.
 */
export async function noteReading<Result>(reading: Reading, work: () => Promise<Result>): Promise<Result> {
  const current: CurrentReading = { isNoted: false, subject: null };
  let outcome: AccessOutcome = 'ok';
  try {
    return await withReading(current, work);
  } catch (error) {
    outcome = (reading.isFault ?? isOurs)(error) ? 'failed' : 'refused';
    throw error;
  } finally {
    if (!current.isNoted) write(reading, current, outcome);
  }
}

/** The same for somebody who acts in one organization. */
export function noteReadingOf<Result>(
  { db, log, requestId, now, organizationId, actor }: Context,
  what: Pick<Reading, 'action' | 'detail'>,
  work: () => Promise<Result>,
): Promise<Result> {
  const who = { actors: new Map([[organizationId, actor]]), remoteAddress: null };
  return noteReading({ db, log, requestId, now, ...who, ...what }, work);
}

function isOurs(error: unknown): boolean {
  return statusOfKind[problemCatalogue[toProblem(error).code].kind] >= 500;
}

function write(reading: Reading, { subject }: CurrentReading, outcome: AccessOutcome): void {
  const { action } = reading;
  const detail = subject === null ? reading.detail : { ...reading.detail, sourceId: subject.sourceId };
  const entry = { action, studyId: subject?.studyId ?? null, detail, outcome };
  for (const scope of scopesOf(reading, subject?.organizationId ?? null)) {
    const { actor, organizationId } = scope;
    const who = 'id' in actor ? actor.id : actor.label;
    const now = (reading.now?.() ?? new Date()).getTime();
    if (isRepeat(JSON.stringify([organizationId, who, entry]), now)) continue;
    recordAccess(scope, entry);
  }
}

function scopesOf(reading: Reading, organizationId: string | null): AccessScope[] {
  const { actors, remoteAddress, db, log, requestId, now } = reading;
  const shared = { db, log, requestId, ...(now && { now }) };
  const asked = [...actors].filter(([id]) => organizationId === null || id === organizationId);
  if (asked.length > 0) return asked.map(([id, actor]) => ({ ...shared, organizationId: id, actor }));
  if (organizationId === null || remoteAddress === null) return [];
  const actor = { kind: 'nobody', label: remoteAddress } as const;
  return [{ ...shared, organizationId: organizationId as OrganizationId, actor }];
}

function isRepeat(key: string, nowMs: number): boolean {
  const before = notedAt.get(key);
  if (before !== undefined && nowMs - before < repeatMs) return true;
  notedAt.delete(key);
  notedAt.set(key, nowMs);
  const oldest = notedAt.keys().next();
  if (notedAt.size > mostRemembered && oldest.value !== undefined) notedAt.delete(oldest.value);
  return false;
}
