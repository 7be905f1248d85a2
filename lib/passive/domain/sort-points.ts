import { type Month, monthOf, startOfMonth } from '#lib/platform/time/month.ts';
import { idOf, type PairEntry, type PlacedPoint, type SourceEntry } from './placed-point.ts';

/** Points of one month in the order of the primary key, each once. */
export interface MonthOfPoints {
  readonly month: Month;
  readonly points: readonly PlacedPoint[];
}

/**
 * Puts a batch into the order in which it is written: month by month, inside it by primary key. Every writer keeps this
 * order, so that two of them never wait for each other crosswise; and neighbours in the index are written together.
 * Of points with the same content the first stays (pdk-15).
 */
export function sortPoints(points: readonly PlacedPoint[]): MonthOfPoints[] {
  rankPairs(points);
  const sorted = [...points].sort(comparePoints);
  const unique = sorted.filter((point, index) => index === 0 || !isSame(point, sorted[index - 1] as PlacedPoint));
  return splitByMonth(unique);
}

function rankPairs(points: readonly PlacedPoint[]): void {
  const pairs = [...new Set(points.map(({ pair }) => pair))].sort(comparePairs);
  pairs.forEach((pair, rank) => {
    pair.rank = rank;
  });
}

/** The order of sources in keys: by organization and id. */
export function compareSources(a: SourceEntry, b: SourceEntry): number {
  return compareText(a.organizationId, b.organizationId) || compareText(idOf(a), idOf(b));
}

/** The order of pairs in keys: by source and type. */
export function comparePairs(a: PairEntry, b: PairEntry): number {
  return compareSources(a.source, b.source) || idOf(a.type) - idOf(b.type);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function comparePoints(a: PlacedPoint, b: PlacedPoint): number {
  return (
    a.pair.rank - b.pair.rank ||
    a.point.createdAtUs - b.point.createdAtUs ||
    compareText(a.point.contentHash, b.point.contentHash)
  );
}

function isSame(a: PlacedPoint, b: PlacedPoint): boolean {
  return (
    a.pair === b.pair && a.point.createdAtUs === b.point.createdAtUs && a.point.contentHash === b.point.contentHash
  );
}

function splitByMonth(points: readonly PlacedPoint[]): MonthOfPoints[] {
  const months = new Map<Month, PlacedPoint[]>();
  let current: { readonly fromUs: number; readonly toUs: number; readonly points: PlacedPoint[] } | undefined;
  for (const placed of points) {
    const { createdAtUs } = placed.point;
    if (!current || createdAtUs < current.fromUs || createdAtUs >= current.toUs) {
      const month = monthOf(new Date(Math.floor(createdAtUs / 1000)));
      const known = months.get(month);
      const ofMonth = known ?? [];
      if (!known) months.set(month, ofMonth);
      current = {
        fromUs: startOfMonth(month).getTime() * 1000,
        toUs: startOfMonth(month + 1).getTime() * 1000,
        points: ofMonth,
      };
    }
    current.points.push(placed);
  }
  return [...months].sort(([a], [b]) => a - b).map(([month, ofMonth]) => ({ month, points: ofMonth }));
}
