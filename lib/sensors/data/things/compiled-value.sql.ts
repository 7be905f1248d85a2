import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Comparison } from '../../domain/things/expression.ts';

/** A part of a filter as SQL, with what it is. `any`: JSON, whose type is known only when it is read. */
export type CompiledValue =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'duration' | 'geometry'; readonly sql: SqlStatement }
  /** `isInstant`: both ends are the same for certain. */
  | { readonly kind: 'period'; readonly from: SqlStatement; readonly to: SqlStatement; readonly isInstant: boolean }
  | { readonly kind: 'any'; readonly text: SqlStatement; readonly number: SqlStatement; readonly boolean: SqlStatement }
  | { readonly kind: 'null' };
export type CompiledPeriod = Extract<CompiledValue, { kind: 'period' }>;
export type PlainKind = 'text' | 'number' | 'boolean' | 'duration' | 'geometry';

/** JSON as a value of whatever type is wanted; of another type it is null. */
export function anyOf(json: SqlStatement): Extract<CompiledValue, { kind: 'any' }> {
  const ofType = (type: string, cast: string) =>
    sql`CASE WHEN jsonb_typeof(${json}) = ${rawSql(`'${type}'`)} THEN (${json} #>> '{}')::${rawSql(cast)} END`;
  return { kind: 'any', text: sql`(${json} #>> '{}')`, number: ofType('number', 'float8'), boolean: ofType('boolean', 'boolean') };
}

/** The same value with every piece of SQL changed alike. */
export function mapValue(value: CompiledValue, change: (part: SqlStatement) => SqlStatement): CompiledValue {
  switch (value.kind) {
    case 'null':
      return value;
    case 'period':
      return { ...value, from: change(value.from), to: change(value.to) };
    case 'any':
      return { kind: 'any', text: change(value.text), number: change(value.number), boolean: change(value.boolean) };
    default:
      return { kind: value.kind, sql: change(value.sql) };
  }
}

/** A value as SQL of a kind. Throws `input_invalid` when it is of another. */
export function asKind(value: CompiledValue, kind: PlainKind, place: string): SqlStatement {
  if (value.kind === kind) return value.sql;
  if (value.kind === 'any' && (kind === 'text' || kind === 'number' || kind === 'boolean')) return value[kind];
  throw mistyped(`${place} takes a ${kind}, not a ${value.kind}.`);
}

/** A value as an instant or a stretch of time. Throws `input_invalid` when it is neither. */
export function asPeriod(value: CompiledValue, place: string): CompiledPeriod {
  if (value.kind === 'period') return value;
  throw mistyped(`${place} takes a time, not a ${value.kind}.`);
}

export function mistyped(message: string): Problem {
  return new Problem('input_invalid', { detail: `$filter: ${message}`, fields: { $filter: message } });
}

const signs = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

/** A comparison as SQL. Times that last compare by their ends, the second of which they do not reach: `lt` is wholly before. */
export function compareValues(by: Comparison, left: CompiledValue, right: CompiledValue): SqlStatement {
  if (left.kind === 'null' || right.kind === 'null') return compareWithNull(by, left.kind === 'null' ? right : left);
  if (left.kind === 'period' || right.kind === 'period') {
    return comparePeriods(by, asPeriod(left, by), asPeriod(right, by));
  }
  const kind = kindOf(left, right);
  if (kind === 'geometry') throw mistyped('Places compare by functions such as st_equals.');
  return sql`(${asKind(left, kind, by)} ${rawSql(signs[by])} ${asKind(right, kind, by)})`;
}

function kindOf(left: CompiledValue, right: CompiledValue): PlainKind {
  if (left.kind !== 'any' && left.kind !== 'null' && left.kind !== 'period') return left.kind;
  if (right.kind !== 'any' && right.kind !== 'null' && right.kind !== 'period') return right.kind;
  return 'text';
}

function compareWithNull(by: Comparison, value: CompiledValue): SqlStatement {
  if (by !== 'eq' && by !== 'ne') throw mistyped('null compares by eq and ne alone.');
  const not = rawSql(by === 'eq' ? '' : 'NOT');
  if (value.kind === 'null') return sql`(${not} true)`;
  const part = value.kind === 'period' ? value.from : value.kind === 'any' ? value.text : value.sql;
  return sql`(${part} IS ${not} NULL)`;
}

function comparePeriods(by: Comparison, left: CompiledPeriod, right: CompiledPeriod): SqlStatement {
  switch (by) {
    case 'eq':
      return sql`(${left.from} = ${right.from} AND ${left.to} = ${right.to})`;
    case 'ne':
      return sql`(${left.from} <> ${right.from} OR ${left.to} <> ${right.to})`;
    case 'gt':
      return isBefore(right, left);
    case 'ge':
      return isNotAfter(right, left);
    case 'lt':
      return isBefore(left, right);
    case 'le':
      return isNotAfter(left, right);
  }
}

/** What lasts until an instant is before it; what happens at it is not. */
export function isBefore(left: CompiledPeriod, right: CompiledPeriod): SqlStatement {
  if (left.isInstant) return sql`(${left.to} < ${right.from})`;
  // The first two conditions say less than the last, and are ones that indexes of either end answer.
  return sql`(${left.from} <= ${right.from} AND ${left.to} <= ${right.from} AND (${left.to} < ${right.from} OR ${left.from} < ${left.to}))`;
}

function isNotAfter(left: CompiledPeriod, right: CompiledPeriod): SqlStatement {
  return sql`(${left.from} <= ${right.from} AND ${left.to} <= ${right.to})`;
}
