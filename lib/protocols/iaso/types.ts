import { answerJson } from '#lib/platform/http/answer-json.ts';
import { listStudies } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getTypeHierarchy, listUnitTypes } from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { one } from './place-searches.ts';
import { readAll } from './read-all.ts';
import { readFlag, readList, readText, type Params } from './read-params.ts';
import { tellList } from './tell-list.ts';
import { seconds, type Project } from './unit-shapes.ts';

type UnitType = Awaited<ReturnType<typeof listUnitTypes>>['items'][number];
const mostTypes = 5_000;

/** `GET /api/v2/orgunittypes/`: `sub_unit_types` is what may stand under a type. */
export function listTypes(call: IasoCall): Promise<Response> {
  return tellTypes(call, { isForPhones: false });
}

/** `GET /api/orgunittypes/`: for phones, where `sub_unit_types` is what may be created under a type. */
export function listOldTypes(call: IasoCall): Promise<Response> {
  return tellTypes(call, { isForPhones: true });
}

async function tellTypes(
  { ctx, params }: IasoCall,
  { isForPhones }: { readonly isForPhones: boolean },
): Promise<Response> {
  const told = await teller(ctx, { isForPhones, withCounts: readFlag(params, 'with_units_count') ?? false });
  const rows = told.types.filter((type) => isAsked(type, params, told.projects)).map(told.tell);
  const sorts = ['id', 'name', 'short_name', 'depth', 'created_at', 'updated_at'] as const;
  return tellList({ key: 'orgUnitTypes', rows, params, sorts: [...sorts] });
}

/** `GET /api/v2/orgunittypes/{id}/`. Errors: `not_found`, `permission_missing`. */
export async function getType({ ctx, legacyId }: IasoCall): Promise<Response> {
  return answerJson(await tellType(ctx, legacyId()));
}

/** A type as Iaso tells it. Errors: `not_found`, `permission_missing`. */
export async function tellType(ctx: Context, legacyId: number): Promise<object> {
  const told = await teller(ctx, { isForPhones: false, withCounts: true });
  const type = told.types.find((one) => one.legacyId === legacyId);
  if (!type) throw new Problem('not_found');
  return told.tell(type);
}

/** `GET /api/v2/orgunittypes/dropdown/`. */
export async function listTypeChoices({ ctx, params }: IasoCall): Promise<Response> {
  const { types, projects } = await teller(ctx, { isForPhones: false, withCounts: false });
  const asked = types.filter((type) => isAsked(type, params, projects));
  return answerJson(asked.map(({ legacyId, name, depth }) => ({ id: legacyId, name, depth })));
}

type Hierarchy = Awaited<ReturnType<typeof getTypeHierarchy>>;

/** `GET /api/v2/orgunittypes/{id}/hierarchy/`: what may stand under a type, all the way down. */
export async function getHierarchy({ ctx, legacyId }: IasoCall): Promise<Response> {
  const tree = await getTypeHierarchy(ctx, await one(ctx, 'type', legacyId()));
  const { types } = await teller(ctx, { isForPhones: false, withCounts: false });
  const numbers = new Map(types.map((type) => [type.id, type.legacyId]));
  const tell = ({ id, name, shortName, depth, children }: Hierarchy): object => ({
    id: numbers.get(id) ?? null,
    name,
    short_name: shortName,
    depth,
    sub_unit_types: children.map(tell),
  });
  return answerJson(tell(tree));
}

interface Told {
  readonly types: readonly UnitType[];
  readonly projects: ReadonlyMap<string, Project>;
  readonly tell: (type: UnitType) => Readonly<Record<string, unknown>>;
}

async function teller(
  ctx: Context,
  { isForPhones, withCounts }: { readonly isForPhones: boolean; readonly withCounts: boolean },
): Promise<Told> {
  const types = await readAll((cursor) => listUnitTypes(ctx, { ...(cursor ? { cursor } : {}), limit: 200 }), mostTypes);
  const studies = await listStudies(ctx);
  const projects = new Map(studies.map(({ id, name, key }): [string, Project] => [id, { id, name, app_id: key }]));
  const byId = new Map(types.map((type) => [type.id, type]));
  const below = (type: UnitType, isCreatable: boolean) =>
    type.children
      .filter((child) => child.isCreatable || !isCreatable)
      .flatMap(({ id }) => byId.get(id) ?? [])
      .map(namesOf);
  const tell = (type: UnitType) => ({
    ...namesOf(type),
    category: type.category,
    projects: type.studyIds.flatMap((id) => projects.get(id) ?? []),
    sub_unit_types: below(type, isForPhones),
    ...(isForPhones ? {} : { allow_creating_sub_unit_types: below(type, true) }),
    reference_forms: [],
    units_count: withCounts ? type.unitCount : null,
  });
  return { types, projects, tell };
}

function namesOf({ legacyId, name, shortName, depth, createdAt, updatedAt }: UnitType) {
  const times = { created_at: seconds(createdAt), updated_at: seconds(updatedAt) };
  return { id: legacyId, name, short_name: shortName, depth, ...times };
}

/** By `search` in the name, and by the studies of `app_id`, `project` or `project_ids`. */
function isAsked(type: UnitType, params: Params, projects: ReadonlyMap<string, Project>): boolean {
  const text = readText(params, 'search')?.toLowerCase();
  const wanted = readList(params, 'app_id') ?? readList(params, 'project') ?? readList(params, 'project_ids');
  const isNamed = text === undefined || `${type.name} ${type.shortName}`.toLowerCase().includes(text);
  const ofStudy = (id: string) =>
    wanted?.includes(id) === true || wanted?.includes(projects.get(id)?.app_id ?? '') === true;
  return isNamed && (wanted === undefined || type.studyIds.some(ofStudy));
}
