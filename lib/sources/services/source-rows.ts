import type { Context } from '#lib/platform/context.ts';
import {
  copyNode,
  countObservations,
  deleteMessagesOfNode,
  deleteSomeObservations,
  deleteSourceRows,
  moveSomeObservations,
  moveSourceRows,
  recountSourceRow,
  selectBlobKeys,
  type MovedObservations,
  type ObservationChoice,
  type ObservationCount,
} from '../data/source-rows.sql.ts';
import type { SourceIdentity } from '../data/aliases.sql.ts';

export type { ObservationChoice } from '../data/source-rows.sql.ts';

// What erasing, merging and splitting ask of this wing; they have checked the verb, or work for the system.

type Scope = Pick<Context, 'db' | 'organizationId'>;

/** A wing's part when sources are erased or merged: of what it keeps under their identifier instead of their id. */
export interface SourceFollower {
  /** Erases it, files included; gives the number of files. Safe to repeat. */
  erase?(ctx: Context, source: SourceIdentity): Promise<number>;
  /** Puts it under the other's identifier. Safe to repeat. */
  merge?(ctx: Context, pair: { readonly source: SourceIdentity; readonly into: SourceIdentity }): Promise<void>;
  /** Asked once the source is gone and archives that held it are removed. Safe to repeat. */
  forget?(ctx: Context): Promise<void>;
}

/** Observations of a source that are chosen; null chooses all. Instants are UTC, ranges half-open. */
export function countObservationsOf(
  scope: Scope,
  asked: { readonly sourceId: string; readonly choice: ObservationChoice | null },
): Promise<ObservationCount> {
  return countObservations(scope, asked);
}

/** Erases some observations of a source and gives their number; call it until that is 0. */
export function eraseSomeObservations(scope: Scope, sourceId: string): Promise<number> {
  return deleteSomeObservations(scope, sourceId);
}

/** Gives some observations to another source; call it until none is moved. One that the other has already stays once. */
export function giveSomeObservations(
  scope: Scope,
  move: { readonly from: string; readonly to: string; readonly choice: ObservationChoice | null },
): Promise<MovedObservations> {
  return moveSomeObservations(scope, move);
}

/** Gives another source what hangs on one beside points and observations, and takes the source away, in the caller's transaction. */
export async function mergeSourceRows(
  scope: Scope,
  pair: { readonly from: string; readonly to: string },
): Promise<void> {
  await moveSourceRows(scope, pair);
  await deleteSourceRows(scope, pair.from);
}

/** Removes the bytes in the store that rows of a source name beside its points' files; gives their number. Safe to repeat. */
export async function eraseSourceBlobs(
  scope: Pick<Context, 'db' | 'organizationId' | 'blobs'>,
  sourceId: string,
): Promise<number> {
  const keys = await selectBlobKeys(scope, sourceId);
  for (const key of keys) await scope.blobs.remove(key);
  return keys.length;
}

/** Takes a source and all rows that name it away, in the caller's transaction; its points and files are gone before. */
export async function eraseSourceRows(scope: Scope, sourceId: string): Promise<void> {
  await deleteMessagesOfNode(scope, sourceId);
  await deleteSourceRows(scope, sourceId);
}

/** Makes a part of a sensor a sensor too; of anything else it changes nothing. */
export function splitNode(scope: Scope, pair: { readonly from: string; readonly to: string }): Promise<void> {
  return copyNode(scope, pair);
}

/** Brings points, last times and position of a source's row in line with what it has now. */
export function recountSourceTotals(scope: Scope, sourceId: string): Promise<void> {
  return recountSourceRow(scope, sourceId);
}
