import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { UnitSort } from '../domain/unit-list-query.ts';
import { readTextQuery, type PreparedSearch } from '../domain/unit-search.ts';
import type { RegistryScope } from './scope.ts';
import { searchCondition, unitCondition, unitsOfVersion, type UnitNames } from './search-units.sql.ts';

/** What each order sorts by, and the type its value has when it comes back in a cursor. */
const sorts: Record<UnitSort, { readonly by: string; readonly type: string }> = {
  name: { by: 'u.folded', type: 'text' },
  id: { by: 'u.legacy_id', type: 'int8' },
  createdAt: { by: 'u.created_at', type: 'timestamptz' },
  updatedAt: { by: 'u.updated_at', type: 'timestamptz' },
  code: { by: 'u.code', type: 'text' },
  sourceRef: { by: `coalesce(u.source_ref, '')`, type: 'text' },
  status: { by: 'u.status', type: 'text' },
  type: {
    by: `coalesce((SELECT t.name FROM org_unit_types t WHERE t.organization_id = u.organization_id AND t.id = u.type_id), '')`,
    type: 'text',
  },
};

/** One keyset page of what searches find. */
export interface FoundPage {
  readonly versionId: string;
  readonly searches: readonly PreparedSearch[];
  readonly trees: readonly string[] | null;
  readonly sort: UnitSort;
  readonly order: 'asc' | 'desc';
  /** Sort value and id of the last row seen; null: from the start. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** What the parts of the statement are made of. */
interface Paging {
  readonly by: SqlStatement;
  readonly following: SqlStatement;
  readonly direction: SqlStatement;
  readonly limit: number;
}

/**
 * A statement that gives the ids of a page's units and where each stands (`id`, `place`): the first of all that the
 * searches find. Each search is found in the way that suits it best.
 */
export function foundPage(scope: RegistryScope, page: FoundPage): SqlStatement {
  const { by, type } = sorts[page.sort];
  const comparison = rawSql(page.order === 'asc' ? '>' : '<');
  const direction = rawSql(page.order === 'asc' ? 'ASC' : 'DESC');
  const following = page.after
    ? sql`AND (${rawSql(by)}, u.id) ${comparison} (${page.after[0]}::text::${rawSql(type)}, ${page.after[1]}::uuid)`
    : rawSql('');
  const paging = { by: rawSql(by), following, direction, limit: page.limit };
  const found = page.searches.flatMap((search) => {
    const one = { ...page, search };
    if (page.sort === 'name' && isOfPlaces(search, page.trees)) return [foundInPlaces(scope, one, paging)];
    return namesLookedIn(search).map((names) => foundInOrder(scope, { ...one, names }, paging));
  });
  return sql`SELECT id, place FROM (${joinSql(found, ' UNION ')}) AS found
    ORDER BY place ${direction}, id ${direction} LIMIT ${page.limit}`;
}

interface OneSearch {
  readonly versionId: string;
  readonly trees: readonly string[] | null;
  readonly search: PreparedSearch;
  readonly names?: UnitNames | undefined;
}

/** A text is looked for in names and in other names apart: together, each row would be compared with both. */
function namesLookedIn({ text }: PreparedSearch): readonly (UnitNames | undefined)[] {
  return readTextQuery(text)?.kind === 'name' ? ['own', 'other'] : [undefined];
}

/** Walks the index of the order until the page is full. */
function foundInOrder(scope: RegistryScope, one: OneSearch, { by, following, direction, limit }: Paging): SqlStatement {
  return sql`(SELECT u.id, ${by} AS place FROM org_units u WHERE ${unitCondition(scope, one)} ${following}
    ORDER BY ${by} ${direction}, u.id ${direction} LIMIT ${limit})`;
}

/** Names walked through in the hope that a page fills. */
const quickNames = 8_000;

/** Does a search ask for trees and states alone, of which other indexes know all members? */
function isOfPlaces({ status = ['VALID'], underPaths, ...others }: PreparedSearch, trees: readonly string[] | null) {
  if (Object.values(others).some((member) => member !== undefined && member !== '')) return false;
  return underPaths !== undefined || trees !== null || (status.length > 0 && !status.includes('VALID'));
}

/**
 * Places of a tree or a state may stand anywhere among the names of a large version, and all of them behind all others.
 * So the names are walked a short way, in which a page of what is common fills; if it does not, all members are taken
 * from the index that knows them and sorted. OFFSET 0 keeps the order out of the choice of that index.
 */
function foundInPlaces(scope: RegistryScope, one: OneSearch, { following, direction, limit }: Paging): SqlStatement {
  const ordered = sql`ORDER BY u.folded ${direction}, u.id ${direction}`;
  const wanted = searchCondition({ scope, ...one });
  const ofVersion = unitsOfVersion(scope, one.versionId, null);
  const seen = unitsOfVersion(scope, one.versionId, one.trees);
  return sql`(WITH quick AS MATERIALIZED (
      SELECT u.id, u.folded AS place
      FROM (SELECT u.* FROM org_units u WHERE ${ofVersion} ${following} ${ordered} LIMIT ${quickNames}::int4) u
      WHERE ${seen} AND ${wanted} ${ordered} LIMIT ${limit})
    SELECT id, place FROM quick
    UNION (SELECT u.id, u.folded AS place
      FROM (SELECT u.id, u.folded FROM org_units u WHERE (SELECT count(*) FROM quick) < ${limit}
        AND ${seen} AND ${wanted} ${following} OFFSET 0) u ${ordered} LIMIT ${limit}))`;
}
