import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import type { TimeWindow } from '../views/time-window.ts';
import { type Aggregate, otherNames, slotMs } from './aggregate.ts';
import { type Figure, mergeIntoFigure, sumOf } from './figure.ts';

/** The aggregate of one hour of a window. */
export interface Hour {
  /** Unix milliseconds of its beginning. */
  readonly atMs: number;
  readonly aggregate: Aggregate;
}

/** Hours in order of time, and what is shown of them. */
export interface HoursInWindow {
  readonly hours: readonly Hour[];
  readonly window: TimeWindow;
}

/** When a slot begins; null when it lies outside of the window. A slot on the edge is whole. */
function slotAt(hour: Hour, slot: number, { from, to }: TimeWindow): number | null {
  const atMs = hour.atMs + slot * slotMs;
  return atMs + slotMs > from.getTime() && atMs < to.getTime() ? atMs : null;
}

/** Beginning of the bucket an instant lies in: multiples of the width since 1970. */
const bucketAt = (atMs: number, bucketMs: number) => Math.floor(atMs / bucketMs) * bucketMs;

/** Figures of some variables per bucket, in the order of `paths`; null where a bucket has none. */
export interface FigureRow {
  readonly atMs: number;
  readonly figures: readonly (Figure | null)[];
}

/** Figures of variables per bucket. `bucketMs`: at least a slot. */
export function foldFigures(
  { hours, window }: HoursInWindow,
  { paths, bucketMs }: { readonly paths: readonly string[]; readonly bucketMs: number },
): FigureRow[] {
  return foldValues({ hours, window }, paths, (atMs) => bucketAt(atMs, bucketMs)).map(([atMs, figures]) => ({
    atMs,
    figures,
  }));
}

/** Figures of some variables on a calendar day of a zone. */
export interface FigureDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly figures: readonly (Figure | null)[];
}

/** Figures of variables per calendar day. */
export function foldDays(
  input: HoursInWindow,
  { paths, clock }: { readonly paths: readonly string[]; readonly clock: ZoneClock },
): FigureDay[] {
  return foldValues(input, paths, (atMs) => dayOf(atMs, clock)).map(([day, figures]) => ({ day, figures }));
}

function dayOf(atMs: number, clock: ZoneClock): string {
  return new Date(atMs + clock.offsetSeconds(atMs / 1000) * 1000).toISOString().slice(0, 10);
}

function foldValues<Key>(
  { hours, window }: HoursInWindow,
  paths: readonly string[],
  keyOf: (atMs: number) => Key,
): [Key, (Figure | null)[]][] {
  const rows = new Map<Key, (Figure | null)[]>();
  for (const hour of hours) {
    for (const [index, path] of paths.entries()) {
      for (const [slot, figure] of hour.aggregate.values.get(path) ?? []) {
        const atMs = slotAt(hour, slot, window);
        if (atMs === null) continue;
        const key = keyOf(atMs);
        let row = rows.get(key);
        if (!row) rows.set(key, (row = paths.map(() => null)));
        const known = row[index];
        if (known) mergeIntoFigure(known, figure);
        else row[index] = { ...figure };
      }
    }
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Points per bucket, [Unix milliseconds, count]; empty buckets are left out. */
export function foldCounts({ hours, window }: HoursInWindow, bucketMs: number): [number, number][] {
  const buckets = new Map<number, number>();
  for (const hour of hours) {
    for (const [slot, count] of hour.aggregate.counts) {
      const atMs = slotAt(hour, slot, window);
      if (atMs === null) continue;
      const key = bucketAt(atMs, bucketMs);
      buckets.set(key, (buckets.get(key) ?? 0) + count);
    }
  }
  return [...buckets].sort(([a], [b]) => a - b);
}

/** Points per bucket and name. */
export interface NameTable {
  /** Most frequent first; null stands for all others. */
  readonly names: (string | null)[];
  /** Counts in the order of the names. */
  readonly rows: { readonly atMs: number; readonly counts: number[] }[];
}

/** Points per bucket, the most frequent names apart. */
export function foldNames(
  input: HoursInWindow,
  { bucketMs, maxNames }: { readonly bucketMs: number; readonly maxNames: number },
): NameTable {
  const totals = new Map<string, number>();
  const named = new Map<number, Map<string, number>>();
  for (const hour of input.hours) {
    for (const [name, slots] of hour.aggregate.names) {
      for (const [slot, count] of slots) {
        const atMs = slotAt(hour, slot, input.window);
        if (atMs === null) continue;
        const key = bucketAt(atMs, bucketMs);
        let bucket = named.get(key);
        if (!bucket) named.set(key, (bucket = new Map<string, number>()));
        bucket.set(name, (bucket.get(name) ?? 0) + count);
        totals.set(name, (totals.get(name) ?? 0) + count);
      }
    }
  }
  totals.delete(otherNames);
  const apart = [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, maxNames);
  const names = apart.map(([name]) => name);
  const rows = foldCounts(input, bucketMs).map(([atMs, count]) => {
    const counts = names.map((name) => named.get(atMs)?.get(name) ?? 0);
    return { atMs, counts: [...counts, count - counts.reduce((sum, one) => sum + one, 0)] };
  });
  const hasOthers = names.length === 0 || rows.some(({ counts }) => (counts.at(-1) ?? 0) > 0);
  if (hasOthers) return { names: [...names, null], rows };
  return { names, rows: rows.map(({ atMs, counts }) => ({ atMs, counts: counts.slice(0, -1) })) };
}

/** Use of one name: an app, say. */
export interface Use {
  readonly name: string;
  readonly count: number;
  readonly durationMs: number;
}

/** Time spent per name over whole hours, longest first; what was not told apart is left out. */
export function foldUses({ hours }: HoursInWindow, maxNames: number): Use[] {
  const uses = new Map<string, { count: number; durationMs: number }>();
  const useOf = (name: string) => {
    let use = uses.get(name);
    if (!use) uses.set(name, (use = { count: 0, durationMs: 0 }));
    return use;
  };
  for (const { aggregate } of hours) {
    for (const [name, slots] of aggregate.names) for (const count of slots.values()) useOf(name).count += count;
    for (const [name, durationMs] of aggregate.durations) useOf(name).durationMs += durationMs;
  }
  uses.delete(otherNames);
  return [...uses]
    .map(([name, use]) => ({ name, ...use }))
    .sort((a, b) => b.durationMs - a.durationMs || b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, maxNames);
}

/** Milliseconds per name and calendar day, of hours that begin on it. */
export function foldDurations(
  { hours }: HoursInWindow,
  clock: ZoneClock,
): { readonly day: string; readonly durationsMs: Record<string, number> }[] {
  const days = new Map<string, Map<string, number>>();
  for (const { atMs, aggregate } of hours) {
    if (aggregate.durations.size === 0) continue;
    const day = dayOf(atMs, clock);
    let durations = days.get(day);
    if (!durations) days.set(day, (durations = new Map<string, number>()));
    for (const [name, ms] of aggregate.durations) durations.set(name, (durations.get(name) ?? 0) + ms);
  }
  return [...days].map(([day, durations]) => ({ day, durationsMs: Object.fromEntries(durations) }));
}

/** Sum of a figure; null stays null. */
export function totalOf(figure: Figure | null): number | null {
  return figure && sumOf(figure);
}
