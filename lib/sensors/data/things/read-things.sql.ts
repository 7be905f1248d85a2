import { z } from 'zod';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { type EntitySetName, entitySets, findNavigation, isIdName, type Navigation } from '../../domain/things/entity-sets.ts';
import type { ThingReader, ThingScope } from '../../domain/things/thing-reader.ts';
import { type ThingRow, type ThingRows, thingRowSchema } from '../../domain/things/thing-rows.ts';
import { streamOfFilter } from '../../domain/things/stream-of-filter.ts';
import { type OrderTerm, type PathStep, plainQuery, type ThingsQuery } from '../../domain/things/things-query.ts';
import { compileFilter, compileValue, type FilterScope } from './compile-filter.sql.ts';
import { entityTable, hintOf, isLinked, observationTables, periodColumns, placedTable } from './thing-tables.sql.ts';
import type { ObservationHint } from './inventory-things.sql.ts';

/** A question of a client may be as costly as it likes; this long is waited for the answer. */
const timeoutMs = 60_000;
/** For those who do not say who they are. */
const openTimeoutMs = 10_000;

/** What an address names, as a table and conditions; the alias of what it names is `e`. */
interface Named {
  readonly set: EntitySetName;
  readonly table: SqlStatement;
  /** Of observations, what narrows them. */
  readonly hint: ObservationHint;
  readonly condition: SqlStatement;
  /** The order that the set has by itself, where that is not of ids. */
  readonly order: SqlStatement | null;
  /** All that there are of the set: too many observations to be sorted, they are read along their ids. */
  readonly isAll: boolean;
}

/** A page of the set that an address names. Throws `input_invalid` for filters that cannot be worked out. */
export async function selectThings(
  ctx: ThingScope,
  steps: readonly PathStep[],
  query: ThingsQuery,
): Promise<ThingRows> {
  const named = namedBy(ctx, steps);
  const scope: FilterScope = { reader: ctx, set: named.set, alias: 'e' };
  const page = pageOf(named, query, scope);
  const rows = await ask(ctx, z.object({ row: thingRowSchema }), sql`SELECT ${rowOf(query, scope)} AS row ${page}`);
  const { hint, rest } = narrow(named, query, scope);
  const where = sql`${named.condition} AND ${rest}`;
  const table = named.set === 'Observations' ? entityTable(ctx, named.set, hint) : named.table;
  const [counted] = query.isCounted
    ? await ask(ctx, z.object({ count: z.coerce.number() }), sql`SELECT count(*) AS count FROM ${table} e WHERE ${where}`)
    : [];
  return {
    rows: rows.slice(0, query.top).map(({ row }) => row),
    hasMore: rows.length > query.top,
    count: counted?.count ?? null,
  };
}

/** Where an address or a filter says of which stream observations are, that narrows them; `rest`: what else is asked. */
function narrow({ set, hint }: Pick<Named, 'set' | 'hint'>, query: ThingsQuery, scope: FilterScope) {
  const asked = set === 'Observations' && !hint.stream ? streamOfFilter(query.filter) : null;
  if (!asked) return { hint, rest: conditionOf(query, scope) };
  const { streamId, isMulti, rest } = asked;
  const isOfSort = rawSql(`${scope.alias}.is_multi = ${String(isMulti)}`);
  return {
    hint: { ...hint, streamId, stream: sql`${streamId}::bigint` },
    rest: sql`${isOfSort} AND ${conditionOf({ filter: rest }, scope)}`,
  };
}

/** Whether an address names at least one entity. */
export async function existsThing(ctx: ThingScope, steps: readonly PathStep[]): Promise<boolean> {
  const { table, condition } = namedBy(ctx, steps);
  const found = await ask(ctx, z.object({ one: z.number() }), sql`SELECT 1 AS one FROM ${table} e WHERE ${condition} LIMIT 1`);
  return found.length > 0;
}

/** One observation, found by its stream and when it begins; null: it is there no more. Cost: one look-up of a key. */
export async function findObservation(
  ctx: ThingScope,
  { id, streamId, at }: { readonly id: string; readonly streamId: string; readonly at: Date },
): Promise<ThingRow | null> {
  const table = entityTable(ctx, 'Observations', { id, stream: sql`${streamId}::bigint`, at });
  const row = rowOf(plainQuery, { reader: ctx, set: 'Observations', alias: 'e' });
  const [found] = await ask(ctx, z.object({ row: thingRowSchema }), sql`SELECT ${row} AS row FROM ${table} e LIMIT 1`);
  return found?.row ?? null;
}

function namedBy(reader: ThingReader, steps: readonly PathStep[], alias = 'e'): Named {
  const last = steps.at(-1);
  if (!last) throw new TypeError('an address names something');
  const before = steps.at(-2);
  const navigation = before && last.navigation !== null ? findNavigation(before.set, last.navigation) : null;
  const conditions = [isNamed(last, alias)];
  // What is no number is no id: the condition finds nothing.
  let hint: ObservationHint = last.id !== null && isId(last.id) ? { id: last.id } : {};
  if (!before || !navigation) return { set: last.set, hint, ...tableOf(reader, last.set, { hint, conditions }), order: null, isAll: true };
  const parent = `${alias}p`;
  const above = namedBy(reader, steps.slice(0, -1), parent);
  const from = sql`FROM ${above.table} ${rawSql(parent)} WHERE ${above.condition}`;
  if (navigation.isOrdered) {
    const isParent = sql`k.left_id IN (SELECT ${rawSql(parent)}.id ${from})`;
    const table = placedTable(reader, navigation, { table: entityTable(reader, last.set, hint), isParent });
    return { set: last.set, hint, table, condition: joinSql(conditions, ' AND '), order: rawSql(`${alias}.place`), isAll: false };
  }
  const isOfStream = navigation.target === 'Observations' && navigation.relation !== 'observation_feature';
  if (isOfStream && before.id !== null && isId(before.id)) {
    hint = { ...hint, stream: sql`${before.id}::bigint`, streamId: before.id };
    conditions.push(sql`EXISTS (SELECT 1 ${from})`);
  } else {
    conditions.push(sql`EXISTS (SELECT 1 ${from} AND ${isLinked(reader, navigation, { parent, child: alias })})`);
  }
  return { set: last.set, hint, ...tableOf(reader, last.set, { hint, conditions }), order: null, isAll: false };
}

function tableOf(
  reader: ThingReader,
  set: EntitySetName,
  { hint, conditions }: { readonly hint: ObservationHint; readonly conditions: readonly SqlStatement[] },
) {
  return { table: entityTable(reader, set, hint), condition: joinSql(conditions, ' AND ') };
}

function isId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

function isNamed({ id }: PathStep, alias: string): SqlStatement {
  if (id === null) return sql`true`;
  return isId(id) ? sql`${rawSql(alias)}.id = ${id}::bigint` : sql`false`;
}

function conditionOf({ filter }: Pick<ThingsQuery, 'filter'>, scope: FilterScope): SqlStatement {
  return filter ? compileFilter(filter, scope) : sql`true`;
}

/**
 * From where the rows of a page come, under the scope's alias, and one row more, which tells whether another page follows.
 * Observations lie in two tables: each gives its own page in the order that is asked for, which an index of it may have, and those
 * are put together. All in one there would be too many to sort.
 */
function pageOf(named: Named, query: ThingsQuery, scope: FilterScope): SqlStatement {
  const { set, table, condition, isAll } = named;
  const alias = rawSql(scope.alias);
  const isById = isAll && set === 'Observations' && query.filter === null && query.orderBy.length === 0;
  const order = orderBy(query, scope, isById ? rawSql(`${scope.alias}.id`) : named.order);
  const { hint, rest } = narrow(named, query, scope);
  const where = sql`WHERE ${condition} AND ${rest} AND ${isAfter(query, scope, isById)}`;
  const place = sql`${order} LIMIT ${query.top + 1}::bigint OFFSET ${query.skip}::bigint`;
  const isInOrder = isAll && (query.orderBy[0] === undefined || isIndexed(query.orderBy[0]));
  const tables = set === 'Observations' ? observationTables(scope.reader, { ...hint, isInOrder }) : [];
  if (tables.length < 2) return sql`FROM ${tables[0] ? sql`(${tables[0]})` : table} ${alias} ${where} ${place}`;
  const pages = tables.map(
    (one) => sql`(SELECT ${alias}.* FROM (${one}) ${alias} ${where} ${order} LIMIT ${query.top + 1 + query.skip}::bigint)`,
  );
  return sql`FROM (${joinSql(pages, ' UNION ALL ')}) ${alias} ${place}`;
}

/** Whether observations lie in an order: by their time, and by their ids. */
function isIndexed({ names: [name = '', ...within] }: OrderTerm): boolean {
  return within.length === 0 && (name === 'phenomenonTime' || isIdName(name));
}

function orderBy(query: ThingsQuery, scope: FilterScope, own: SqlStatement | null): SqlStatement {
  const asked = query.orderBy.flatMap((term) => orderOf(term, scope));
  const terms = asked.length === 0 && own ? [own] : asked;
  // Series are read along time, which is how they lie.
  const last = scope.set === 'Observations' && terms.length === 0 ? `${scope.alias}.from_at, ` : '';
  return sql`ORDER BY ${joinSql([...terms, rawSql(`${last}${scope.alias}.id`)], ', ')}`;
}

/** That an entity stands behind the one a page ended with. */
function isAfter({ after }: ThingsQuery, { set, alias }: FilterScope, isById: boolean): SqlStatement {
  if (after === null) return sql`true`;
  const e = rawSql(alias);
  if (set === 'Observations' && !isById) return sql`(${e}.from_at, ${e}.id) > (${after.fromAt}::timestamptz, ${after.id}::bigint)`;
  return sql`${e}.id > ${after.id}::bigint`;
}

function orderOf({ names, isDescending }: OrderTerm, scope: FilterScope): SqlStatement[] {
  const [name = '', ...within] = names;
  const plain = rawSql(isDescending ? 'DESC' : 'ASC');
  // What always is there is put in order as its index has it.
  if (isIdName(name)) return [sql`${rawSql(`${scope.alias}.id`)} ${plain}`];
  if (scope.set === 'Observations' && name === 'phenomenonTime' && within.length === 0) {
    return ['from_at', 'to_at'].map((column) => sql`${rawSql(`${scope.alias}.${column}`)} ${plain}`);
  }
  const value = compileValue({ kind: 'path', names }, scope);
  const direction = rawSql(isDescending ? 'DESC NULLS LAST' : 'ASC NULLS FIRST');
  switch (value.kind) {
    case 'period':
      return [sql`${value.from} ${direction}`, sql`${value.to} ${direction}`];
    case 'any':
      return [sql`${value.number} ${direction}`, sql`${value.text} ${direction}`];
    case 'geometry':
    case 'null':
      throw new Problem('input_invalid', { detail: `$orderby: "${names.join('/')}" has no order.` });
    default:
      return [sql`${value.sql} ${direction}`];
  }
}

function rowOf(query: ThingsQuery, scope: FilterScope): SqlStatement {
  const { alias, set } = scope;
  const isWanted = (name: string) => query.select === null || query.select.includes(name);
  const values = entitySets[set].properties
    .filter(({ name }) => isWanted(name))
    .map((property) => {
      const isEdge = property.isComputed === true && property.type === 'period';
      const value = isEdge ? periodJson(alias, periodColumns(set, property.name)) : sql`${rawSql(alias)}.body -> ${property.name}::text`;
      return sql`${property.name}::text, ${value}`;
    });
  const expanded = query.expand.map(({ navigation, query: inner }) => {
    const known = findNavigation(set, navigation);
    if (!known) throw new TypeError(`${set} lead to nothing called ${navigation}`);
    return sql`${navigation}::text, ${expandedOf(known, inner, scope)}`;
  });
  const isObservation = set === 'Observations';
  const fromAt = isObservation ? rawSql(instantText(`${alias}.from_at`, 'US')) : sql`null::text`;
  const isMulti = isObservation ? rawSql(`${alias}.is_multi`) : sql`null::boolean`;
  return sql`json_build_object('id', ${rawSql(alias)}.id::text, 'fromAt', ${fromAt}, 'isMulti', ${isMulti}, 'values', json_build_object(${joinSql(values, ', ')}),
    'expanded', json_build_object(${joinSql(expanded, ', ')}))`;
}

function periodJson(alias: string, [from, to]: readonly [string, string]): SqlStatement {
  return rawSql(`to_jsonb(${instantText(`${alias}.${from}`, 'MS')} || '/' || ${instantText(`${alias}.${to}`, 'MS')})`);
}

/** An instant as ISO 8601, UTC, with milliseconds (MS) or microseconds (US). */
function instantText(column: string, digits: 'MS' | 'US'): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.${digits}"Z"')`;
}

function expandedOf(navigation: Navigation, query: ThingsQuery, { reader, alias }: FilterScope): SqlStatement {
  const scope: FilterScope = { reader, set: navigation.target, alias: `${alias}n` };
  const hint = hintOf(navigation, alias);
  const plain = entityTable(reader, scope.set, hint);
  const table = navigation.isOrdered
    ? placedTable(reader, navigation, { table: plain, isParent: rawSql(`k.left_id = ${alias}.id`) })
    : plain;
  const condition = navigation.isOrdered ? rawSql('true') : isLinked(reader, navigation, { parent: alias, child: scope.alias });
  const from = sql`FROM ${table} ${rawSql(scope.alias)} WHERE ${condition} AND ${conditionOf(query, scope)}`;
  if (!navigation.isMany) return sql`(SELECT ${rowOf(query, scope)} ${from} LIMIT 1)`;
  const order = navigation.isOrdered ? rawSql(`${scope.alias}.place`) : null;
  const listed = pageOf({ set: scope.set, table, hint, condition, order, isAll: false }, query, scope);
  const page = sql`SELECT ${rowOf(query, scope)} AS row, row_number() OVER () AS place
    FROM (SELECT ${rawSql(scope.alias)}.* ${listed}) ${rawSql(scope.alias)}`;
  const count = query.isCounted ? sql`(SELECT count(*) ${from})` : sql`null::int`;
  return sql`(SELECT json_build_object('rows', coalesce(json_agg(page.row ORDER BY page.place) FILTER (WHERE page.place <= ${query.top}::bigint), '[]'),
    'hasMore', count(*) > ${query.top}::bigint, 'count', ${count}) FROM (${page}) page)`;
}

/** What the database cannot work out with a filter's values (a cast, a place that is none) is the client's to mend. */
async function ask<Row>(ctx: ThingScope, schema: z.ZodType<Row>, statement: SqlStatement): Promise<Row[]> {
  try {
    const { text, values } = statement;
    const waitMs = ctx.audience === 'everybody' ? openTimeoutMs : timeoutMs;
    return await ctx.db.query(schema, { text, values, timeoutMs: waitMs });
  } catch (error) {
    if (isOfValues(error)) {
      const detail = '$filter: A value in it cannot be used: look at its places, durations and numbers.';
      throw new Problem('input_invalid', { detail, cause: error });
    }
    throw error;
  }
}

/** SQLSTATE class 22 (data exception), and XX000, which PostGIS uses for texts that are no geometry. */
function isOfValues(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && (code.startsWith('22') || code === 'XX000');
}
