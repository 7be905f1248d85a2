import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCircles, orderByParent } from './order-by-parent.ts';

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

describe('reg-18 a tree', () => {
  it('reg-18 finds exactly the units that would stand under themselves', () => {
    fc.assert(
      fc.property(forest, (parents) => {
        const lost = [...parents.keys()].filter((id) => isLost(parents, id));
        expect([...findCircles(parents, () => null)].sort()).toEqual(lost.sort());
      }),
    );
  });

  it('reg-18 finds a circle that closes through units which are not being changed', () => {
    const now = new Map([['child', 'top']]);
    expect(findCircles(new Map([['top', 'child']]), (id) => now.get(id) ?? null)).toEqual(new Set(['top', 'child']));
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
