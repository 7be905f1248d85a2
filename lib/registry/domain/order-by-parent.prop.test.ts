import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthsOf, findCircles, orderByParent } from './order-by-parent.ts';

const forest = fc
  .array(fc.option(fc.nat(30), { nil: null }), { minLength: 1, maxLength: 30 })
  .map((parents) => new Map(parents.map((parent, id) => [String(id), parent === null ? null : String(parent)])));

/** By walking up: a unit is lost when it comes back to a place it has been. */
function isLost(parents: ReadonlyMap<string, string | null>, id: string): boolean {
  const seen = new Set<string>();
  for (let at: string | null = id; at !== null; at = parents.get(at) ?? null) {
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}

/** By walking up from the parent: a unit of a circle meets itself. */
function comesBack(parents: ReadonlyMap<string, string | null>, id: string): boolean {
  let at = parents.get(id) ?? null;
  for (let steps = 0; at !== null && at !== id && steps <= parents.size; steps += 1) at = parents.get(at) ?? null;
  return at === id;
}

describe('reg-18 a tree', () => {
  it('reg-18 tells how deep each unit stands, however long the way up is', () => {
    fc.assert(
      fc.property(forest, (parents) => {
        const sound = [...parents.keys()].filter((id) => !isLost(parents, id));
        const depths = depthsOf(sound, (id) => parents.get(id) ?? null);
        for (const id of sound) {
          const parent = parents.get(id) ?? null;
          expect(depths.get(id)).toBe(parent === null ? 1 : (depths.get(parent) ?? NaN) + 1);
        }
      }),
    );
    const chain = Array.from({ length: 200_000 }, (_, place) => String(place));
    expect(depthsOf(chain, (id) => (id === '0' ? null : String(Number(id) - 1))).get('199999')).toBe(200_000);
  });

  it('reg-18 finds exactly the units that would stand under themselves', () => {
    fc.assert(
      fc.property(forest, (parents) => {
        const lost = [...parents.keys()].filter((id) => isLost(parents, id));
        const found = findCircles(parents, () => null);
        expect([...found.keys()].sort()).toEqual(lost.sort());
        const inside = lost.filter((id) => comesBack(parents, id));
        expect([...found].flatMap(([id, verdict]) => (verdict === 'in circle' ? [id] : [])).sort()).toEqual(
          inside.sort(),
        );
      }),
    );
  });

  it('reg-18 finds a circle that closes through units which are not being changed', () => {
    const now = new Map([['child', 'top']]);
    expect(findCircles(new Map([['top', 'child']]), (id) => now.get(id) ?? null)).toEqual(
      new Map([
        ['top', 'in circle'],
        ['child', 'in circle'],
      ]),
    );
  });

  it('reg-42 puts every parent before its children and loses none', () => {
    fc.assert(
      fc.property(forest, (parents) => {
        const sound = [...parents].filter(([id]) => !isLost(parents, id));
        const ordered = orderByParent(sound.map(([id, parentId]) => ({ id, facts: { parentId } })));
        expect(ordered.map(({ id }) => id).sort()).toEqual(sound.map(([id]) => id).sort());
        const place = new Map(ordered.map(({ id }, index) => [id, index]));
        for (const { id, facts } of ordered) {
          if (facts.parentId !== null) expect(place.get(facts.parentId) ?? -1).toBeLessThan(place.get(id) ?? 0);
        }
      }),
    );
  });
});
