import { answerJson } from '#lib/platform/http/answer-json.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  getUnitGroup,
  getUnitGroupSet,
  legacyOfIds,
  listPyramids,
  listUnitGroups,
  listUnitGroupSets,
  resolveVersion,
  type OpenVersion,
} from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { one, studyNamed } from './place-searches.ts';
import { readAll } from './read-all.ts';
import { readFlag, readIntegers, readList, readText, type Params } from './read-params.ts';
import { tellList } from './tell-list.ts';
import { seconds } from './unit-shapes.ts';

type Group = Awaited<ReturnType<typeof getUnitGroup>>;
type GroupSet = Awaited<ReturnType<typeof getUnitGroupSet>>;

const most = 20_000;
const sorts = ['id', 'name', 'source_ref', 'created_at', 'updated_at'] as const;

/**
 * `GET /api/groups/`: groups of the versions that are named, else of the default one; `light`: without counts of units.
 * Errors: `not_found`.
 */
export async function listGroups({ ctx, params }: IasoCall): Promise<Response> {
  const isLight = readFlag(params, 'light') ?? false;
  const rows = (await readGroups(ctx, params)).map(({ told: { org_unit_count: count, ...told } }) => ({
    ...told,
    ...(isLight ? {} : { org_unit_count: count }),
  }));
  return tellList({ key: 'groups', rows, params, sorts: [...sorts, 'org_unit_count'] });
}

/** `GET /api/groups/dropdown/`: each with its source and version in its label. */
export async function listGroupChoices({ ctx, params }: IasoCall): Promise<Response> {
  const choices = (await readGroups(ctx, params)).map(({ told: { id, name }, version }) => ({
    id,
    name,
    label: `${name} (${version.pyramidName} - ${String(version.number)})`,
  }));
  return answerJson(choices);
}

/** `GET /api/groups/{id}/`. Errors: `not_found`, `permission_missing`. */
export async function getGroup({ ctx, legacyId }: IasoCall): Promise<Response> {
  return answerJson(await tellGroup(ctx, await getUnitGroup(ctx, await one(ctx, 'group', legacyId()))));
}

/** A group as Iaso tells it. */
export async function tellGroup(ctx: Context, group: Group): Promise<object> {
  const version = await resolveVersion(ctx, { version: group.versionId });
  return (await tellerOfGroups(ctx, version, [group]))(group);
}

/** `GET /api/group_sets/`: as groups. */
export async function listGroupSets({ ctx, params }: IasoCall): Promise<Response> {
  const rows = (await readSets(ctx, params)).flat();
  return tellList({ key: 'group_sets', rows, params, sorts: [...sorts] });
}

/** `GET /api/group_sets/dropdown/`. */
export async function listGroupSetChoices({ ctx, params }: IasoCall): Promise<Response> {
  const rows = (await readSets(ctx, params)).flat();
  return answerJson(rows.map(({ id, name }) => ({ id, name, label: name })));
}

/** `GET /api/group_sets/{id}/`. Errors: `not_found`, `permission_missing`. */
export async function getGroupSet({ ctx, legacyId }: IasoCall): Promise<Response> {
  return answerJson(await tellGroupSet(ctx, await getUnitGroupSet(ctx, await one(ctx, 'groupSet', legacyId()))));
}

/** A set of groups as Iaso tells it. */
export async function tellGroupSet(ctx: Context, set: GroupSet): Promise<object> {
  const version = await resolveVersion(ctx, { version: set.versionId });
  return (await tellerOfSets(ctx, version, [set]))(set);
}

async function readGroups(ctx: Context, params: Params) {
  const text = readText(params, 'search');
  const lists = (await versionsOf(ctx, params)).map(async (version) => {
    const filter = { version: version.id, ...(text === undefined ? {} : { text }), limit: 200 };
    const groups = await readAll((cursor) => listUnitGroups(ctx, { ...filter, ...(cursor ? { cursor } : {}) }), most);
    const tell = await tellerOfGroups(ctx, version, groups);
    return groups.map((group) => ({ told: tell(group), version }));
  });
  return (await Promise.all(lists)).flat();
}

async function readSets(ctx: Context, params: Params) {
  const text = readText(params, 'search');
  const lists = (await versionsOf(ctx, params)).map(async (version) => {
    const filter = { version: version.id, ...(text === undefined ? {} : { text }), limit: 200 };
    const sets = await readAll((cursor) => listUnitGroupSets(ctx, { ...filter, ...(cursor ? { cursor } : {}) }), most);
    return sets.map(await tellerOfSets(ctx, version, sets));
  });
  return Promise.all(lists);
}

/** The versions that are meant; an organization without any has no groups. */
async function versionsOf(ctx: Context, params: Params): Promise<readonly OpenVersion[]> {
  const named = readIntegers(params, 'versionIds') ?? readIntegers(params, 'version');
  const sources = readIntegers(params, 'dataSourceIds') ?? readIntegers(params, 'dataSource');
  if (named) {
    return Promise.all(named.map(async (id) => resolveVersion(ctx, { version: await one(ctx, 'version', id) })));
  }
  if (sources) {
    return Promise.all(sources.map(async (id) => resolveVersion(ctx, { pyramid: await one(ctx, 'pyramid', id) })));
  }
  const projects = readList(params, 'projectIds');
  if (projects) return versionsOfProjects(ctx, projects);
  try {
    return [await resolveVersion(ctx, {})];
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return [];
    throw error;
  }
}

/** The default versions of the sources of some projects. Errors: `not_found`. */
async function versionsOfProjects(ctx: Context, projects: readonly string[]): Promise<readonly OpenVersion[]> {
  const studies = await Promise.all(projects.map((project) => studyNamed(ctx, project)));
  const lists = studies.map((study) =>
    readAll((cursor) => listPyramids(ctx, { study, limit: 200, ...(cursor ? { cursor } : {}) }), most),
  );
  const ids = new Set(
    (await Promise.all(lists)).flat().flatMap((one) => (one.defaultVersionId === null ? [] : [one.id])),
  );
  return Promise.all([...ids].map((pyramid) => resolveVersion(ctx, { pyramid })));
}

async function tellerOfGroups(ctx: Context, version: OpenVersion, groups: readonly Group[]) {
  const sets = await legacyOfIds(
    ctx,
    'groupSet',
    groups.flatMap((group) => group.sets.map(({ id }) => id)),
  );
  return (group: Group) => ({
    id: group.legacyId,
    name: group.name,
    source_ref: group.sourceRef,
    source_version: versionOf(version),
    group_sets: group.sets.map(({ id, name }) => ({ id: sets.get(id) ?? null, name })),
    org_unit_count: group.unitCount,
    created_at: seconds(group.createdAt),
    updated_at: seconds(group.updatedAt),
    block_of_countries: false,
  });
}

async function tellerOfSets(ctx: Context, version: OpenVersion, sets: readonly GroupSet[]) {
  const groups = await numbersOfGroups(ctx, sets);
  return (set: GroupSet) => ({
    id: set.legacyId,
    name: set.name,
    source_ref: set.sourceRef,
    source_version: versionOf(version),
    group_belonging: set.belonging,
    groups: set.groups.map(({ id, name }) => ({ id: groups.get(id) ?? null, name })),
    group_ids: set.groups.flatMap(({ id }) => groups.get(id) ?? []),
    created_at: seconds(set.createdAt),
    updated_at: seconds(set.updatedAt),
  });
}

/** Integer ids of the groups of some sets, by our ids. */
export function numbersOfGroups(ctx: Context, sets: readonly GroupSet[]): Promise<ReadonlyMap<string, number>> {
  return legacyOfIds(
    ctx,
    'group',
    sets.flatMap((set) => set.groups.map(({ id }) => id)),
  );
}

function versionOf({ legacyId, number, pyramidLegacyId, pyramidName }: OpenVersion) {
  return { id: legacyId, number, data_source: { id: pyramidLegacyId, name: pyramidName } };
}
