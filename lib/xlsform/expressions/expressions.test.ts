import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absolute, compare, isMultiple, isWhole, parseDecimal, subtract } from './decimal-number.ts';
import { isDynamicDefault } from './dynamic-default.ts';
import { findInstancePaths } from './instance-calls.ts';
import { isXmlName } from './names.ts';
import { tokenize } from './tokens.ts';

describe('tokenize', () => {
  it('col-27 loses nothing of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tokens = tokenize(text);
        expect(tokens.map((token) => token.text).join('')).toBe(text);
        expect(tokens.every(({ start, end, text: part }) => text.slice(start, end) === part)).toBe(true);
      }),
    );
  });
});

describe('isDynamicDefault', () => {
  it.each(['now()', '${q1}', '1 + 1', 'a | b', 'a[1]', 'uuid()', '5 mod 2', "if(1, 'a', 'b')"])(
    'col-27 %s is evaluated',
    (value) => {
      expect(isDynamicDefault(value, 'text')).toBe(true);
    },
  );

  it.each(['', 'hello', 'a-b', '-5', '2024-01-01', '12:30:00', 'https://example.org/a', "'1 + 1'", 'it.is'])(
    'col-27 %s is text',
    (value) => {
      expect(isDynamicDefault(value, 'text')).toBe(false);
    },
  );

  it('col-27 a hyphen subtracts nothing in dates and places', () => {
    expect(isDynamicDefault('12.3 - 4', 'text')).toBe(true);
    expect(isDynamicDefault('12.3 - 4', 'geopoint')).toBe(false);
  });
});

describe('findInstancePaths', () => {
  const found = (text: string) => findInstancePaths(text).map(({ start, end }) => text.slice(start, end));

  it('col-27 ends a path at the blank outside of its predicate', () => {
    expect(found("a instance('c1')/root/item[name = 'x y']/label b")).toEqual([
      "instance('c1')/root/item[name = 'x y']/label",
    ]);
    expect(found("instance('a')/x instance('b')/y")).toEqual(["instance('a')/x", "instance('b')/y"]);
    expect(found('no instance here')).toEqual([]);
    expect(found("instance('a')/x[1")).toEqual(["instance('a')/x[1"]);
  });
});

describe('decimal numbers', () => {
  it('col-27 are read as written, without rounding', () => {
    const step = parseDecimal('0.1');
    expect(step && isMultiple({ digits: 3n, scale: 1 }, step)).toBe(true);
    expect(parseDecimal('2.50')).toEqual({ digits: 250n, scale: 2 });
    expect(parseDecimal('1e3')).toEqual({ digits: 1000n, scale: 0 });
    expect(['', '.', 'a', '1e999', '0x1', 'NaN'].map(parseDecimal)).toEqual(Array.from({ length: 6 }, () => undefined));
  });

  it('col-27 subtraction and comparison agree with whole numbers', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), fc.nat(5), (one, other, scale) => {
        const [a, b] = [
          { digits: one, scale },
          { digits: other, scale },
        ];
        expect(subtract(a, b)).toEqual({ digits: one - other, scale });
        expect(compare(a, b)).toBe(one < other ? -1 : Number(one > other));
        expect(absolute(subtract(a, b)).digits).toBe(one > other ? one - other : other - one);
        expect(isWhole({ digits: one * 10n ** BigInt(scale), scale })).toBe(true);
      }),
    );
  });
});

describe('isXmlName', () => {
  it('col-27 follows the standard, letters of all scripts included', () => {
    expect(['q1', '_a', 'é', '名前', 'a-b.c', 'ex:a'].every(isXmlName)).toBe(true);
    expect(['', '1a', 'a b', '-a', 'a:b:c', ':a', 'a:', 'a$'].some(isXmlName)).toBe(false);
  });
});
