import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { selectHourBefore } from '../data/aggregate-rows.sql.ts';
import { selectUsageRuns } from '../data/usage-runs.sql.ts';
import {
  countInRange,
  selectHourDensity,
  selectThinTrack,
  selectTrack,
  selectTypesOfSource,
  type PointRange,
  type SourceTypeRow,
} from '../data/views.sql.ts';
import { slotMs } from '../domain/aggregates/aggregate.ts';
import { readAggregate } from '../domain/aggregates/aggregate-text.ts';
import { foldCounts, foldDays, foldNames, foldUses, totalOf } from '../domain/aggregates/fold.ts';
import { stateHours } from '../domain/views/state-hours.ts';
import { sunDays } from '../domain/views/sun-days.ts';
import { bucketMsFor, maxSeriesPoints, type TimeWindow } from '../domain/views/time-window.ts';
import type { TypeChart } from '../domain/views/type-views.ts';
import type { DaysData, StatesData, TypeChartData, UsageRun } from '../domain/views/view-results.ts';
import { isLong, readChosenHours, readNewestHours, readZone } from './read-hours.ts';
import { readLines } from './read-lines.ts';
import { readStreams } from './read-streams.ts';
import { requireReadableSource } from './require-readable-source.ts';
import { shownView } from './view-of-plugin.ts';

const hourMs = 3_600_000;
/** Buckets of bars: a screen shows no more. */
const maxBars = 300;
/** Ten minutes over two days, an hour over a month: the widths of the charts it takes the place of. */
const narrowestBarMs = 2 * slotMs;
/** Names told apart in counts (the palette has eight colours, one is for the rest), and listed for usage. */
const maxNames = 7;
const maxUsageNames = 12;

export interface ReadTypeChartInput {
  readonly sourceId: string;
  readonly typeId: number;
  readonly window: TimeWindow;
}

/** What a chart is about. */
interface Reading {
  readonly ctx: Context;
  readonly range: PointRange;
  readonly type: SourceTypeRow;
}

/**
 * What the chart of a type draws in a window of device time (section 4 of the Passive Data Kit specification). Errors:
 * `not_found` (source; type it never sent), `permission_missing`. Cost: the aggregates of at most `maxHours` hours, and
 * for a track at most {@link maxSeriesPoints} positions, and for usage the points of one day; never all of the window.
 */
export async function readTypeChart(ctx: Context, input: ReadTypeChartInput): Promise<TypeChartData> {
  await requireReadableSource(ctx, input.sourceId);
  const types = await selectTypesOfSource(ctx, input.sourceId);
  const type = types.find(({ typeId }) => typeId === input.typeId);
  if (!type) throw new Problem('not_found', { detail: 'The source has sent nothing of this type.' });
  return readChart({ ctx, range: input, type }, shownView(type.identifier, ctx.plugins.hooks).chart);
}

async function readChart(reading: Reading, chart: TypeChart): Promise<TypeChartData> {
  const { ctx, range } = reading;
  switch (chart.kind) {
    case 'lines':
    case 'band': {
      const lines = await readLines(ctx, range, { paths: chart.paths, isBand: chart.kind === 'band' });
      // Some devices send a type without its usual numbers (a browser knows no storage): then how often it came is shown.
      return lines.rows.length > 0 ? lines : readCounts(reading);
    }
    case 'days':
      return readDays(reading, chart.paths);
    case 'sun':
      return readSun(reading);
    case 'counts':
      return readCounts(reading);
    case 'states':
      return readStates(reading);
    case 'usage':
      return readUsage(reading);
    case 'track':
      return readTrack(reading);
    case 'streams':
      return { kind: 'streams', streams: await readStreams(ctx, range) };
  }
}

async function readCounts({ ctx, range }: Reading): Promise<TypeChartData> {
  if (isLong(range)) {
    const bucketMs = bucketMsFor(range.window, maxBars, hourMs);
    const rows = await readHourBuckets({ ctx, range }, bucketMs);
    return {
      kind: 'counts',
      bucketMs,
      isSampled: true,
      names: [null],
      rows: rows.map(([atMs, count]) => ({ atMs, counts: [count] })),
    };
  }
  const bucketMs = bucketMsFor(range.window, maxBars, narrowestBarMs);
  const hours = await readChosenHours(ctx, range);
  return { kind: 'counts', bucketMs, isSampled: false, ...foldNames(hours, { bucketMs, maxNames }) };
}

async function readDays({ ctx, range }: Reading, paths: readonly string[]): Promise<DaysData> {
  const timezone = await readZone(ctx, range);
  const hours = await readNewestHours(ctx, range);
  const days = foldDays(hours, { paths, clock: new ZoneClock(timezone) });
  return {
    kind: 'days',
    isSampled: hours.isSampled,
    timezone,
    paths: [...paths],
    days: days.map(({ day, figures }) => ({ day, values: figures.map(totalOf) })),
  };
}

async function readSun({ ctx, range }: Reading): Promise<TypeChartData> {
  const timezone = await readZone(ctx, range);
  const hours = await readNewestHours(ctx, range);
  return { kind: 'sun', isSampled: hours.isSampled, timezone, days: sunDays(hours, new ZoneClock(timezone)) };
}

async function readStates({ ctx, range, type }: Reading): Promise<StatesData> {
  const timezone = await readZone(ctx, range);
  const { hours, window, isSampled } = await readNewestHours(ctx, range);
  const [fromMs, toMs] = [window.from.getTime(), window.to.getTime()];
  const before = await selectHourBefore(ctx, { ...range, window });
  const known = before ? [{ atMs: before.atMs, aggregate: readAggregate(before.lines) }, ...hours] : hours;
  const changes = known
    .flatMap(({ atMs, aggregate }) =>
      aggregate.sortedChanges().map(([offsetMs, state]) => ({ atMs: atMs + offsetMs, state })),
    )
    .filter(({ atMs }) => atMs < toMs);
  // What lasted when the window began, lasts from its beginning on.
  const first = changes.findLastIndex(({ atMs }) => atMs < fromMs);
  const shown = changes.slice(Math.max(0, first)).map((change) => ({ ...change, atMs: Math.max(change.atMs, fromMs) }));
  const days = stateHours(shown, Math.min(type.lastCreatedAt.getTime(), toMs), timezone);
  return { kind: 'states', isSampled, timezone, states: [...new Set(shown.map(({ state }) => state))].sort(), days };
}

async function readUsage(reading: Reading): Promise<TypeChartData> {
  const { ctx, range } = reading;
  const runs = await readNewestRuns(reading);
  if (isLong(range)) {
    const bucketMs = bucketMsFor(range.window, maxBars, hourMs);
    return {
      kind: 'usage',
      isSampled: true,
      bucketMs,
      buckets: await readHourBuckets({ ctx, range }, bucketMs),
      names: [],
      runs,
    };
  }
  const bucketMs = bucketMsFor(range.window, maxBars, narrowestBarMs);
  const hours = await readChosenHours(ctx, range);
  const names = foldUses(hours, maxUsageNames);
  return { kind: 'usage', isSampled: false, bucketMs, buckets: foldCounts(hours, bucketMs), names, runs };
}

/** Runs are told for the newest day of the window in which something came. */
function readNewestRuns({ ctx, range, type }: Reading): Promise<UsageRun[]> {
  const toMs = Math.min(range.window.to.getTime(), type.lastCreatedAt.getTime() + 1);
  const fromMs = Math.max(range.window.from.getTime(), toMs - 24 * hourMs);
  if (fromMs >= toMs) return Promise.resolve([]);
  return selectUsageRuns(ctx, { ...range, window: { from: new Date(fromMs), to: new Date(toMs) } });
}

async function readHourBuckets({ ctx, range }: Pick<Reading, 'ctx' | 'range'>, bucketMs: number) {
  const rows = await selectHourDensity(ctx, { sourceId: range.sourceId, window: range.window, bucketMs });
  return rows.filter(({ typeId }) => typeId === range.typeId).map(({ atMs, count }): [number, number] => [atMs, count]);
}

async function readTrack({ ctx, range }: Reading): Promise<TypeChartData> {
  const total = await countInRange(ctx, range);
  const isSampled = total > maxSeriesPoints;
  const rows = await (isSampled ? selectThinTrack(ctx, range, maxSeriesPoints) : selectTrack(ctx, range));
  const positions = rows.flatMap(({ atMs, lon, lat }): [number, number, number][] =>
    lon === null || lat === null ? [] : [[atMs, lon, lat]],
  );
  return { kind: 'track', isSampled, total, positions };
}
