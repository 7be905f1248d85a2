import { answerJson } from '#lib/platform/http/answer-json.ts';
import type { Context } from '#lib/platform/context.ts';
import {
  listUnitGroups,
  listUnitGroupSets,
  listVersions,
  resolveStudy,
  type OpenVersion,
} from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { numbersOfGroups } from './groups.ts';
import { studyNamed } from './place-searches.ts';
import { readAll } from './read-all.ts';
import { readFlag, readText, refuse } from './read-params.ts';

const most = 20_000;

/**
 * `GET /api/mobile/groups/?app_id=`: groups of the version of a study; with `showDeleted` those of the other versions of
 * its source too, `erased`. Errors: `input_invalid` (no `app_id`), `not_found`, `permission_missing`.
 */
export async function listMobileGroups(call: IasoCall): Promise<Response> {
  const versions = await versionsFor(call, readFlag(call.params, 'showDeleted') ?? false);
  const lists = versions.map(async ({ id, isErased }) =>
    (await readGroups(call.ctx, id)).map(({ legacyId, name }) => ({ id: legacyId, name, erased: isErased })),
  );
  return answerJson((await Promise.all(lists)).flat());
}

/** `GET /api/mobile/group_sets/?app_id=`: sets of all versions of the source, those of other versions `erased`. */
export async function listMobileGroupSets(call: IasoCall): Promise<Response> {
  const { ctx } = call;
  const lists = (await versionsFor(call, true)).map(async ({ id, isErased }) => {
    const sets = await readAll((cursor) => listUnitGroupSets(ctx, { version: id, limit: 200, ...at(cursor) }), most);
    const numbers = await numbersOfGroups(ctx, sets);
    return sets.map(({ legacyId, name, groups, belonging }) => ({
      id: legacyId,
      name,
      group_ids: groups.flatMap((group) => numbers.get(group.id) ?? []),
      group_belonging: belonging,
      erased: isErased,
    }));
  });
  return answerJson((await Promise.all(lists)).flat());
}

interface ToldVersion {
  readonly id: string;
  /** It is not the one that the study works with. */
  readonly isErased: boolean;
}

async function versionsFor({ ctx, params }: IasoCall, withOthers: boolean): Promise<readonly ToldVersion[]> {
  const app = readText(params, 'app_id') ?? refuse('app_id', 'This field is required.');
  const { version } = await resolveStudy(ctx, await studyNamed(ctx, app));
  if (!withOthers) return [{ id: version.id, isErased: false }];
  return (await readVersions(ctx, version)).map(({ id }) => ({ id, isErased: id !== version.id }));
}

function readVersions(ctx: Context, { pyramidId }: OpenVersion) {
  return readAll((cursor) => listVersions(ctx, { pyramidId, cursor, limit: 200 }), most);
}

function readGroups(ctx: Context, version: string) {
  return readAll((cursor) => listUnitGroups(ctx, { version, limit: 200, ...at(cursor) }), most);
}

function at(cursor: string | undefined) {
  return cursor === undefined ? {} : { cursor };
}
