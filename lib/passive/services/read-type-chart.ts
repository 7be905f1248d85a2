import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  countInRange,
  selectHourDensity,
  selectLineMeans,
  selectLineSamples,
  selectNameCounts,
  selectStateChanges,
  selectTextSamples,
  selectTimezone,
  selectTrack,
  selectTypesOfSource,
  selectUsage,
  type NameCountRow,
  type PointRange,
} from '../data/views.sql.ts';
import { maxReadingCharacters } from '../data/point-pages.sql.ts';
import { knownTimeZone, stateHours } from '../domain/views/state-hours.ts';
import { tableCells } from '../domain/views/table-cells.ts';
import { bucketMsFor, maxSeriesPoints, type TimeWindow } from '../domain/views/time-window.ts';
import { viewOfType } from '../domain/views/type-views.ts';
import type { TypeChartData } from '../domain/views/view-results.ts';
import { requireReadableSource } from './require-readable-source.ts';
import { shownView } from './view-of-plugin.ts';

const hourMs = 3_600_000;
/** Points that a chart reads whole; above, one point per bucket or the hour counters stand for them. */
const maxScannedPoints = 20_000;
/** Buckets of bars, and of lines: a screen shows no more. */
const maxBars = 300;
const maxLineBuckets = 1000;
/** Points with many readings each that a chart opens. */
const maxReadingPoints = 300;
/** Names told apart in counts (the palette has eight colours, one is for the rest), and listed for usage. */
const maxNames = 7;
const maxUsageNames = 12;

export interface ReadTypeChartInput {
  readonly sourceId: string;
  readonly typeId: number;
  readonly window: TimeWindow;
}

interface Reading {
  readonly ctx: Context;
  readonly range: PointRange;
  /** Points in the range by the hour counters. */
  readonly total: number;
}

/**
 * What the chart of a type draws in a window of device time (section 4 of the Passive Data Kit specification), at most
 * {@link maxSeriesPoints} points a series. Errors: `not_found` (source; type it never sent), `permission_missing`.
 * Cost: bounded by {@link maxScannedPoints}, whatever the window.
 */
export async function readTypeChart(ctx: Context, input: ReadTypeChartInput): Promise<TypeChartData> {
  await requireReadableSource(ctx, input.sourceId);
  const types = await selectTypesOfSource(ctx, input.sourceId);
  const type = types.find(({ typeId }) => typeId === input.typeId);
  if (!type) throw new Problem('not_found', { detail: 'The source has sent nothing of this type.' });
  const reading = { ctx, range: input, total: await countInRange(ctx, input) };
  const { chart } = shownView(type.identifier, ctx.plugins.hooks);
  switch (chart.kind) {
    case 'lines':
      return readLines(reading, chart.paths);
    case 'readings':
      return readReadings(reading, type.identifier, chart.paths);
    case 'counts':
      return readCounts(reading);
    case 'states':
      return readStates(reading, { member: chart.member, lastCreatedAt: type.lastCreatedAt });
    case 'usage':
      return readUsage(reading);
    case 'track':
      return readTrack(reading);
  }
}

async function readLines(reading: Reading, paths: readonly string[]): Promise<TypeChartData> {
  const { ctx, range, total } = reading;
  const isSampled = total > maxScannedPoints;
  const bucketMs = bucketMsFor(range.window, maxLineBuckets);
  const select = isSampled ? selectLineSamples : selectLineMeans;
  const rows = await select(ctx, range, { paths, bucketMs });
  // Some devices send a type without its usual numbers (a browser knows no storage): then how often it came is shown.
  const hasNumbers = rows.some(({ values }) => values.some((value) => value !== null));
  if (rows.length > 0 && !hasNumbers) return readCounts(reading);
  return { kind: 'lines', bucketMs, isSampled, paths: [...paths], rows };
}

/** One point per bucket, whole: of each, what the type's columns make of its readings. */
async function readReadings(reading: Reading, type: string, paths: readonly string[]): Promise<TypeChartData> {
  const { ctx, range, total } = reading;
  const bucketMs = bucketMsFor(range.window, maxReadingPoints);
  const samples = await selectTextSamples(ctx, range, { bucketMs, maxCharacters: maxReadingCharacters });
  const columns = viewOfType(type).columns.filter(({ path }) => paths.includes(path));
  const rows = samples.map(({ atMs, properties }) => {
    const cells = tableCells(properties, columns);
    return { atMs, values: paths.map((path) => (typeof cells[path] === 'number' ? cells[path] : null)) };
  });
  return { kind: 'lines', bucketMs, isSampled: rows.length < total, paths: [...paths], rows };
}

async function readCounts({ ctx, range, total }: Reading): Promise<TypeChartData> {
  if (total > maxScannedPoints) {
    const bucketMs = bucketMsFor(range.window, maxBars, hourMs);
    const buckets = await readHourBuckets({ ctx, range, total }, bucketMs);
    const rows = buckets.map(([atMs, count]) => ({ atMs, counts: [count] }));
    return { kind: 'counts', bucketMs, isSampled: true, names: [null], rows };
  }
  // Ten minutes over two days, an hour over a month: the widths of the charts it takes the place of.
  const bucketMs = bucketMsFor(range.window, maxBars, 600_000);
  const rows = await selectNameCounts(ctx, range, { bucketMs, maxNames });
  return { kind: 'counts', bucketMs, isSampled: false, ...toCountTable(rows) };
}

function toCountTable(rows: readonly NameCountRow[]) {
  const totals = new Map<string | null, number>();
  for (const { name, count } of rows) totals.set(name, (totals.get(name) ?? 0) + count);
  const byTotal = [...totals.keys()].sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0));
  const names = [...byTotal.filter((name) => name !== null), ...byTotal.filter((name) => name === null)];
  const byTime = Map.groupBy(rows, (row) => row.atMs);
  return {
    names,
    rows: [...byTime].map(([atMs, ofBucket]) => ({
      atMs,
      counts: names.map((name) => ofBucket.find((row) => row.name === name)?.count ?? 0),
    })),
  };
}

interface StatesInput {
  readonly member: string;
  readonly lastCreatedAt: Date;
}

async function readStates(
  { ctx, range, total }: Reading,
  { member, lastCreatedAt }: StatesInput,
): Promise<TypeChartData> {
  const changes = await selectStateChanges(ctx, range, { member, limit: maxScannedPoints });
  const timezone = knownTimeZone(await selectTimezone(ctx, range));
  const isSampled = total > maxScannedPoints;
  const lastKnownMs = isSampled ? (changes.at(-1)?.atMs ?? 0) : lastCreatedAt.getTime();
  const days = stateHours(changes, Math.min(lastKnownMs, range.window.to.getTime()), timezone);
  const states = [...new Set(changes.map(({ state }) => state))].sort();
  return { kind: 'states', isSampled, timezone, states, days };
}

async function readUsage(reading: Reading): Promise<TypeChartData> {
  const { ctx, range, total } = reading;
  const bucketMs = bucketMsFor(range.window, maxBars, hourMs);
  const buckets = await readHourBuckets(reading, bucketMs);
  const isSampled = total > maxScannedPoints;
  const names = isSampled ? [] : await selectUsage(ctx, range, maxUsageNames);
  return { kind: 'usage', isSampled, bucketMs, buckets, names };
}

async function readHourBuckets({ ctx, range }: Reading, bucketMs: number): Promise<[number, number][]> {
  const rows = await selectHourDensity(ctx, { sourceId: range.sourceId, window: range.window, bucketMs });
  return rows.filter(({ typeId }) => typeId === range.typeId).map(({ atMs, count }) => [atMs, count]);
}

async function readTrack({ ctx, range, total }: Reading): Promise<TypeChartData> {
  const isSampled = total > maxSeriesPoints;
  const rows = await selectTrack(ctx, range, isSampled ? bucketMsFor(range.window, maxSeriesPoints) : null);
  const positions = rows.flatMap(({ atMs, lon, lat }): [number, number, number][] =>
    lon === null || lat === null ? [] : [[atMs, lon, lat]],
  );
  return { kind: 'track', isSampled, total, positions };
}
