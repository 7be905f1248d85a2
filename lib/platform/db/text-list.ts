import { rawSql, sql, type SqlStatement } from './sql.ts';

/** U+001F (unit separator) and U+001E (record separator): JSON, ids and numbers cannot have them. */
const separator = '\u001f';
const nothing = '\u001e';

/** Types whose text has no control characters; other texts go in ordinary array parameters. */
type ListType = 'uuid' | 'int4' | 'int8' | 'float8' | 'json';

/**
 * A column of values as one text parameter, for `unnest`: `pg` writes arrays value by value with every quote escaped,
 * which for JSON costs more than the insert itself.
 */
export function textList(values: readonly (string | number | null)[], type: ListType): SqlStatement {
  const text = values.map((value) => value ?? nothing).join(separator);
  return sql`string_to_array(${text}, ${separator}, ${nothing})::${rawSql(type)}[]`;
}
