import { type InventoryNode, readSamples, type RoomInstallation } from '#lib/sensors/index.ts';
import { answerDocument } from './answer.ts';
import { documentOf, listDocumentOf } from './documents.ts';
import { ApiError } from './errors.ts';
import { type ManagairCall, requirePerson } from './exchange.ts';
import { findThing, getThing } from './find-things.ts';
import { installationKind, nodeKind } from './kinds/devices.ts';
import { kindOf } from './kinds/kinds.ts';
import { chooseAnswer, cursorProfile } from './media-type.ts';
import { type ReadQuery, readQuery } from './read-query.ts';
import type { AnyKind } from './resource.ts';
import { spanOf } from './series-items.ts';
import { askedSpan, clipped, requireSeries, seriesFilters } from './time-series.ts';
import { toTimestampS } from './time-slices.ts';
import { writeSample } from './write-sample.ts';

/** Guards a kind that is for people who are signed in. */
export function requireAccess(call: ManagairCall, { access }: AnyKind): void {
  if (access === 'people' || call.visitor.kind !== 'none') requirePerson(call.visitor);
}

/** Kinds whose things take what was measured along when asked to. */
const withSeries: ReadonlySet<AnyKind> = new Set([nodeKind, installationKind]);

function parametersOf(kind: AnyKind, isList: boolean) {
  const hasSeries = withSeries.has(kind);
  return {
    filters: [...kind.filters, ...(hasSeries ? seriesFilters : [])],
    others: hasSeries ? ['include_timeseries', 'install_now'] : [],
    isList,
  };
}

/** `GET <path>/`. `fixed`: filters that the address tells. */
export async function serveList(
  call: ManagairCall,
  kind: AnyKind,
  fixed: Readonly<Record<string, string>> = {},
): Promise<Response> {
  requireAccess(call, kind);
  chooseAnswer(call.request, { hasCsv: false });
  const query = readQuery(call.query, kind, parametersOf(kind, true));
  const page = await kind.list(call, { ...query.list, filters: { ...query.list.filters, ...fixed } });
  const profile = query.numbered === null ? cursorProfile : undefined;
  return answerDocument(await listDocumentOf(call, kind, { page, query }), { profile });
}

/** `GET <path>/{id}/`. */
export async function serveOne(call: ManagairCall, kind: AnyKind, id: string): Promise<Response> {
  requireAccess(call, kind);
  chooseAnswer(call.request, { hasCsv: false });
  const presentation = readQuery(call.query, kind, parametersOf(kind, false));
  const row = await getThing(call, kind, id);
  const extra = withSeries.has(kind) ? await seriesOf(call, kind, { row, query: presentation }) : {};
  return answerDocument(await documentOf(call, kind, { row, presentation, extra }));
}

/** `GET <path>/{id}/<relation>/`: what the relation leads to. */
export async function serveRelated(
  call: ManagairCall,
  kind: AnyKind,
  to: { id: string; segment: string },
): Promise<Response> {
  requireAccess(call, kind);
  chooseAnswer(call.request, { hasCsv: false });
  const row = await getThing(call, kind, to.id);
  const found = Object.entries(kind.relations).find(([name, one]) => (one.segment ?? name) === to.segment);
  const relation = found?.[1];
  if (!relation || (relation.isForMembers && kind.isOwn?.(row) === false)) throw absent();
  const other = kindOf(relation.type);
  if (relation.filter !== undefined) return serveList(call, other, { [relation.filter]: kind.idOf(row) });
  if (relation.many) {
    const query = readQuery(call.query, other, parametersOf(other, true));
    const page = await other.list(call, { ...query.list, ids: relation.many(row) });
    return answerDocument(await listDocumentOf(call, other, { page, query }));
  }
  const id = relation.one?.(row) ?? null;
  const presentation = readQuery(call.query, other, parametersOf(other, false));
  const target = id === null ? null : await findThing(call, other, id);
  if (id !== null && target === null) {
    requireAccess(call, other);
    throw absent();
  }
  if (target === null) return answerDocument({ data: null, links: { self: call.self } });
  return answerDocument(await documentOf(call, other, { row: target, presentation }));
}

function absent(): ApiError {
  return new ApiError(404, 'There is no such thing here, or it is not yours to see.');
}

/** `include_timeseries=true` with `filter[from]` and `filter[to]` (managair.md 7); "false" is false (defect 28). */
async function seriesOf(
  call: ManagairCall,
  kind: AnyKind,
  { row, query }: { readonly row: unknown; readonly query: ReadQuery },
): Promise<object> {
  const told = query.others['include_timeseries']?.toLowerCase();
  if (told === undefined || ['', '0', 'false', 'no'].includes(told)) return {};
  const asked = askedSpan(query, call.now);
  const isNode = kind === nodeKind;
  requireSeries(call, isNode ? { ...(row as InventoryNode), isPublic: false } : (row as RoomInstallation));
  const span = isNode ? spanOfNode(row as InventoryNode, asked) : spanOfInstallation(row as RoomInstallation, asked);
  const samples = await readSamples(call.runtime.db, spanOf(span));
  const [first, last] = [samples[0], samples.at(-1)];
  return {
    query_timestamp_s: toTimestampS(call.now),
    ...(isNode && {
      from_timestamp_s: first ? toTimestampS(first.observedAt) : null,
      to_timestamp_s: last ? toTimestampS(last.observedAt) : null,
    }),
    sample_count: samples.length,
    timeseries: samples.map((sample) => writeSample(sample, span.nodeLegacyId)),
  };
}

type Seconds = ReturnType<typeof askedSpan>;

function spanOfNode({ organizationId, id, legacyId }: InventoryNode, asked: Seconds) {
  return { organizationId, nodeId: id, nodeLegacyId: legacyId, ...asked };
}

function spanOfInstallation(row: RoomInstallation, asked: Seconds) {
  const { organizationId, nodeId, nodeLegacyId } = row;
  return { organizationId, nodeId, nodeLegacyId, ...clipped(row, asked) };
}
