import type { StudyId } from '#lib/platform/ids.ts';
import { monthOf } from '#lib/platform/time/month.ts';
import { addToAggregates } from '../data/aggregates.sql.ts';
import { selectColdHours } from '../data/cold-counts.sql.ts';
import {
  deleteAggregates,
  lockPair,
  type PairChoice,
  recountReceipts,
  selectHoursOfPair,
  selectStoredPairs,
  type StoredPair,
} from '../data/rebuild-aggregates.sql.ts';
import { StudyNotes } from '../domain/codebook/type-notes.ts';
import { hourOf } from '../domain/hour.ts';
import type { PairEntry, PlacedPoint } from '../domain/placed-point.ts';
import { receivedBucketMs, totalsByHour } from '../domain/totals.ts';
import type { TimeWindow } from '../domain/views/time-window.ts';
import type { TypeChart } from '../domain/views/type-views.ts';
import { readPoints, type PlaceToRead } from './read-points.ts';
import { StoredPointReader } from './read-stored-point.ts';

const hourMs = 3_600_000;
/** Points of a pair that are read in one transaction, while processing of that pair waits. */
const pointsAtATime = 20_000;

interface Hooks {
  readonly signal?: AbortSignal;
  readonly onPoints?: (done: number, total: number) => void;
  /** How points of a type are drawn, when plug-ins may say so. */
  readonly chartOf?: (type: string) => TypeChart;
}

/**
 * Makes what charts draw of some types of some sources anew from the points that are stored: for points stored before
 * there were aggregates, and after points were removed or moved. Safe to run again, and beside processing: each piece is
 * one transaction that holds its pair. Gives how many points they are made of. The caller has checked the verb.
 */
export async function aggregateAgain(
  ctx: PlaceToRead,
  choice: PairChoice,
  { signal, onPoints, chartOf }: Hooks = {},
): Promise<{ readonly points: number }> {
  const pairs = await selectStoredPairs(ctx, choice);
  const total = pairs.reduce((sum, { pointCount }) => sum + pointCount, 0);
  let points = 0;
  for (const pair of pairs) {
    const drawn = { pair, chart: chartOf?.(pair.type), coldHours: await selectColdHours(ctx, pair) };
    for (const window of piecesOf(await selectHoursOfPair(ctx, pair))) {
      signal?.throwIfAborted();
      points += await aggregatePiece(ctx, drawn, window);
      onPoints?.(points, Math.max(total, points));
    }
  }
  for (const sourceId of new Set(pairs.map((pair) => pair.sourceId))) {
    signal?.throwIfAborted();
    await ctx.db.transaction(() => recountReceipts(ctx, { sourceId, bucketMs: receivedBucketMs }));
  }
  return { points };
}

/** Windows of whole hours with about {@link pointsAtATime} points each, none over the end of a month. */
function piecesOf(hours: readonly { readonly atMs: number; readonly count: number }[]): TimeWindow[] {
  const pieces: TimeWindow[] = [];
  let fromMs: number | null = null;
  let points = 0;
  for (const [index, { atMs, count }] of hours.entries()) {
    fromMs ??= atMs;
    points += count;
    const next = hours[index + 1];
    const isLastOfMonth = next === undefined || monthOf(new Date(next.atMs)) !== monthOf(new Date(atMs));
    if (points < pointsAtATime && !isLastOfMonth) continue;
    pieces.push({ from: new Date(fromMs), to: new Date(atMs + hourMs) });
    fromMs = null;
    points = 0;
  }
  return pieces;
}

interface DrawnPair {
  readonly pair: StoredPair;
  readonly chart: TypeChart | undefined;
  /** Hours since 1970 (UTC) of which points have left the database. */
  readonly coldHours: ReadonlySet<number>;
}

/** What is kept of an hour of which points have left the database stays: there is not all to make it of. */
function aggregatePiece(ctx: PlaceToRead, { pair, chart, coldHours }: DrawnPair, window: TimeWindow): Promise<number> {
  return ctx.db.transaction(async () => {
    await lockPair(ctx, pair);
    const points: Pick<PlacedPoint, 'pair' | 'point'>[] = [];
    const reader = new StoredPointReader(new StudyNotes(pair.studyId as StudyId));
    const entry = entryOf(ctx, pair, chart);
    const filter = {
      sourceIds: [pair.sourceId],
      typeIds: [pair.typeId],
      createdFrom: window.from,
      createdTo: window.to,
    };
    for await (const row of readPoints(ctx, filter)) {
      const point = reader.read(row);
      if (point && !coldHours.has(hourOf(point.createdAtUs))) points.push({ pair: entry, point });
    }
    if (points.length > 0) {
      await deleteAggregates(ctx, pair, { window, except: coldHours });
      await addToAggregates(ctx.db, totalsByHour(points));
    }
    return points.length;
  });
}

function entryOf(
  { organizationId }: PlaceToRead,
  { sourceId, studyId, typeId, type }: StoredPair,
  chart: TypeChart | undefined,
): PairEntry {
  const source = {
    organizationId,
    studyId: studyId as StudyId,
    identifier: '',
    firstGroupId: null,
    id: sourceId,
    pairs: new Map(),
  };
  const entry = { organizationId, identifier: type, id: typeId, ...(chart ? { chart } : {}) };
  return { source, type: entry, lastCreatedAtUs: undefined, rank: 0 };
}
