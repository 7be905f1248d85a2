import { describe, expect, it } from 'vitest';
import { typePairs } from './type-pairs.ts';

type Unit = Parameters<typeof typePairs>[0][number];

function aUnit(
  id: string,
  parentId: string | null,
  [name, depth]: readonly [string, number | null],
  isLeaf = false,
): Unit {
  return { id, facts: { parentId, type: { name, depth } }, unit: { isLeaf } } as Unit;
}

describe('reg-42 which types may stand under which', () => {
  it('of a list with levels: each level above all lower ones and the rows, also where no row fills both', () => {
    const units = [
      aUnit('kin', null, ['Province', 0]),
      aUnit('gombe', 'kin', ['Commune', 2]),
      aUnit('equ', null, ['Province', 0]),
      aUnit('mba', 'equ', ['Territory', 1]),
      aUnit('a', 'gombe', ['School', 3], true),
      aUnit('b', 'equ', ['Nursery', 3], true),
    ];
    expect([...typePairs(units, ['Province', 'Territory', 'Commune'])].sort()).toEqual([
      ['0 Province', '1 Territory'],
      ['0 Province', '2 Commune'],
      ['0 Province', '3 Nursery'],
      ['0 Province', '3 School'],
      ['1 Territory', '2 Commune'],
      ['1 Territory', '3 Nursery'],
      ['1 Territory', '3 School'],
      ['2 Commune', '3 Nursery'],
      ['2 Commune', '3 School'],
    ]);
  });

  it('reg-43 of layers: what units say, each pair once, and none under itself', () => {
    const units = [
      aUnit('cd', null, ['Country', 0]),
      aUnit('kin', 'cd', ['Area', null]),
      aUnit('gombe', 'kin', ['Area', null]),
      aUnit('equ', 'cd', ['Area', null]),
      aUnit('far', 'elsewhere', ['Place', 4], true),
    ];
    expect(typePairs(units, [])).toEqual([['0 Country', 'null Area']]);
  });
});
