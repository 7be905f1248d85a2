import type { InventoryNode, RoomInstallation } from '#lib/sensors/index.ts';
import { answerDocument, answerNothing } from './answer.ts';
import { answerCsv } from './csv.ts';
import { ApiError } from './errors.ts';
import { type ManagairCall, requirePerson } from './exchange.ts';
import { getThing } from './find-things.ts';
import { installationSeriesKind, nodeSeriesKind } from './kinds/series.ts';
import { chooseAnswer } from './media-type.ts';
import { type ReadQuery, readQuery, wrong } from './read-query.ts';
import { entityTag, isKnown } from './entity-tag.ts';
import type { AnyKind } from './resource.ts';
import { gapsBetween, readBins, readGap, readPage, type SeriesSpan } from './series-items.ts';
import { toTimestampS } from './time-slices.ts';

/** Parameters beside filters. */
export const seriesParameters = ['limit', 'cursor', 'order', 'interval', 'fn', 'gaps'];
export const seriesFilters = ['from', 'to'];

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
  const gapS = readGap(wish.query);
  const { items, next } = isBinned ? await readBins(call, wish) : await readPage(call, wish);
  const gaps = gapS === null ? {} : { gaps: gapsBetween(items, gapS) };
  const etag = entityTag([
    as,
    wish.query.fields.get(wish.kind.type) ?? null,
    wish.told,
    wish.span.fromS,
    items,
    gaps,
    next,
  ]);
  const headers = { etag, 'cache-control': 'private, no-cache' };
  if (isKnown(call.request, etag)) return answerNothing({ status: 304, headers });
  if (as === 'csv')
    return answerCsv(items, { name: `${wish.kind.path}-${wish.id}`, next: next && nextLink(call, next), headers });
  const { fromS, toS } = wish.span;
  const url = call.url(`/${wish.kind.path}/${wish.id}/`);
  const attributes = {
    ...wish.told,
    query_timestamp_s: toTimestampS(call.now),
    from_timestamp_s: fromS,
    to_timestamp_s: toS,
    sample_count: isBinned ? items.reduce((sum, item) => sum + Number(item['sample_count'] ?? 0), 0) : items.length,
    samples: items,
    ...gaps,
    url,
  };
  const fields = wish.query.fields.get(wish.kind.type);
  const kept = fields
    ? Object.fromEntries(Object.entries(attributes).filter(([name]) => fields.has(name)))
    : attributes;
  const data = { type: wish.kind.type, id: wish.id, attributes: kept, links: { self: url } };
  const links = { self: url, describedby: call.url('/schema/'), ...(next !== null && { next: nextLink(call, next) }) };
  return answerDocument({ data, links }, { headers });
}

function nextLink(call: ManagairCall, cursor: string): string {
  const parameters = new URLSearchParams(call.query);
  parameters.set('cursor', cursor);
  const path = new URL(call.request.url).pathname.replace(/\/?$/, '/').replace(/^\/api\/v1/, '');
  return call.url(`${path}?${parameters.toString()}`);
}
