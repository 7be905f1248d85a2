import { z } from 'zod';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { readTextQuery, type PreparedSearch, type TextQuery, type UnitSearch } from '../domain/unit-search.ts';
import type { RegistryScope } from './scope.ts';

/** Which units of a version one search finds, for a viewer who sees some trees only. */
export interface UnitCondition {
  readonly names?: UnitNames | undefined;
  readonly versionId: string;
  readonly search: PreparedSearch;
  /** ltree paths of the trees the viewer may see; null: all of it. */
  readonly trees: readonly string[] | null;
}

/** A condition on `org_units u`: of the organization, of the version, in the viewer's trees, found by the search. */
export function unitCondition(scope: RegistryScope, { trees, ...one }: UnitCondition): SqlStatement {
  return sql`(${unitsOfVersion(scope, one.versionId, trees)} AND ${searchCondition({ scope, ...one })})`;
}

/** A condition on `org_units u`: found by any of the searches. */
export function anyUnitCondition(
  scope: RegistryScope,
  { versionId, searches, trees }: Omit<UnitCondition, 'search' | 'names'> & { readonly searches: readonly PreparedSearch[] },
): SqlStatement {
  return sql`(${unitsOfVersion(scope, versionId, trees)} AND (${joinSql(
    searches.map((search) => searchCondition({ scope, versionId, search })),
    ' OR ',
  )}))`;
}

/** An expression over `org_units u`: position of the first search that finds the unit. */
export function firstMatch(
  scope: RegistryScope,
  { versionId, searches }: { readonly versionId: string; readonly searches: readonly PreparedSearch[] },
): SqlStatement {
  const [only, ...rest] = searches;
  if (!only || rest.length === 0) return rawSql('0');
  const cases = searches.map(
    (search, index) => sql`WHEN ${searchCondition({ scope, versionId, search })} THEN ${index}::int4`,
  );
  return sql`CASE ${cases.reduce((joined, next) => sql`${joined} ${next}`)} END`;
}

/** A condition on `org_units u`: of the organization, of the version, in the viewer's trees. */
export function unitsOfVersion(
  { organizationId }: RegistryScope,
  versionId: string,
  trees: readonly string[] | null,
): SqlStatement {
  const seen = trees === null ? rawSql('') : sql`AND ${inTrees(trees)}`;
  return sql`u.organization_id = ${organizationId}::uuid AND u.version_id = ${versionId}::uuid ${seen}`;
}

/** Narrower conditions by member; one that is not asked for gives none. */
const members: readonly ((search: PreparedSearch) => SqlStatement | null)[] = [
  ({ status = ['VALID'] }) => statusCondition(status),
  ({ typeIds = null }) => typeIds && sql`u.type_id = ANY(${typeIds}::uuid[])`,
  ({ category }) =>
    category === undefined
      ? null
      : sql`u.type_id IN (SELECT id FROM org_unit_types t WHERE t.organization_id = u.organization_id AND t.category = ${category})`,
  ({ groupIds = null }) =>
    groupIds &&
    sql`EXISTS (SELECT 1 FROM org_unit_group_members m
      WHERE m.organization_id = u.organization_id AND m.unit_id = u.id AND m.group_id = ANY(${groupIds}::uuid[]))`,
  ({ parentId }) =>
    parentId === undefined
      ? null
      : parentId === 'root'
        ? rawSql('u.parent_id IS NULL')
        : sql`u.parent_id = ${parentId}::uuid`,
  ({ underPaths = null }) => underPaths && inTrees(underPaths),
  ({ notUnderPaths = null }) => notUnderPaths && sql`NOT coalesce(${inTrees(notUnderPaths)}, false)`,
  ({ depth }) => (depth === undefined ? null : sql`nlevel(u.path) = ${depth}::int4`),
  ({ geography }) => geographyCondition(geography),
  ({ withLocation }) => presence('location', withLocation),
  ({ withShape }) => presence('geom', withShape),
  ({ openingDate }) => (openingDate === undefined ? null : sql`u.opening_date >= ${openingDate}::date`),
  ({ closedDate }) => (closedDate === undefined ? null : sql`u.closed_date <= ${closedDate}::date`),
  ({ openAt }) =>
    openAt === undefined
      ? null
      : sql`coalesce(u.opening_date <= ${openAt}::date, true) AND coalesce(u.closed_date > ${openAt}::date, true)`,
  ({ subSource }) => (subSource === undefined ? null : sql`u.sub_source = ${subSource}`),
  ({ createdFrom }) => (createdFrom === undefined ? null : sql`u.created_at >= ${createdFrom}::timestamptz`),
  ({ createdTo }) => (createdTo === undefined ? null : sql`u.created_at <= ${createdTo}::timestamptz`),
  ({ updatedSince }) => (updatedSince === undefined ? null : sql`u.updated_at >= ${updatedSince}::timestamptz`),
  ({ extra }) => {
    const wanted = Object.entries(extra ?? {});
    return wanted.length === 0
      ? null
      : joinSql(
          wanted.map(([key, value]) => sql`u.extra_fields ->> ${key}::text = ${value}`),
          ' AND ',
        );
  },
];

/** One state is compared as such, so that the index of what is not valid answers for it. */
function statusCondition(status: readonly string[]): SqlStatement | null {
  const [only, ...rest] = status;
  if (only === undefined) return null;
  return rest.length === 0 ? sql`u.status = ${only}::text` : sql`u.status = ANY(${[...status]}::text[])`;
}

interface SearchedVersion {
  readonly scope: RegistryScope;
  readonly versionId: string;
  readonly search: PreparedSearch;
  /** Which names a text is looked for in; left out: in either. */
  readonly names?: UnitNames | undefined;
}

/** The name of a unit, or the others that it has. */
export type UnitNames = 'own' | 'other';

/** A condition on `org_units u`: what the search asks for, of whichever version. */
export function searchCondition({ scope, versionId, search, names }: SearchedVersion): SqlStatement {
  const text = textCondition(readTextQuery(search.text), { scope, versionId, ...(names && { names }) });
  const wanted = [text, ...members.map((condition) => condition(search))].filter((condition) => condition !== null);
  return wanted.length === 0 ? rawSql('(true)') : sql`(${joinSql(wanted, ' AND ')})`;
}

/**
 * Which units a text finds. Units found by another name of theirs are looked up once and compared by id, so that an index
 * that knows names, ids and states alone can answer the rest.
 */
function textCondition(
  query: TextQuery | null,
  { scope, versionId, names }: Omit<SearchedVersion, 'search'>,
): SqlStatement | null {
  switch (query?.kind) {
    case undefined:
      return null;
    case 'ids':
      return sql`(u.legacy_id = ANY(${query.legacyIds}::int8[]) OR u.id = ANY(${query.ids}::uuid[]))`;
    case 'refs':
      return sql`(u.source_ref = ANY(${query.refs}::text[]) OR u.legacy_id = ANY(${query.legacyIds}::int8[]))`;
    case 'codes':
      return sql`u.code = ANY(${query.codes}::text[])`;
    case 'name': {
      const own = sql`u.folded LIKE cairn_fold(${`%${query.text.replace(/[\\%_]/g, '\\$&')}%`})`;
      const other = sql`u.id = ANY(ARRAY(SELECT a.id FROM org_units a WHERE a.organization_id = ${scope.organizationId}::uuid
          AND a.version_id = ${versionId}::uuid AND a.folded_aliases @> ARRAY[cairn_fold(${query.text})]))`;
      return names === undefined ? sql`(${own} OR ${other})` : names === 'own' ? own : other;
    }
  }
}

function geographyCondition(geography: UnitSearch['geography']): SqlStatement | null {
  switch (geography) {
    case undefined:
      return null;
    case 'any':
      return rawSql('(u.location IS NOT NULL OR u.geom IS NOT NULL)');
    case 'location':
      return rawSql('u.location IS NOT NULL');
    case 'shape':
      return rawSql('u.geom IS NOT NULL');
    case 'none':
      return rawSql('u.location IS NULL AND u.geom IS NULL');
  }
}

function presence(column: 'location' | 'geom', isWanted: boolean | undefined): SqlStatement | null {
  return isWanted === undefined ? null : rawSql(`u.${column} IS ${isWanted ? 'NOT ' : ''}NULL`);
}

/**
 * A condition on `org_units u`: in one of the trees, their tops included. Paths are values, so that the planner can weigh
 * them; a few trees are ranges of the index of paths each.
 */
export function inTrees(paths: readonly string[]): SqlStatement {
  const distinct = [...new Set(paths)];
  if (distinct.length === 0) return rawSql('false');
  if (distinct.length > maxTreeRanges) return sql`u.path <@ ANY(${distinct}::text[]::ltree[])`;
  return sql`(${joinSql(distinct.map(inTree), ' OR ')})`;
}

/** More are compared row by row. */
const maxTreeRanges = 16;

/**
 * Paths are ordered label by label, and a label before those that it begins. Ours are numbers, so nothing stands between
 * what is in the tree of `1.2` and `1.20`, its bound.
 */
function inTree(path: string): SqlStatement {
  return sql`(u.path >= ${path}::text::ltree AND u.path < ${`${path}0`}::text::ltree)`;
}

const pathSchema = z.object({ id: z.string(), path: z.string() });

/** Searches with the paths of the units that they name; a unit that is not in the version has none. */
export async function prepareSearches(
  { db, organizationId }: RegistryScope,
  versionId: string,
  searches: readonly UnitSearch[],
): Promise<PreparedSearch[]> {
  const ids = searches.flatMap(({ underIds = [], notUnderIds = [] }) => [...underIds, ...notUnderIds]);
  const rows =
    ids.length === 0
      ? []
      : await db.query(
          pathSchema,
          sql`SELECT id, path::text AS path FROM org_units WHERE organization_id = ${organizationId}
            AND version_id = ${versionId} AND id = ANY(${ids}::uuid[]) AND path IS NOT NULL`,
        );
  const paths = new Map(rows.map(({ id, path }) => [id, path]));
  const pathsOf = (wanted: readonly string[]) => wanted.flatMap((id) => paths.get(id) ?? []);
  return searches.map(({ underIds, notUnderIds, ...search }) => ({
    ...search,
    ...(underIds && { underPaths: pathsOf(underIds) }),
    ...(notUnderIds && { notUnderPaths: pathsOf(notUnderIds) }),
  }));
}
