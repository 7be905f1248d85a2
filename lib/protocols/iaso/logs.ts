import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { listUnitChanges } from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { envelopeOf, offsetOf, readPage } from './pages.ts';
import { one } from './place-searches.ts';
import { readAll } from './read-all.ts';
import { readInteger, readList, readText, refuse, type Params } from './read-params.ts';
import { seconds } from './unit-shapes.ts';

type Change = Awaited<ReturnType<typeof listUnitChanges>>['items'][number];
type Origin = NonNullable<Parameters<typeof listUnitChanges>[1]['origin']>;

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

/**
 * `GET /api/logs/?contentType=iaso.orgunit&objectId=`: what happened to a unit, newest first. Both parameters are wanted:
 * there is no log of everything. Errors: `not_found`, `permission_missing`.
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
  const changes = await readChanges(ctx, await one(ctx, 'unit', unit), params);
  const offset = offsetOf(page, changes.length);
  const fields = readList(params, 'fields') ?? [];
  const { count, ...rest } = envelopeOf(page, changes.length);
  const list = changes.slice(offset, offset + page.limit).map((change) => asLog(change, unit, fields));
  return answerJson({ count, list, ...rest });
}

async function readChanges(ctx: Context, unitId: string, params: Params): Promise<readonly Change[]> {
  const source = readText(params, 'source');
  const actorId = readText(params, 'userId');
  const filter = {
    ...(actorId === undefined
      ? {}
      : { actorId: z.guid().safeParse(actorId).data ?? refuse('userId', 'This is no id.') }),
    ...whenOf(params, 'date_from', 'since'),
    ...whenOf(params, 'date_to', 'until'),
  };
  const changes = await readAll(
    (cursor) => listUnitChanges(ctx, { unitId, ...filter, limit: 100, ...(cursor ? { cursor } : {}) }),
    mostChanges,
  );
  return changes.filter(({ origin }) => source === undefined || sources[origin as Origin] === source);
}

function whenOf(params: Params, name: string, member: 'since' | 'until') {
  const text = readText(params, name);
  if (text === undefined) return {};
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? refuse(name, 'This is no instant.') : { [member]: at };
}

function asLog(
  { id, origin, actorId, actorLabel, changedAt, diffs, kind }: Change,
  unit: number,
  fields: readonly string[],
) {
  const side = (which: 'before' | 'after') => [
    { model: 'iaso.orgunit', pk: unit, fields: Object.fromEntries(diffs.map((diff) => [diff.field, diff[which]])) },
  ];
  const modified = diffs.map(({ field, before, after }) => ({ fieldname: field, before, after }));
  const parts = {
    past_value: kind === 'made' ? [] : side('before'),
    new_value: kind === 'removed' ? [] : side('after'),
    field_diffs: { added: kind === 'made' ? modified : [], removed: [], modified: kind === 'made' ? [] : modified },
  };
  return {
    id,
    content_type: 'iaso.orgunit',
    object_id: unit,
    source: sources[origin as Origin],
    user: { id: actorId, user_name: actorLabel },
    created_at: seconds(changedAt),
    ...Object.fromEntries(Object.entries(parts).filter(([name]) => fields.includes(name))),
  };
}
