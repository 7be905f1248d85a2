import { describe, expect, it } from 'vitest';
import type { VariableKind } from '#lib/passive/domain/codebook/variable-kinds.ts';
import { columnsOf, flatVariables, maxVariables } from './variables.ts';

const known = (variables: Readonly<Record<string, readonly VariableKind[]>>) =>
  flatVariables(Object.entries(variables).map(([path, kinds]) => ({ path, kinds, minimum: 0, maximum: 9 })));

describe('pdk-32 columns of the variables of a type', () => {
  it('pdk-32 are the leaves of its objects, each with what it was seen to be', () => {
    const columns = columnsOf(
      known({
        b: ['boolean'],
        e: ['object'],
        l: ['list'],
        'l[]': ['integer'],
        m: ['string', 'integer'],
        n: ['integer', 'null'],
        o: ['object'],
        'o.in': ['object'],
        'o.in.deep': ['integer'],
        'o.in.new': ['string'],
        'passive-data-metadata': ['object'],
        'passive-data-metadata.source': ['string'],
        r: ['integer', 'number'],
        s: ['string', 'null'],
        'times.*': ['integer'],
        z: ['null'],
      }),
      ['s'],
    );
    expect(columns.map(({ header, kind }) => [header, kind])).toEqual([
      ['b', 'boolean'],
      ['e', 'json'],
      ['l', 'json'],
      ['m', 'text'],
      ['n', 'integer'],
      ['o.in.deep', 'integer'],
      ['o.in.new', 'text'],
      ['r', 'number'],
      ['s__1', 'text'],
      ['z', 'text'],
    ]);
    expect(columns[5]?.path).toEqual(['o', 'in', 'deep']);
  });

  it('pdk-32 tell a name with a point from a name inside an object', () => {
    const columns = columnsOf(known({ a: ['object'], '["a.b"]': ['integer'], 'a.b': ['integer'] }), []);
    expect(columns.map(({ header, path }) => [header, path])).toEqual([
      ['a.b', ['a.b']],
      ['a.b__1', ['a', 'b']],
    ]);
  });

  it('pdk-32 of an object that was something else too, stand beside those of its members', () => {
    const columns = columnsOf(known({ o: ['object', 'string'], 'o.in': ['number'] }), []);
    expect(columns.map(({ header, kind }) => [header, kind])).toEqual([
      ['o', 'text'],
      ['o.in', 'number'],
    ]);
  });

  it('pdk-32 are at most so many, and objects in objects at most so deep', () => {
    const names = Array.from({ length: 2000 }, (_, index) => [`m${String(index)}`, ['integer']] as const);
    expect(columnsOf(known(Object.fromEntries(names)), [])).toHaveLength(maxVariables);
    const depths = Array.from(
      { length: 8 },
      (_, depth) =>
        [
          Array(depth + 1)
            .fill('d')
            .join('.'),
          ['object'],
        ] as const,
    );
    const [only, ...more] = columnsOf(known(Object.fromEntries(depths)), []);
    expect(only).toMatchObject({ header: 'd.d.d.d.d.d', kind: 'json' });
    expect(more).toEqual([]);
  });

  it('pdk-32 whole numbers that 64 bits do not hold keep their digits as texts, unless they are measures', () => {
    const large = { path: 'n', minimum: 0, maximum: 1e21 };
    const kindOf = (kinds: readonly VariableKind[]) => columnsOf(flatVariables([{ ...large, kinds }]), [])[0]?.kind;
    expect([kindOf(['integer']), kindOf(['integer', 'number'])]).toEqual(['text', 'number']);
  });
});
