import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression } from '#lib/sensors/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { parseFilter } from './parse-filter.ts';

const leaf = fc.oneof(
  fc.string({ maxLength: 12 }).map((value): Expression => ({ kind: 'text', value })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
    .map((value): Expression => ({ kind: 'number', value: value + 0 })),
  fc.boolean().map((value): Expression => ({ kind: 'boolean', value })),
  fc.constant<Expression>({ kind: 'null' }),
  fc.constantFrom<Expression>(
    { kind: 'path', names: ['name'] },
    { kind: 'path', names: ['Datastream', 'Thing', 'id'] },
  ),
);
const tree = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie('tree').map((of): Expression => ({ kind: 'not', of })),
    fc
      .tuple(fc.constantFrom('and', 'or'), tie('tree'), tie('tree'))
      .map(([by, left, right]): Expression => ({ kind: 'logic', by, left, right })),
    fc
      .tuple(fc.constantFrom('eq', 'lt'), tie('tree'), tie('tree'))
      .map(([by, left, right]): Expression => ({ kind: 'compare', by, left, right })),
    fc
      .tuple(fc.constantFrom('add', 'mod'), tie('tree'), tie('tree'))
      .map(([by, left, right]): Expression => ({ kind: 'calculate', by, left, right })),
    fc.tuple(tie('tree'), tie('tree')).map((args): Expression => ({ kind: 'call', name: 'concat', args })),
  ),
})).tree;

function write(expression: Expression): string {
  switch (expression.kind) {
    case 'text':
      return `'${expression.value.replaceAll("'", "''")}'`;
    case 'number':
    case 'boolean':
      return String(expression.value);
    case 'null':
      return 'null';
    case 'path':
      return expression.names.join('/');
    case 'not':
      return `not (${write(expression.of)})`;
    case 'call':
      return `${expression.name}(${expression.args.map(write).join(',')})`;
    case 'logic':
    case 'compare':
    case 'calculate':
      return `((${write(expression.left)}) ${expression.by} (${write(expression.right)}))`;
    default:
      return '';
  }
}

describe('man-33 filters of SensorThings', () => {
  it('man-33 a tree written with brackets is read back as it was', () => {
    fc.assert(
      fc.property(tree, (expression) => {
        expect(parseFilter(write(expression))).toEqual(expression);
      }),
    );
  });

  it('man-33 any text is read, or refused as input', () => {
    const word = fc.constantFrom(
      '(',
      ')',
      ',',
      'eq',
      'and',
      'not',
      'name',
      "'a'",
      '1',
      '2026-11-01T00:00:00Z',
      'now()',
      'year(',
      ' ',
      '$',
      "'",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        try {
          parseFilter(words.join(' '));
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
    );
  });

  it('man-33 operators bind as the standard says', () => {
    expect(parseFilter('a eq 1 or b eq 2 and not c')).toEqual(parseFilter('(a eq 1) or ((b eq 2) and (not c))'));
    expect(parseFilter('a add 2 mul 3 eq 7')).toEqual(parseFilter('(a add (2 mul 3)) eq 7'));
    expect(parseFilter('a sub 1 sub 2 gt 0')).toEqual(parseFilter('((a sub 1) sub 2) gt 0'));
  });

  it.each([
    'nosuch(1)',
    'length()',
    'length(a, b)',
    '(',
    'a eq',
    "'open",
    'a//b eq 1',
    `${'('.repeat(60)}1${')'.repeat(60)}`,
  ])('man-33 refuses "%s"', (text) => {
    expect(() => parseFilter(text)).toThrow(expect.objectContaining({ code: 'input_invalid' }));
  });
});
