import { z } from 'zod';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { binFunctions, readSampleBins, readSamples, type SampleSpan } from '#lib/sensors/index.ts';
import type { ManagairCall } from './exchange.ts';
import { type ReadQuery, wrong } from './read-query.ts';
import { openEndS, toTimestampS } from './time-slices.ts';
import { writeSample } from './write-sample.ts';

/** The last instant that a Date can be, milliseconds. */
const maxInstantMs = 8_640_000_000_000_000;
/** Samples of one answer; whoever wants more follows `links.next`. */
const mostSamples = 200_000;
/** Steps of one answer that puts samples together. */
const mostBins = 50_000;

/** What of a node is asked for: seconds, both ends included, as the protocol counts. */
export interface SeriesSpan {
  readonly organizationId: string;
  readonly nodeId: string;
  readonly nodeLegacyId: number;
  readonly fromS: number;
  readonly toS: number;
}

/** What is asked of a series, and how it is to come. */
export interface SeriesOrder {
  readonly span: SeriesSpan;
  readonly query: Pick<ReadQuery, 'others'>;
}

/** One sample, or one step of several. */
export type Item = Readonly<Record<string, string | number | null>>;
/** A part of a series. */
export interface Items {
  readonly items: readonly Item[];
  /** Where the next page begins; null: there is none. */
  readonly next: string | null;
}

/** Milliseconds of the last sample that was told. */
const cursorSchema = z.tuple([z.int().min(0).max(maxInstantMs)]);

/** Samples, so many at a time; the cursor is the instant of the last that was told. */
export async function readPage(call: ManagairCall, { span, query }: SeriesOrder): Promise<Items> {
  const limit = readNumber('limit', query.others['limit'], { usual: mostSamples, most: mostSamples });
  const isNewestFirst = readOrder(query.others['order']);
  const after = readCursor(query.others['cursor']);
  const wanted = restOf(spanOf(span), after, isNewestFirst);
  const samples = await readSamples(call.runtime.db, wanted, { limit: limit + 1, isNewestFirst });
  const page = samples.slice(0, limit);
  const last = page.at(-1);
  const next = samples.length > limit && last ? encodeCursor([last.observedAt.getTime()]) : null;
  return { items: page.map((sample) => writeSample(sample, span.nodeLegacyId)), next };
}

/** Samples put together in steps of so many seconds (managair.md 20, 4). */
export async function readBins(call: ManagairCall, { span, query }: SeriesOrder): Promise<Items> {
  const stepS = readNumber('interval', query.others['interval'], { usual: 600, most: 366 * 86_400 });
  const told = query.others['fn'] ?? 'mean';
  const fn = binFunctions.find((name) => name === told);
  if (!fn) throw wrong('fn', `fn is one of ${binFunctions.join(', ')}.`);
  const after = readCursor(query.others['cursor']);
  const isNewestFirst = readOrder(query.others['order']);
  const limit = readNumber('limit', query.others['limit'], { usual: mostBins, most: mostBins });
  const lastMs = after === null || isNewestFirst ? after : after + stepS * 1000 - 1;
  const wanted = restOf(spanOf(span), lastMs, isNewestFirst);
  const bins = await readSampleBins(call.runtime.db, wanted, { stepS, fn, limit: limit + 1, isNewestFirst });
  const page = bins.slice(0, limit);
  const last = page.at(-1);
  const items = page.map(({ at, co2Ppm, temperatureCelsius, humidityPct, count }) => ({
    timestamp_s: toTimestampS(at),
    co2_ppm: co2Ppm,
    temperature_celsius: temperatureCelsius === null ? null : temperatureCelsius.toFixed(2),
    rel_humidity_percent: humidityPct,
    sample_count: count,
  }));
  return { items, next: bins.length > limit && last ? encodeCursor([last.at.getTime()]) : null };
}

/** The span as instants of which the last is not included; nothing lies beyond the years we count. */
export function spanOf({ organizationId, nodeId, fromS, toS }: SeriesSpan) {
  const bounded = (seconds: number) => new Date(Math.min(Math.max(seconds, 0), 253_402_300_800) * 1000);
  const to = toS === openEndS ? null : bounded(toS + 1);
  return { organizationId, nodeId, from: bounded(fromS), to };
}

/** What is left of a stretch behind the last instant that was told, milliseconds; null: nothing was told yet. */
function restOf(span: SampleSpan, lastMs: number | null, isNewestFirst: boolean): SampleSpan {
  if (lastMs === null) return span;
  if (isNewestFirst) return { ...span, to: new Date(Math.min(lastMs, span.to?.getTime() ?? lastMs)) };
  return { ...span, from: new Date(Math.min(Math.max(lastMs + 1, span.from?.getTime() ?? 0), maxInstantMs)) };
}

/** `gaps=<seconds>`: the longest silence that is none; null: gaps were not asked for. */
export function readGap({ others }: Pick<ReadQuery, 'others'>): number | null {
  const text = others['gaps'];
  return text === undefined ? null : readNumber('gaps', text, { usual: 1800, most: 366 * 86_400 });
}

/** Stretches between neighbours that are longer than so many seconds, in their order: nothing was measured between both ends. */
export function gapsBetween(items: readonly Item[], longestS: number): object[] {
  const seconds = items.map((item) => Number(item['timestamp_s']));
  return seconds.flatMap((second, index) => {
    const before = seconds[index - 1];
    if (before === undefined || Math.abs(second - before) <= longestS) return [];
    return [{ from_timestamp_s: Math.min(before, second), to_timestamp_s: Math.max(before, second) }];
  });
}

function readNumber(
  name: string,
  text: string | undefined,
  { usual, most }: { readonly usual: number; readonly most: number },
): number {
  if (text === undefined) return usual;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw wrong(name, `${name} is a number from 1 to ${String(most)}.`);
  return number;
}

function readOrder(text: string | undefined): boolean {
  if (text === undefined || text === 'asc') return false;
  if (text === 'desc') return true;
  throw wrong('order', 'order is asc or desc.');
}

function readCursor(text: string | undefined): number | null {
  try {
    return decodeCursor(cursorSchema, text)?.[0] ?? null;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw wrong('cursor', 'This is no cursor that the series has given.');
  }
}
