import { joinSql, rawSql, sql, type SqlStatement } from './sql.ts';

/** A comparison of a column, or of a member of a JSON column, with a value that has been checked for its kind. */
export interface ColumnTest {
  readonly kind: 'text' | 'instant' | 'boolean' | 'number' | 'json';
  readonly operator: 'exact' | 'gte' | 'lte' | 'gt' | 'lt' | 'in' | 'startswith' | 'icontains';
  /** Members below a JSON column. */
  readonly path: readonly string[];
  readonly value: unknown;
}

const comparison = { exact: '=', gte: '>=', lte: '<=', gt: '>', lt: '<' } as const;

/** A comparison as SQL. Values are parameters; a column that is null fits nothing. */
export function testColumn(column: SqlStatement, test: ColumnTest): SqlStatement {
  if (test.kind === 'json') return testMember(column, test);
  if (test.operator === 'startswith' || test.operator === 'icontains') return testText(column, test);
  const type = { text: 'text', instant: 'timestamptz', boolean: 'boolean', number: 'float8' }[test.kind];
  if (test.operator === 'in') return sql`${column} = ANY (${test.value}::${rawSql(type)}[])`;
  // Texts compare by their code points, whatever the language of the database.
  const order = test.kind === 'text' && test.operator !== 'exact' ? rawSql(' COLLATE "C"') : rawSql('');
  return sql`${column}${order} ${rawSql(comparison[test.operator])} ${test.value}::${rawSql(type)}`;
}

function testText(column: SqlStatement, { operator, value }: ColumnTest): SqlStatement {
  if (operator === 'startswith') return sql`starts_with(${column}, ${value}::text)`;
  return sql`${column} ILIKE ${`%${String(value).replace(/[\\%_]/g, String.raw`\$&`)}%`}::text`;
}

/** Numbers compare with numbers, texts with texts; a member of another kind fits nothing. */
function testMember(column: SqlStatement, { operator, path, value }: ColumnTest): SqlStatement {
  const member = sql`(${column} #> ${path}::text[])`;
  const text = sql`(${column} #>> ${path}::text[])`;
  if (operator === 'exact') return sql`${member}::jsonb = ${JSON.stringify(value)}::jsonb`;
  if (operator === 'in') {
    const values = (value as readonly unknown[]).map((one) => sql`${JSON.stringify(one)}::jsonb`);
    return values.length === 0 ? rawSql('false') : sql`${member}::jsonb IN (${joinSql(values, ', ')})`;
  }
  if (operator === 'startswith' || operator === 'icontains') {
    const test = testText(text, { kind: 'text', operator, path: [], value });
    return sql`(json_typeof(${member}) = 'string' AND ${test})`;
  }
  const sign = rawSql(comparison[operator]);
  if (typeof value === 'number') {
    return sql`(CASE WHEN json_typeof(${member}) = 'number' THEN ${text}::numeric ${sign} ${value}::float8::numeric END)`;
  }
  return sql`(json_typeof(${member}) = 'string' AND ${text} COLLATE "C" ${sign} ${String(value)}::text)`;
}

/** Groups of comparisons as one condition: every group must hold as a whole (`filters`), or must not (`excludes`). */
export function testGroups<Test extends ColumnTest>(
  groups: readonly (readonly Test[])[],
  test: (one: Test) => SqlStatement,
  { isExcluding }: { readonly isExcluding: boolean },
): SqlStatement {
  if (groups.length === 0) return rawSql('true');
  const conditions = groups.map((group) => {
    const whole = joinSql(group.map(test), ' AND ');
    return isExcluding ? sql`NOT coalesce((${whole}), false)` : sql`(${whole})`;
  });
  return joinSql(conditions, ' AND ');
}
