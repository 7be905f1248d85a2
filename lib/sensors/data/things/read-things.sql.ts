import { z } from 'zod';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { type EntitySetName, entitySets, findNavigation, type Navigation } from '../../domain/things/entity-sets.ts';
import type { ThingReader, ThingScope } from '../../domain/things/thing-reader.ts';
import { type ThingRow, type ThingRows, thingRowSchema } from '../../domain/things/thing-rows.ts';
import { type OrderTerm, type PathStep, plainQuery, type ThingsQuery } from '../../domain/things/things-query.ts';
import { compileFilter, compileValue, type FilterScope } from './compile-filter.sql.ts';
import { entityTable, hintOf, isLinked, periodColumns, placeBehind } from './thing-tables.sql.ts';
import type { ObservationHint } from './inventory-things.sql.ts';

/** A question of a client may be as costly as it likes; this long is waited for the answer. */
const timeoutMs = 60_000;
/** For those who do not say who they are. */
const openTimeoutMs = 10_000;

/** What an address names, as tables and conditions; the alias of what it names is `e`. */
interface Named {
  readonly set: EntitySetName;
  readonly table: SqlStatement;
  readonly condition: SqlStatement;
  /** The order that the set has by itself, where that is not of ids. */
  readonly order: SqlStatement | null;
}

/** A page of the set that an address names. Throws `input_invalid` for filters that cannot be worked out. */
export async function selectThings(
  ctx: ThingScope,
  steps: readonly PathStep[],
  query: ThingsQuery,
): Promise<ThingRows> {
  const { set, table, condition, order } = namedBy(ctx, steps);
  const scope: FilterScope = { reader: ctx, set, alias: 'e' };
  const where = sql`${condition} AND ${conditionOf(query, scope)}`;
  const rest = isWhole(steps, query)
    ? sql`FROM ${pageOfAll(ctx, query)} e WHERE ${where} ${pageOf(query, scope, rawSql('e.id'))}`
    : sql`FROM ${table} e WHERE ${where} AND ${isAfter(query, scope)} ${pageOf(query, scope, order)}`;
  const rows = await ask(ctx, z.object({ row: thingRowSchema }), sql`SELECT ${rowOf(query, scope)} AS row ${rest}`);
  const [counted] = query.isCounted
    ? await ask(ctx, z.object({ count: z.coerce.number() }), sql`SELECT count(*) AS count FROM ${table} e WHERE ${where}`)
    : [];
  return {
    rows: rows.slice(0, query.top).map(({ row }) => row),
    hasMore: rows.length > query.top,
    count: counted?.count ?? null,
  };
}

/** All observations there are, in no order that was asked for: too many to be sorted, they are read along their ids. */
function isWhole([first, ...more]: readonly PathStep[], { filter, orderBy }: ThingsQuery): boolean {
  const isSet = first?.set === 'Observations' && first.id === null && more.length === 0;
  return isSet && filter === null && orderBy.length === 0;
}

function pageOfAll(ctx: ThingScope, { after, top, skip }: ThingsQuery): SqlStatement {
  return entityTable(ctx, 'Observations', { page: { afterId: after?.id ?? null, limit: top + 1 + skip } });
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
  let order: SqlStatement | null = null;
  if (before && navigation) {
    const parent = `${alias}p`;
    const above = namedBy(reader, steps.slice(0, -1), parent);
    const ends = { parent, child: alias };
    const from = sql`FROM ${above.table} ${rawSql(parent)} WHERE ${above.condition} AND ${isLinked(reader, navigation, ends)}`;
    conditions.push(sql`EXISTS (SELECT 1 ${from})`);
    if (navigation.isOrdered) order = sql`(SELECT ${placeBehind(reader, navigation, ends)} ${from} LIMIT 1)`;
    const isOfStream = navigation.target === 'Observations' && navigation.relation !== 'observation_feature';
    if (isOfStream && before.id !== null && isId(before.id)) {
      hint = { ...hint, stream: sql`${before.id}::bigint`, streamId: before.id };
    }
  }
  return { set: last.set, table: entityTable(reader, last.set, hint), condition: joinSql(conditions, ' AND '), order };
}

function isId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

function isNamed({ id }: PathStep, alias: string): SqlStatement {
  if (id === null) return sql`true`;
  return isId(id) ? sql`${rawSql(alias)}.id = ${id}::bigint` : sql`false`;
}

function conditionOf({ filter }: ThingsQuery, scope: FilterScope): SqlStatement {
  return filter ? compileFilter(filter, scope) : sql`true`;
}

/** Order and place of a page; one row more than fits tells whether another follows. */
function pageOf({ orderBy, top, skip }: ThingsQuery, scope: FilterScope, order: SqlStatement | null): SqlStatement {
  const asked = orderBy.flatMap((term) => orderOf(term, scope));
  const terms = asked.length === 0 && order ? [order] : asked;
  // Series are read along time, which is how they lie.
  const last = scope.set === 'Observations' && terms.length === 0 ? `${scope.alias}.from_at, ` : '';
  const byId = rawSql(`${last}${scope.alias}.id`);
  return sql`ORDER BY ${joinSql([...terms, byId], ', ')} LIMIT ${top + 1}::bigint OFFSET ${skip}::bigint`;
}

/** That an entity stands behind the one a page ended with. */
function isAfter({ after }: ThingsQuery, { set, alias }: FilterScope): SqlStatement {
  if (after === null) return sql`true`;
  const e = rawSql(alias);
  if (set === 'Observations') return sql`(${e}.from_at, ${e}.id) > (${after.fromAt}::timestamptz, ${after.id}::bigint)`;
  return sql`${e}.id > ${after.id}::bigint`;
}

function orderOf({ names, isDescending }: OrderTerm, scope: FilterScope): SqlStatement[] {
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
  const table = sql`${entityTable(reader, scope.set, hintOf(navigation, alias))} ${rawSql(scope.alias)}`;
  const ends = { parent: alias, child: scope.alias };
  const link = isLinked(reader, navigation, ends);
  const order = navigation.isOrdered ? placeBehind(reader, navigation, ends) : null;
  const where = sql`${link} AND ${conditionOf(query, scope)}`;
  if (!navigation.isMany) return sql`(SELECT ${rowOf(query, scope)} FROM ${table} WHERE ${where} LIMIT 1)`;
  const page = sql`SELECT ${rowOf(query, scope)} AS row, row_number() OVER () AS place
    FROM (SELECT * FROM ${table} WHERE ${where} ${pageOf(query, scope, order)}) ${rawSql(scope.alias)}`;
  const count = query.isCounted ? sql`(SELECT count(*) FROM ${table} WHERE ${where})` : sql`null::int`;
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
