import { describe, expect, it } from 'vitest';
import type { Expression } from './expression.ts';
import { streamOfFilter } from './stream-of-filter.ts';

const path = (...names: string[]): Expression => ({ kind: 'path', names });
const number = (value: number): Expression => ({ kind: 'number', value });
const compare = (left: Expression, right: Expression, by: 'eq' | 'ne' = 'eq'): Expression => ({
  kind: 'compare',
  by,
  left,
  right,
});
const logic = (by: 'and' | 'or', left: Expression, right: Expression): Expression => ({
  kind: 'logic',
  by,
  left,
  right,
});
const named = compare(path('Datastream', 'id'), number(1_000_000_000_000_007));
const high = compare(path('result'), number(5));
const low = compare(path('result'), number(1));

const one = { streamId: '1000000000000007', isMulti: false };

describe('man-33 streamOfFilter', () => {
  it.each<[string, Expression, object | null]>([
    ['one term', named, { ...one, rest: null }],
    [
      'the other way round',
      compare(number(7), path('MultiDatastream', '@iot.id')),
      { streamId: '7', isMulti: true, rest: null },
    ],
    [
      'a text',
      compare(path('Datastream', 'id'), { kind: 'text', value: '7' }),
      { streamId: '7', isMulti: false, rest: null },
    ],
    ['the first of two', logic('and', named, high), { ...one, rest: high }],
    ['one within others', logic('and', high, logic('and', high, named)), { ...one, rest: logic('and', high, high) }],
    ['one before others', logic('and', logic('and', high, named), low), { ...one, rest: logic('and', high, low) }],
    ['two of them: the other stays', logic('and', named, named), { ...one, rest: named }],
    ['either of two', logic('or', named, high), null],
    ['not that one', { kind: 'not', of: named }, null],
    ['any other', compare(path('Datastream', 'id'), number(7), 'ne'), null],
    ['no id', compare(path('Datastream', 'id'), number(7.5)), null],
    ['a text that is written otherwise', compare(path('Datastream', 'id'), { kind: 'text', value: '007' }), null],
    ['another thing', compare(path('FeatureOfInterest', 'id'), number(7)), null],
    ['a thing behind it', compare(path('Datastream', 'Thing', 'id'), number(7)), null],
  ])('man-33 %s', (_, filter, expected) => {
    expect(streamOfFilter(filter)).toEqual(expected);
  });
});
