import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { type EntitySetName, findNavigation, findProperty, isIdName, isOfObservations, type Navigation } from '../../domain/things/entity-sets.ts';
import type { ThingReader } from '../../domain/things/thing-reader.ts';
import type { Expression } from '../../domain/things/expression.ts';
import { compileCall } from './compile-call.sql.ts';
import { anyOf, asKind, asPeriod, compareValues, type CompiledValue, mapValue, mistyped } from './compiled-value.sql.ts';
import { entityTable, hintOf, isLinked, periodColumns } from './thing-tables.sql.ts';

/** Where the names of a filter are looked up. */
export interface FilterScope {
  readonly reader: ThingReader;
  readonly set: EntitySetName;
  /** Of the entity table that the names belong to. */
  readonly alias: string;
  /** A navigation that was followed already: names behind it belong to another table. */
  readonly through?: { readonly navigation: string; readonly scope: FilterScope };
}

/**
 * A filter as an SQL condition on the scope's table, for where what is unknown is not found; all values are bound. Its terms
 * stand there as they are, so that indexes answer them. Throws `input_invalid`.
 */
export function compileFilter(expression: Expression, scope: FilterScope): SqlStatement {
  if (expression.kind === 'logic') {
    const { by, left, right } = expression;
    return sql`(${compileFilter(left, scope)} ${rawSql(by)} ${compileFilter(right, scope)})`;
  }
  const followed = manyBehind(expression, scope);
  if (followed !== null) return existsBehind(expression, scope, followed);
  const stream = streamAskedOf(expression, scope);
  if (stream !== null) return isOfStreams(expression, scope, stream);
  return asKind(compileValue(expression, scope), 'boolean', 'A filter');
}

/** The same with no unknown in it: what is unknown is false, and its contrary true. */
function decide(expression: Expression, scope: FilterScope): SqlStatement {
  return sql`coalesce(${compileFilter(expression, scope)}, false)`;
}

/** Any part of a filter, or a term of `$orderby`. */
export function compileValue(expression: Expression, scope: FilterScope): CompiledValue {
  switch (expression.kind) {
    case 'null':
      return { kind: 'null' };
    case 'text':
      return { kind: 'text', sql: sql`${expression.value}::text` };
    case 'number':
      return { kind: 'number', sql: sql`${expression.value}::float8` };
    case 'boolean':
      return { kind: 'boolean', sql: sql`${expression.value}::boolean` };
    case 'duration':
      return { kind: 'duration', sql: sql`${expression.value}::interval` };
    case 'geometry':
      return { kind: 'geometry', sql: sql`ST_GeomFromText(${expression.value}, 4326)` };
    case 'period': {
      const { from, to } = expression.value;
      const isInstant = from.getTime() === to.getTime();
      return { kind: 'period', from: sql`${from}::timestamptz`, to: sql`${to}::timestamptz`, isInstant };
    }
    case 'path':
      return compilePath(expression.names, scope);
    case 'not':
      return { kind: 'boolean', sql: sql`(NOT ${decide(expression.of, scope)})` };
    case 'logic': {
      const { by, left, right } = expression;
      return { kind: 'boolean', sql: sql`(${decide(left, scope)} ${rawSql(by)} ${decide(right, scope)})` };
    }
    case 'compare': {
      const { by, left, right } = expression;
      return { kind: 'boolean', sql: compareValues(by, compileValue(left, scope), compileValue(right, scope)) };
    }
    case 'calculate':
      return calculate(expression, scope);
    case 'call':
      return compileCall(
        expression.name,
        expression.args.map((argument) => compileValue(argument, scope)),
      );
  }
}

const signs = { add: '+', sub: '-', mul: '*', div: '/' } as const;

function calculate({ by, left, right }: Extract<Expression, { kind: 'calculate' }>, scope: FilterScope): CompiledValue {
  const [a, b] = [compileValue(left, scope), compileValue(right, scope)];
  if (a.kind === 'period' && b.kind === 'period' && by === 'sub') {
    const isOfInstants = sql`${a.from} = ${a.to} AND ${b.from} = ${b.to}`;
    return { kind: 'duration', sql: sql`CASE WHEN ${isOfInstants} THEN ${a.from} - ${b.from} END` };
  }
  if (a.kind === 'period' && (by === 'add' || by === 'sub')) {
    const length = asKind(b, 'duration', by);
    return mapValue(asPeriod(a, by), (part) => sql`(${part} ${rawSql(signs[by])} ${length})`);
  }
  const [x, y] = [asKind(a, 'number', by), asKind(b, 'number', by)];
  // What cannot be divided is unknown, and so not found: one row must not fail the whole list.
  const divisor = sql`nullif(${y}, 0)`;
  if (by === 'mod') return { kind: 'number', sql: sql`mod((${x})::numeric, (${divisor})::numeric)::float8` };
  return { kind: 'number', sql: sql`(${x} ${rawSql(signs[by])} ${by === 'div' ? divisor : y})` };
}

function compilePath(names: readonly string[], scope: FilterScope): CompiledValue {
  const [name = '', ...rest] = names;
  if (scope.through?.navigation === name) return compilePath(rest, scope.through.scope);
  const navigation = findNavigation(scope.set, name);
  if (!navigation) return compileProperty(names, scope);
  const known = rest.length === 1 && isIdName(rest[0] ?? '') ? idOfObserved(navigation, scope.alias) : null;
  if (known) return idValue(known);
  const { inner, table, condition } = behind(scope, name);
  return mapValue(
    compilePath(rest, inner),
    (part) => sql`(SELECT ${part} FROM ${table} ${rawSql(inner.alias)} WHERE ${condition} LIMIT 1)`,
  );
}

/** The id of what an observation is of stands beside it: nothing need be looked up. Null: it does not. */
function idOfObserved({ relation, side }: Navigation, alias: string): SqlStatement | null {
  if (side !== 'left' || !isOfObservations(relation)) return null;
  if (relation === 'observation_feature') return rawSql(`${alias}.feature_id`);
  return rawSql(`CASE WHEN ${alias}.is_multi = ${String(relation === 'observation_multistream')} THEN ${alias}.stream_id END`);
}

function idValue(id: SqlStatement): CompiledValue {
  return { kind: 'any', text: sql`(${id})::text`, number: sql`(${id})::float8`, boolean: rawSql('NULL::boolean') };
}

function compileProperty([name = '', ...within]: readonly string[], { set, alias }: FilterScope): CompiledValue {
  const column = (suffix: string) => rawSql(`${alias}.${suffix}`);
  if (isIdName(name) && within.length === 0) return idValue(column('id'));
  const property = findProperty(set, name);
  if (!property) throw mistyped(`${set} have no "${name}".`);
  if (within.length > 0 && property.type !== 'json' && property.type !== 'location') {
    throw mistyped(`"${name}" has nothing in it.`);
  }
  const json = sql`(${column('body')} #> ${[name, ...within]}::text[])`;
  if (within.length > 0) return anyOf(json);
  if (property.type === 'text') return { kind: 'text', sql: sql`(${column('body')} ->> ${name}::text)` };
  if (property.type === 'location') return { kind: 'geometry', sql: column('geom') };
  if (property.type === 'json') {
    return name === 'result' ? { ...anyOf(json), number: column('result_number') } : anyOf(json);
  }
  const [from, to] = periodColumns(set, name);
  return { kind: 'period', from: column(from), to: column(to), isInstant: from === to };
}

/** The table that a navigation leads to, by the alias of the scope's own and one letter more. */
function behind(scope: FilterScope, name: string) {
  const navigation = findNavigation(scope.set, name);
  if (!navigation) throw mistyped(`${scope.set} lead to nothing called "${name}".`);
  const { reader, alias } = scope;
  const inner: FilterScope = { reader, set: navigation.target, alias: `${alias}x` };
  const table = entityTable(reader, inner.set, hintOf(navigation, alias));
  const condition = isLinked(reader, navigation, { parent: alias, child: inner.alias });
  return { inner, table, condition };
}

/** A condition on what a navigation leads to holds when it does for one of the entities there. */
function existsBehind(expression: Expression, scope: FilterScope, name: string): SqlStatement {
  const innermost = (one: FilterScope): FilterScope => (one.through ? innermost(one.through.scope) : one);
  const { inner, table, condition } = behind(innermost(scope), name);
  const follow = (one: FilterScope): FilterScope =>
    one.through
      ? { ...one, through: { ...one.through, scope: follow(one.through.scope) } }
      : { ...one, through: { navigation: name, scope: inner } };
  const wanted = compileFilter(expression, follow(scope));
  const there = sql`SELECT 1 FROM ${table} ${rawSql(inner.alias)} WHERE ${condition}`;
  const found = sql`EXISTS (${there} AND ${wanted})`;
  // Of what leads to nothing all is null.
  return isNothing(expression) ? sql`(${found} OR NOT EXISTS (${there}))` : found;
}

/** The stream of observations that a comparison or call is all about; null: it is about something else. */
function streamAskedOf(expression: Expression, { set, through }: FilterScope): string | null {
  const [first, ...others] = pathsOf(expression);
  const [name = '', ...rest] = first ?? [];
  const isOfStream = set === 'Observations' && !through && findNavigation(set, name)?.relation.endsWith('stream') === true;
  const isAll = others.every((path) => path[0] === name && path.length > 1);
  return isOfStream && rest.length > 0 && isAll && !isNothing(expression) ? name : null;
}

/** The streams that a condition is true of are found once, and not for each of their observations. */
function isOfStreams(expression: Expression, scope: FilterScope, name: string): SqlStatement {
  const { inner, table } = behind(scope, name);
  const wanted = compileFilter(expression, { ...scope, through: { navigation: name, scope: inner } });
  const found = sql`SELECT ${rawSql(inner.alias)}.id FROM ${table} ${rawSql(inner.alias)} WHERE ${wanted}`;
  const isOfSort = rawSql(`${scope.alias}.is_multi = ${String(inner.set === 'MultiDatastreams')}`);
  // A join would take observations out of the order that they lie in.
  return sql`(${isOfSort} AND (${rawSql(scope.alias)}.stream_id IN (${found})) IS TRUE)`;
}

/** Whether something is asked to be null. */
function isNothing(expression: Expression): boolean {
  if (expression.kind !== 'compare' || expression.by !== 'eq') return false;
  return expression.left.kind === 'null' || expression.right.kind === 'null';
}

/** The navigation to follow first, when a comparison or call looks at what lies behind one that leads to many. */
function manyBehind(expression: Expression, scope: FilterScope): string | null {
  for (const names of pathsOf(expression)) {
    const found = manyOnPath(names, scope);
    if (found !== null) return found;
  }
  return null;
}

function manyOnPath([name = '', ...rest]: readonly string[], scope: FilterScope): string | null {
  if (scope.through) return scope.through.navigation === name ? manyOnPath(rest, scope.through.scope) : null;
  const leadsToMany = (set: EntitySetName, [first = '', ...others]: readonly string[]): boolean => {
    const next = findNavigation(set, first);
    return next !== null && (next.isMany || leadsToMany(next.target, others));
  };
  return leadsToMany(scope.set, [name, ...rest]) ? name : null;
}

function pathsOf(expression: Expression): readonly (readonly string[])[] {
  switch (expression.kind) {
    case 'path':
      return [expression.names];
    case 'compare':
    case 'calculate':
      return [...pathsOf(expression.left), ...pathsOf(expression.right)];
    case 'call':
      return expression.args.flatMap(pathsOf);
    default:
      return [];
  }
}
