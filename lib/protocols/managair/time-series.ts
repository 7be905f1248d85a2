import { z } from 'zod';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  binFunctions,
  type InventoryNode,
  readSampleBins,
  readSamples,
  type RoomInstallation,
} from '#lib/sensors/index.ts';
import { answerDocument } from './answer.ts';
import { answerCsv } from './csv.ts';
import { ApiError } from './errors.ts';
import { type ManagairCall, requirePerson } from './exchange.ts';
import { getThing } from './find-things.ts';
import { installationSeriesKind, nodeSeriesKind } from './kinds/series.ts';
import { chooseAnswer } from './media-type.ts';
import { type ReadQuery, readQuery, wrong } from './read-query.ts';
import type { AnyKind } from './resource.ts';
import { openEndS, toTimestampS } from './time-slices.ts';
import { writeSample } from './write-sample.ts';

/** Samples of one answer; whoever wants more follows `links.next`. */
const mostSamples = 200_000;
/** Steps of one answer that puts samples together. */
const mostBins = 50_000;
/** Parameters beside filters. */
export const seriesParameters = ['limit', 'cursor', 'order', 'interval', 'fn'];
export const seriesFilters = ['from', 'to'];

/** What of a node is asked for: seconds, both ends included, as the protocol counts. */
export interface SeriesSpan {
  readonly organizationId: string;
  readonly nodeId: string;
  readonly nodeLegacyId: number;
  readonly fromS: number;
  readonly toS: number;
}

/** Seconds of `filter[from]` and `filter[to]`: from the beginning until now unless told (managair.md 7). */
export function askedSpan(
  { list }: Pick<ReadQuery, 'list'>,
  now: Date,
): { readonly fromS: number; readonly toS: number } {
  const { from, to } = list.filters;
  return { fromS: readSecond('filter[from]', from, 0), toS: readSecond('filter[to]', to, toTimestampS(now)) };
}

function readSecond(name: string, text: string | undefined, usual: number): number {
  if (text === undefined || text === '') return usual;
  if (/^-?\d{1,12}$/.test(text)) return Number(text);
  throw wrong(name, `${name} is a number of Unix seconds.`);
}

/** `nodes/{id}/timeseries/` and `node-timeseries/{id}/`. */
export async function serveNodeSeries(call: ManagairCall, id: string): Promise<Response> {
  const kind = nodeSeriesKind;
  requirePerson(call.visitor);
  const query = readQuery(call.query, kind, { filters: seriesFilters, others: seriesParameters, isList: false });
  const node = (await getThing(call, kind, id)) as InventoryNode;
  const asked = askedSpan(query, call.now);
  const { organizationId, legacyId: nodeLegacyId, alias } = node;
  const span = { organizationId, nodeId: node.id, nodeLegacyId, ...asked };
  return serveSeries(call, { kind, id: node.id, span, query, told: { node_alias: alias } });
}

/** Guards what was measured at a place: members need the right to read series, others a public installation. Throws 404. */
export function requireSeries(call: ManagairCall, row: Pick<RoomInstallation, 'isPublic' | 'organizationId'>): void {
  if (row.isPublic || call.reader.series.includes(row.organizationId)) return;
  throw new ApiError(404, 'There is no such thing here, or it is not yours to see.');
}

/** The part of a wish that lies within an installation. */
export function clipped(
  { fromAt, toAt }: Pick<RoomInstallation, 'fromAt' | 'toAt'>,
  asked: { readonly fromS: number; readonly toS: number },
): { readonly fromS: number; readonly toS: number } {
  const lastS = toAt === null ? Number.POSITIVE_INFINITY : toTimestampS(toAt) - 1;
  return { fromS: Math.max(asked.fromS, toTimestampS(fromAt)), toS: Math.min(asked.toS, lastS) };
}

/** `installations/{id}/timeseries/` and `installation-timeseries/{id}/`: clipped to the installation. */
export async function serveInstallationSeries(call: ManagairCall, id: string): Promise<Response> {
  const kind = installationSeriesKind;
  const query = readQuery(call.query, kind, { filters: seriesFilters, others: seriesParameters, isList: false });
  const row = (await getThing(call, kind, id)) as RoomInstallation;
  requireSeries(call, row);
  const asked = clipped(row, askedSpan(query, call.now));
  const { organizationId, nodeId, nodeLegacyId, nodeAlias } = row;
  const span = { organizationId, nodeId, nodeLegacyId, ...asked };
  const told = { node_id: nodeId, node_alias: nodeAlias };
  return serveSeries(call, { kind, id: row.legacyId, span, query, told });
}

interface Wish {
  readonly kind: AnyKind;
  readonly id: string;
  readonly span: SeriesSpan;
  readonly query: ReadQuery;
  readonly told: object;
}

async function serveSeries(call: ManagairCall, wish: Wish): Promise<Response> {
  const as = chooseAnswer(call.request, { hasCsv: true });
  const isBinned = wish.query.others['interval'] !== undefined;
  const { items, next } = isBinned ? await readBins(call, wish) : await readPage(call, wish);
  const links = { describedby: call.url('/schema/'), ...(next !== null && { next: nextLink(call, next) }) };
  if (as === 'csv')
    return answerCsv(items, { name: `${wish.kind.path}-${wish.id}`, next: next && nextLink(call, next) });
  const { fromS, toS } = wish.span;
  const url = call.url(`/${wish.kind.path}/${wish.id}/`);
  const attributes = {
    ...wish.told,
    query_timestamp_s: toTimestampS(call.now),
    from_timestamp_s: fromS,
    to_timestamp_s: toS,
    sample_count: isBinned ? items.reduce((sum, item) => sum + Number(item['sample_count'] ?? 0), 0) : items.length,
    samples: items,
    url,
  };
  const fields = wish.query.fields.get(wish.kind.type);
  const kept = fields
    ? Object.fromEntries(Object.entries(attributes).filter(([name]) => fields.has(name)))
    : attributes;
  const data = { type: wish.kind.type, id: wish.id, attributes: kept, links: { self: url } };
  return answerDocument({ data, links: { self: url, ...links } });
}

type Item = Readonly<Record<string, string | number | null>>;
interface Items {
  readonly items: readonly Item[];
  /** Where the next page begins; null: there is none. */
  readonly next: string | null;
}

const cursorSchema = z.tuple([z.int()]);

/** Samples, so many at a time; the cursor is the last second that was told. */
async function readPage(call: ManagairCall, { span, query }: Wish): Promise<Items> {
  const limit = readNumber('limit', query.others['limit'], { usual: mostSamples, most: mostSamples });
  const isNewestFirst = readOrder(query.others['order']);
  const after = readCursor(query.others['cursor']);
  const fromS = after !== null && !isNewestFirst ? Math.max(span.fromS, after + 1) : span.fromS;
  const toS = after !== null && isNewestFirst ? Math.min(span.toS, after - 1) : span.toS;
  const samples = await readSamples(call.runtime.db, spanOf({ ...span, fromS, toS }), {
    limit: limit + 1,
    isNewestFirst,
  });
  const page = samples.slice(0, limit);
  const last = page.at(-1);
  const next = samples.length > limit && last ? encodeCursor([toTimestampS(last.observedAt)]) : null;
  return { items: page.map((sample) => writeSample(sample, span.nodeLegacyId)), next };
}

/** Samples put together in steps of so many seconds (managair.md 20, 4). */
async function readBins(call: ManagairCall, { span, query }: Wish): Promise<Items> {
  const stepS = readNumber('interval', query.others['interval'], { usual: 600, most: 366 * 86_400 });
  const told = query.others['fn'] ?? 'mean';
  const fn = binFunctions.find((name) => name === told);
  if (!fn) throw wrong('fn', `fn is one of ${binFunctions.join(', ')}.`);
  const after = readCursor(query.others['cursor']);
  const from = after === null ? span.fromS : Math.max(span.fromS, after + stepS);
  const limit = readNumber('limit', query.others['limit'], { usual: mostBins, most: mostBins });
  const bins = await readSampleBins(call.runtime.db, spanOf({ ...span, fromS: from }), { stepS, fn, limit: limit + 1 });
  const page = bins.slice(0, limit);
  const last = page.at(-1);
  const items = page.map(({ at, co2Ppm, temperatureCelsius, humidityPct, count }) => ({
    timestamp_s: toTimestampS(at),
    co2_ppm: co2Ppm,
    temperature_celsius: temperatureCelsius === null ? null : temperatureCelsius.toFixed(2),
    rel_humidity_percent: humidityPct,
    sample_count: count,
  }));
  return { items, next: bins.length > limit && last ? encodeCursor([toTimestampS(last.at)]) : null };
}

/** The span as instants of which the last is not included; nothing lies beyond the years we count. */
export function spanOf({ organizationId, nodeId, fromS, toS }: SeriesSpan) {
  const bounded = (seconds: number) => new Date(Math.min(Math.max(seconds, 0), 253_402_300_800) * 1000);
  const to = toS === openEndS ? null : bounded(toS + 1);
  return { organizationId, nodeId, from: bounded(fromS), to };
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

function nextLink(call: ManagairCall, cursor: string): string {
  const parameters = new URLSearchParams(call.query);
  parameters.set('cursor', cursor);
  const path = new URL(call.request.url).pathname.replace(/\/?$/, '/').replace(/^\/api\/v1/, '');
  return call.url(`${path}?${parameters.toString()}`);
}
