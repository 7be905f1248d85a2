import { describe, expect, it } from 'vitest';
import { columnsOf, maxVariables, VariableCollector } from './variables.ts';

function collected(...points: string[]) {
  const collector = new VariableCollector();
  for (const point of points) collector.add(Buffer.from(point), 0);
  return collector.variables;
}

describe('pdk-32 variables of a type', () => {
  it('pdk-32 are the leaves of its objects, each with what it was seen to be', () => {
    const variables = collected(
      '{"n":1,"r":1,"s":"a","b":true,"l":[1],"o":{"in":{"deep":2}},"e":{},"m":1,"z":null}',
      '{"n":2,"r":1.5,"s":null,"b":false,"l":[],"o":{"in":{"deep":3,"new":"x"}},"m":"two"}',
    );
    const columns = columnsOf(variables, ['s']);
    expect(columns.map(({ header, kind }) => [header, kind])).toEqual([
      ['n', 'integer'],
      ['r', 'number'],
      ['s__1', 'text'],
      ['b', 'boolean'],
      ['l', 'json'],
      ['o.in.deep', 'integer'],
      ['o.in.new', 'text'],
      ['e', 'json'],
      ['m', 'text'],
      ['z', 'text'],
    ]);
    expect(columns[5]?.path).toEqual(['o', 'in', 'deep']);
  });

  it('pdk-32 tell a name with a point from a name inside an object', () => {
    const columns = columnsOf(collected('{"a.b":1,"a":{"b":2}}'), []);
    expect(columns.map(({ header }) => header)).toEqual(['a.b', 'a.b__1']);
  });

  it('pdk-32 are at most so many, and objects in objects at most so deep', () => {
    const wide = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`m${String(index)}`, index]));
    expect(collected(JSON.stringify(wide))).toHaveLength(maxVariables);
    const deep = `${'{"d":'.repeat(50)}1${'}'.repeat(50)}`;
    const [only] = columnsOf(collected(deep), []);
    expect(only).toMatchObject({ header: 'd.d.d.d.d.d', kind: 'json' });
  });
});
