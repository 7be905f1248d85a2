import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifier, joinSql, rawSql, sql } from './sql.ts';

describe('sql', () => {
  it('platform: turns values into parameters and splices fragments in order', () => {
    const where = joinSql([sql`a = ${1}`, sql`b = ${'x'}`], ' AND ');
    const statement = sql`SELECT ${rawSql('*')} FROM ${identifier('data_points')} WHERE ${where} LIMIT ${10}`;
    expect(statement.text).toBe('SELECT * FROM "data_points" WHERE a = $1 AND b = $2 LIMIT $3');
    expect(statement.values).toEqual([1, 'x', 10]);
  });

  it('platform: no value ever reaches the text of a statement', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (values) => {
        const statement = joinSql(
          values.map((value) => sql`c = ${value}`),
          ' OR ',
        );
        expect(statement.values).toEqual(values);
        expect(statement.text).toBe(values.map((_, index) => `c = $${String(index + 1)}`).join(' OR '));
      }),
    );
  });

  it('platform: refuses identifiers that need quoting', () => {
    expect(() => identifier('a"; DROP TABLE x')).toThrow(TypeError);
  });
});
