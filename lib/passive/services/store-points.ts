import { recordSightings } from '#lib/sources/index.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { Month } from '#lib/platform/time/month.ts';
import { upsertSourceEvents } from '../data/checks/source-events.sql.ts';
import { addToAggregates, addToReceived } from '../data/aggregates.sql.ts';
import { addToSourceHours, addToSourceTypes, selectLastCreated } from '../data/counters.sql.ts';
import { findStored, insertPoints } from '../data/points.sql.ts';
import { newestEvents } from '../domain/checks/source-events.ts';
import type { PlacedPoint } from '../domain/placed-point.ts';
import type { MonthOfPoints } from '../domain/sort-points.ts';
import { sightingsOf, totalsByHour, totalsByPair, totalsByReceipt } from '../domain/totals.ts';

/** A source that points name was removed since this process learnt its id; forget it and start again. */
export class SourceGoneError extends Error {
  constructor() {
    super('a source of the batch is not there any more');
    this.name = 'SourceGoneError';
  }
}

/** Partitions by month, made before the transaction. */
export type PartitionNames = ReadonlyMap<Month, string>;

/** Points in the order in which they are written, and what they were before repeats among them were left out. */
export interface SortedPoints {
  readonly all: readonly PlacedPoint[];
  readonly months: readonly MonthOfPoints[];
}

/**
 * Stores points set-wise in the caller's transaction, with all their counters; gives back those that were not there
 * before. Locks are taken in one order by everybody (points by month and primary key, sources, types, hours, receipts), so that
 * two writers never wait crosswise. Every entry must be registered.
 */
export async function storePoints(
  db: Database,
  { all, months }: SortedPoints,
  partitionOf: PartitionNames,
): Promise<PlacedPoint[]> {
  if (all.length === 0) return [];
  await lookUpLastCreated(db, all);
  const stored: PlacedPoint[] = [];
  for (const { month, points } of months) {
    const partition = partitionOf.get(month);
    if (partition === undefined) throw new TypeError('a month without partition');
    const fresh = await leaveOutStored(db, partition, points);
    for (const placed of await insertPoints(db, partition, fresh)) stored.push(placed);
  }
  if (!(await recordSightings({ db }, sightingsOf(all, stored)))) throw new SourceGoneError();
  if (stored.length === 0) return stored;
  await addToSourceTypes(db, totalsByPair(stored));
  const hours = totalsByHour(stored);
  await addToSourceHours(db, hours);
  await addToAggregates(db, hours);
  await addToReceived(db, totalsByReceipt(stored));
  await upsertSourceEvents(db, newestEvents(stored));
  return stored;
}

/** Call it when the transaction has committed: later points of these types need no look-up. */
export function rememberStored(stored: readonly PlacedPoint[]): void {
  for (const { pair, point } of stored) {
    if (pair.lastCreatedAtUs !== undefined && point.createdAtUs > pair.lastCreatedAtUs) {
      pair.lastCreatedAtUs = point.createdAtUs;
    }
  }
}

async function lookUpLastCreated(db: Database, points: readonly PlacedPoint[]): Promise<void> {
  const unknown = [...new Set(points.map(({ pair }) => pair))].filter(
    ({ lastCreatedAtUs }) => lastCreatedAtUs === undefined,
  );
  if (unknown.length === 0) return;
  const last = await selectLastCreated(db, unknown);
  unknown.forEach((pair, place) => {
    pair.lastCreatedAtUs = last[place] ?? -1;
  });
}

/** Points that may be there already (not later than the latest of their type) are looked up; the others are new. */
async function leaveOutStored(
  db: Database,
  partition: string,
  points: readonly PlacedPoint[],
): Promise<readonly PlacedPoint[]> {
  const doubtful = points.filter(({ pair, point }) => point.createdAtUs <= (pair.lastCreatedAtUs ?? Infinity));
  if (doubtful.length === 0) return points;
  const found = await findStored(db, partition, doubtful);
  if (found.size === 0) return points;
  const repeats = new Set(doubtful.filter((_placed, index) => found.has(index)));
  return points.filter((placed) => !repeats.has(placed));
}
