import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose data a reading is about. */
export interface ReadSubject {
  readonly organizationId: string;
  readonly studyId: string | null;
  readonly sourceId: string;
}

/** What became known of a reading while it was answered. */
export interface CurrentReading {
  /** A use-case has noted it itself, and more exactly. */
  isNoted: boolean;
  /** The first that it named; most readings name one. */
  subject: ReadSubject | null;
}

const current = new AsyncLocalStorage<CurrentReading>();

/** Runs work as part of a reading. */
export function withReading<Result>(reading: CurrentReading, work: () => Promise<Result>): Promise<Result> {
  return current.run(reading, work);
}

/** Says whose data the present request reads; outside a noted reading it does nothing. */
export function nameSubject(subject: ReadSubject): void {
  const reading = current.getStore();
  if (reading) reading.subject ??= subject;
}

/** Says that the present request has been noted. */
export function markNoted(): void {
  const reading = current.getStore();
  if (reading) reading.isNoted = true;
}
