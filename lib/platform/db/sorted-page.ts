import { z } from 'zod';
import { Problem } from '../problems/problem.ts';
import type { Database } from './database.ts';
import { joinSql, rawSql, sql, type SqlStatement } from './sql.ts';

/** An order that a list can have: an expression that is never null, and the type it comes back as in a position. */
export interface SortColumn {
  readonly by: SqlStatement;
  readonly type: 'text' | 'float8';
}

export interface SortKey {
  readonly key: string;
  readonly isDescending: boolean;
}

/** Where a page begins: values of the sort columns and the id of a row, in the order of the list. */
export type SortPosition = readonly (string | number)[];

/** How much of a list is wanted; limits count rows. */
export type PageWish =
  | { readonly kind: 'all' }
  | { readonly kind: 'numbered'; readonly offset: number; readonly limit: number }
  | {
      readonly kind: 'keyset';
      readonly limit: number;
      readonly after: SortPosition | null;
      readonly before: SortPosition | null;
    };

export interface SortedListing<Row> {
  readonly rowSchema: z.ZodType<Row>;
  readonly columns: SqlStatement;
  /** What stands behind FROM. */
  readonly tables: SqlStatement;
  readonly conditions: readonly SqlStatement[];
  readonly sortable: Readonly<Record<string, SortColumn>>;
  /** Breaks ties; unique. */
  readonly id: SortColumn;
  readonly sort: readonly SortKey[];
  readonly page: PageWish;
}

export interface SortedPage<Row> {
  readonly rows: readonly { readonly row: Row; readonly position: SortPosition }[];
  /** Rows of the whole list; as many as are on the page when it is all of it. */
  readonly total: number;
  /** Another row lies behind the page (before it, when it was asked for backwards). */
  readonly hasMore: boolean;
}

/** Name under which the position of a row comes, beside its own columns. */
const positionColumn = 'sortPosition';
/** A position as a cursor brings it back. */
export const sortPositionSchema = z.array(z.union([z.string(), z.number()]));

/**
 * One page of a list in an order that was asked for, by number or by key, and how long the list is. Errors:
 * `cursor_invalid`: a position of another order.
 */
export async function selectSortedPage<Row>(db: Database, listing: SortedListing<Row>): Promise<SortedPage<Row>> {
  const { rowSchema, columns, tables, conditions, page } = listing;
  const sorts = sortsOf(listing);
  const isBackwards = page.kind === 'keyset' && page.before !== null && page.after === null;
  const where = conditions.length === 0 ? sql`true` : joinSql(conditions, ' AND ');
  const order = joinSql(
    sorts.map(({ by, isDescending }) => sql`${by} ${rawSql(isDescending === isBackwards ? 'ASC' : 'DESC')}`),
    ', ',
  );
  const position = joinSql(
    sorts.map(({ by }) => by),
    ', ',
  );
  const rows = await db.query(
    z.looseObject({ [positionColumn]: sortPositionSchema }),
    sql`SELECT ${columns}, json_build_array(${position}) AS "sortPosition" FROM ${tables}
      WHERE ${where} ${boundsOf(page, sorts)} ORDER BY ${order} ${limitOf(page)}`,
  );
  const limit = page.kind === 'all' ? rows.length : page.limit;
  const kept = rows.slice(0, limit);
  if (isBackwards) kept.reverse();
  return {
    rows: kept.map(({ [positionColumn]: at, ...row }) => ({ row: rowSchema.parse(row), position: at })),
    total: page.kind === 'all' ? rows.length : await countRows(db, tables, where),
    hasMore: rows.length > limit,
  };
}

type Sort = SortColumn & { readonly isDescending: boolean };

function sortsOf({ sort, sortable, id }: Pick<SortedListing<never>, 'sort' | 'sortable' | 'id'>): Sort[] {
  const chosen = sort.flatMap(({ key, isDescending }) => {
    const column = sortable[key];
    return column ? [{ ...column, isDescending }] : [];
  });
  return [...chosen, { ...id, isDescending: false }];
}

function boundsOf(page: PageWish, sorts: readonly Sort[]): SqlStatement {
  if (page.kind !== 'keyset') return rawSql('');
  const after = page.after === null ? rawSql('') : sql`AND ${beyond(requirePosition(page.after, sorts), sorts, true)}`;
  const before =
    page.before === null ? rawSql('') : sql`AND ${beyond(requirePosition(page.before, sorts), sorts, false)}`;
  return sql`${after} ${before}`;
}

/** A position has a value of its type for each sort: one that another order gave, or that was made up, is told. */
function requirePosition(position: SortPosition, sorts: readonly Sort[]): SortPosition {
  const isOfOrder =
    position.length === sorts.length &&
    sorts.every(({ type }, index) => typeof position[index] === (type === 'text' ? 'string' : 'number'));
  if (!isOfOrder) throw new Problem('cursor_invalid');
  return position;
}

/** Rows behind (or before) a position: the first sort differs, or it is equal and the second does, and so on. */
function beyond(position: SortPosition, sorts: readonly Sort[], isBehind: boolean): SqlStatement {
  const alternatives = sorts.map(({ by, type, isDescending }, index) => {
    const equal = sorts
      .slice(0, index)
      .map((sort, at) => sql`${sort.by} = ${position[at]}::text::${rawSql(sort.type)}`);
    const isGreater = isDescending !== isBehind;
    const differs = sql`${by} ${rawSql(isGreater ? '>' : '<')} ${position[index]}::text::${rawSql(type)}`;
    return sql`(${joinSql([...equal, differs], ' AND ')})`;
  });
  return sql`(${joinSql(alternatives, ' OR ')})`;
}

/** One row more than wanted tells whether there are any behind. */
function limitOf(page: PageWish): SqlStatement {
  if (page.kind === 'all') return rawSql('');
  if (page.kind === 'numbered') return sql`LIMIT ${page.limit + 1} OFFSET ${page.offset}`;
  return sql`LIMIT ${page.limit + 1}`;
}

async function countRows(db: Database, tables: SqlStatement, where: SqlStatement): Promise<number> {
  const [row] = await db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) FROM ${tables} WHERE ${where}`,
  );
  return row?.count ?? 0;
}
