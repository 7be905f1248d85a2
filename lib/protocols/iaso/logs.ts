import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getChangedUnit, getUnit, legacyOfIds, listUnitChanges } from '#lib/registry/index.ts';
import { unitMembers } from '#lib/registry/domain/unit-state.ts';
import type { IasoCall } from './exchange.ts';
import { tellerOfMembers } from './log-values.ts';
import { envelopeOf, offsetOf, readPage } from './pages.ts';
import { one } from './place-searches.ts';
import { readAll } from './read-all.ts';
import { readInteger, readList, readText, refuse, type Params } from './read-params.ts';

type Change = Awaited<ReturnType<typeof listUnitChanges>>['items'][number];
type Origin = NonNullable<Parameters<typeof listUnitChanges>[1]['origin']>;
type Fields = Readonly<Record<string, unknown>>;

/** How Iaso names where a change came from. */
const sources: Readonly<Record<Origin, string>> = {
  page: 'org_unit_api',
  api: 'org_unit_api',
  mobile: 'mobile_api',
  bulk: 'org_unit_api_bulk',
  import: 'gpkg_import',
  undo: 'import_undo',
  copy: 'copy_version',
  restore: 'org_unit_restore',
};
/** Changes of one unit that a list looks back over. */
const mostChanges = 5_000;

/** A change and the whole unit on both sides of it, in Iaso's words; null where there was none. */
interface Logged {
  readonly change: Change;
  readonly before: Fields | null;
  readonly after: Fields | null;
}

/**
 * `GET /api/logs/?contentType=iaso.orgunit&objectId=`: what happened to a unit, newest first unless `order=created_at`.
 * Both parameters are wanted: there is no log of everything. Errors: `not_found`, `permission_missing`, `input_invalid`.
 */
export async function listLogs({ ctx, params }: IasoCall): Promise<Response> {
  const unit = readInteger(params, 'objectId');
  if (unit === undefined || readText(params, 'contentType') !== 'iaso.orgunit') {
    return answerJson(
      { error: 'objectId and contentType parameters are required. contentType can be iaso.orgunit' },
      400,
    );
  }
  const page = readPage(params, { most: 500, otherwise: 50 }) ?? { limit: 50, page: 1 };
  const isWanted = filterOf(params);
  const isOldestFirst = readOldestFirst(params);
  const found = (await readLog(ctx, await one(ctx, 'unit', unit))).filter(({ change }) => isWanted(change));
  const logged = isOldestFirst ? found.reverse() : found;
  const offset = offsetOf(page, logged.length);
  const fields = readList(params, 'fields') ?? [];
  const { count, ...rest } = envelopeOf(page, logged.length);
  const list = logged.slice(offset, offset + page.limit).map((log) => asListed(log, unit, fields));
  return answerJson({ count, list, ...rest });
}

/** `GET /api/logs/{id}/`: one change, with both sides of it. Errors: `not_found`, `permission_missing`. */
export async function getLog({ ctx, id }: IasoCall): Promise<Response> {
  const changeId = z.guid().safeParse(id);
  if (!changeId.success) throw new Problem('not_found');
  const unitId = await getChangedUnit(ctx, changeId.data);
  const logged = (await readLog(ctx, unitId)).find(({ change }) => change.id === changeId.data);
  if (!logged) throw new Problem('not_found');
  const unit = (await legacyOfIds(ctx, 'unit', [unitId])).get(unitId) ?? 0;
  return answerJson({ ...asLog(logged.change, unit), ...sidesOf(logged, unit) });
}

/** Everything that happened to a unit, newest first: walked back from what it is now. */
async function readLog(ctx: Context, unitId: string): Promise<Logged[]> {
  const unit = await getUnit(ctx, unitId);
  const changes = await readAll(
    (cursor) => listUnitChanges(ctx, { unitId, limit: 100, ...(cursor ? { cursor } : {}) }),
    mostChanges,
  );
  const now = Object.fromEntries(unitMembers.map((member) => [member, unit[member]]));
  const former = changes.map(({ diffs }) => Object.fromEntries(diffs.map(({ field, before }) => [field, before])));
  const tell = await tellerOfMembers(ctx, [now, ...former]);
  let after: Fields = tell(now);
  return changes.map((change, index) => {
    const logged = { change, after: change.kind === 'removed' ? null : after };
    const before = change.kind === 'made' ? null : { ...after, ...tell(former[index] ?? {}) };
    after = before ?? {};
    return { ...logged, before };
  });
}

function filterOf(params: Params): (change: Change) => boolean {
  const source = readText(params, 'source');
  const people = readList(params, 'userId')?.map(
    (id) => z.guid().safeParse(id).data ?? refuse('userId', 'This is no id.'),
  );
  const [from, to] = [readInstant(params, 'date_from'), readInstant(params, 'date_to')];
  return ({ origin, actorId, changedAt }) =>
    (source === undefined || sources[origin as Origin] === source) &&
    (people === undefined || (actorId !== null && people.includes(actorId))) &&
    (from === undefined || changedAt >= from) &&
    (to === undefined || changedAt <= to);
}

function readInstant(params: Params, name: string): Date | undefined {
  const text = readText(params, name);
  if (text === undefined) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? refuse(name, 'This is no instant.') : at;
}

function readOldestFirst(params: Params): boolean {
  const order = readText(params, 'order') ?? '-created_at';
  if (order === 'created_at' || order === 'id') return true;
  return order === '-created_at' || order === '-id' ? false : refuse('order', 'A log is sorted by "created_at".');
}

function asListed(logged: Logged, unit: number, fields: readonly string[]) {
  const parts = { ...sidesOf(logged, unit), field_diffs: diffsOf(logged) };
  return {
    ...asLog(logged.change, unit),
    ...Object.fromEntries(Object.entries(parts).filter(([name]) => fields.includes(name))),
  };
}

function asLog({ id, origin, actorId, actorLabel, changedAt }: Change, unit: number) {
  return {
    id,
    content_type: 'iaso',
    object_id: String(unit),
    source: sources[origin as Origin],
    user: { id: actorId, user_id: actorId, user_name: actorLabel, first_name: '', last_name: '' },
    created_at: changedAt.toISOString(),
    org_unit_change_request_id: null,
  };
}

function sidesOf({ before, after }: Logged, unit: number) {
  const side = (fields: Fields | null) => (fields === null ? [] : [{ model: 'iaso.orgunit', pk: unit, fields }]);
  return { past_value: side(before), new_value: side(after) };
}

/** What one side has and the other has not, and what both have differently. */
function diffsOf({ before, after }: Logged) {
  const diffs: Record<'added' | 'removed' | 'modified', Record<string, object>> = {
    added: {},
    removed: {},
    modified: {},
  };
  for (const name of new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])) {
    const [was, is] = [before?.[name] ?? null, after?.[name] ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    const kind = before === null ? 'added' : after === null ? 'removed' : 'modified';
    diffs[kind][name] = { before: was, after: is };
  }
  return diffs;
}
