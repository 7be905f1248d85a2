import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { PeriodFunctionName } from '../../domain/things/expression.ts';
import { asPeriod, type CompiledPeriod, type CompiledValue, isBefore, mistyped } from './compiled-value.sql.ts';

/** How two times lie to each other, as an SQL condition. Throws `input_invalid` for what is no time. */
export function compilePeriodCall(
  name: PeriodFunctionName,
  left: CompiledValue,
  right: CompiledValue,
): SqlStatement {
  const [a, b] = [asPeriod(left, name), asPeriod(right, name)];
  switch (name) {
    case 'before':
      return isBefore(a, b);
    case 'after':
      return isBefore(b, a);
    case 'meets':
      return sql`(${a.to} = ${b.from} OR ${a.from} = ${b.to})`;
    case 'during':
      if (b.isInstant) throw mistyped('during asks for a time that lasts.');
      return sql`(${a.from} >= ${b.from} AND ${a.from} < ${b.to} AND ${a.to} <= ${b.to})`;
    case 'overlaps':
      return overlaps(a, b);
    case 'starts':
      return sql`(${a.from} = ${b.from})`;
    case 'finishes':
      return sql`(${a.to} = ${b.to})`;
  }
}

/** An instant is in what begins with it, and not in what lasts until it. */
function overlaps(a: CompiledPeriod, b: CompiledPeriod): SqlStatement {
  return sql`(${a.from} = ${b.from} OR (${a.from} < ${b.to} AND ${b.from} < ${a.to}))`;
}
