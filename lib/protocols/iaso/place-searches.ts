import { listStudies } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  idsOfLegacy,
  resolveStudy,
  resolveVersion,
  type LegacyKind,
  type OpenVersion,
  type PlacedSearch,
  type UnitSearch,
} from '#lib/registry/index.ts';
import { refuse } from './read-params.ts';
import type { WantedSearch } from './unit-filters.ts';

/**
 * Searches as the registry takes them: each in the version that it means, with our ids. A search without a version means
 * the default one; in an organization that has none it finds nothing. Errors: `not_found` (a version, a source or a study
 * that is named), `permission_missing`.
 */
export async function placeSearches(ctx: Context, wanted: readonly WantedSearch[]): Promise<readonly PlacedSearch[]> {
  return (await Promise.all(wanted.map((one) => placeSearch(ctx, one)))).flat();
}

async function placeSearch(ctx: Context, wanted: WantedSearch): Promise<readonly PlacedSearch[]> {
  const meant = await findMeant(ctx, wanted);
  if (!meant) return [];
  const { version, typeIds: ofStudy } = meant;
  const under = wanted.under && (await ours(ctx, 'unit', wanted.under));
  const { text, status, category, subSource, depth, geography, withShape, withLocation } = wanted;
  const { openingDate, closedDate, openAt } = wanted;
  const search: UnitSearch = withoutUndefined({
    text: wanted.isOfRoots && version.trees ? `ids:${topsOf(version.trees).join(',')}` : text,
    status: [...status],
    typeIds: within(wanted.typeIds && (await ours(ctx, 'type', wanted.typeIds)), ofStudy),
    category,
    groupIds: wanted.groupIds && (await ours(ctx, 'group', wanted.groupIds)),
    parentId: await parentOf(ctx, wanted, version),
    underIds: under,
    notUnderIds: wanted.notUnder && (await ours(ctx, 'unit', wanted.notUnder)),
    ...{ subSource, depth, geography, withShape, withLocation, openingDate, closedDate, openAt },
  });
  return [{ versionId: version.id, search, withoutIds: wanted.isWithoutTops ? (under ?? []) : [] }];
}

interface Meant {
  readonly version: OpenVersion;
  readonly typeIds: readonly string[] | null;
}

async function findMeant(ctx: Context, wanted: WantedSearch): Promise<Meant | null> {
  const meant = await findNamed(ctx, wanted);
  if (!meant || !wanted.isOfDefault) return meant;
  const standard = await findDefault(ctx);
  return standard?.version.id === meant.version.id ? meant : null;
}

async function findNamed(ctx: Context, { source, version, studies }: WantedSearch): Promise<Meant | null> {
  if (studies !== undefined) return registryOfStudies(ctx, studies);
  if (version !== undefined) {
    const open = await resolveVersion(ctx, { version: await one(ctx, 'version', version) });
    if (source !== undefined && open.pyramidLegacyId !== source) throw new Problem('not_found');
    return { version: open, typeIds: null };
  }
  if (source !== undefined) {
    return { version: await resolveVersion(ctx, { pyramid: await one(ctx, 'pyramid', source) }), typeIds: null };
  }
  return findDefault(ctx);
}

/** The default version of the organization; null when it has none. */
async function findDefault(ctx: Context): Promise<Meant | null> {
  try {
    return { version: await resolveVersion(ctx, {}), typeIds: null };
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return null;
    throw error;
  }
}

/** The version that studies work with, and the types of any of them. Errors: `not_found`, `input_invalid` (they differ). */
async function registryOfStudies(ctx: Context, keys: readonly string[]): Promise<Meant | null> {
  const found = await Promise.all(keys.map(async (key) => resolveStudy(ctx, await studyNamed(ctx, key))));
  const [first, ...others] = found;
  if (!first) return null;
  if (others.some(({ version }) => version.id !== first.version.id)) {
    return refuse('project', 'These projects work with different versions: ask for one of them at a time.');
  }
  const everyType = found.some(({ typeIds }) => typeIds === null);
  return { ...first, typeIds: everyType ? null : found.flatMap(({ typeIds }) => typeIds ?? []) };
}

async function parentOf(
  ctx: Context,
  { parent, isOfRoots }: WantedSearch,
  { trees }: OpenVersion,
): Promise<string | undefined> {
  if (parent === 'root' || (isOfRoots && trees === null)) return 'root';
  return parent === undefined ? undefined : ((await idsOfLegacy(ctx, 'unit', [parent])).get(parent) ?? nothing);
}

/** The id of the study with a key, as anybody sees it who has a role in it. Errors: `not_found`. */
export async function studyNamed(ctx: Context, key: string): Promise<string> {
  const study = (await listStudies(ctx)).find((one) => one.key === key || one.id === key);
  if (!study) throw new Problem('not_found');
  return study.id;
}

/** Our id of a thing. Errors: `not_found`. */
export async function one(ctx: Context, kind: LegacyKind, legacyId: number): Promise<string> {
  const id = (await idsOfLegacy(ctx, kind, [legacyId])).get(legacyId);
  if (id === undefined) throw new Problem('not_found');
  return id;
}

/** Our ids; integers of nothing are left out, so that a list of them alone finds nothing. */
async function ours(ctx: Context, kind: LegacyKind, legacyIds: readonly number[]): Promise<string[]> {
  return [...(await idsOfLegacy(ctx, kind, legacyIds)).values()];
}

/** The id of no unit. */
const nothing = '00000000-0000-0000-0000-000000000000';

function within(asked: readonly string[] | undefined, allowed: readonly string[] | null): string[] | undefined {
  if (allowed === null) return asked && [...asked];
  return asked === undefined ? [...allowed] : asked.filter((id) => allowed.includes(id));
}

/** Integer ids of the tops of trees that lie in no other of them. */
function topsOf(trees: readonly string[]): string[] {
  return trees
    .filter((path) => !trees.some((other) => path.startsWith(`${other}.`)))
    .map((path) => path.slice(path.lastIndexOf('.') + 1));
}

type Defined<Shape> = { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };

function withoutUndefined<Shape extends object>(shape: Shape): Defined<Shape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Defined<Shape>;
}
