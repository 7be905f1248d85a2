import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTypeTree, findTypeCircle, type TypeEdge } from './type-tree.ts';
import type { TypeHierarchy } from './unit-type.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const id = fc.constantFrom(...ids);
const changes = fc.array(fc.tuple(id, fc.uniqueArray(id, { maxLength: 4 })), { maxLength: 20 });

/** True when types can be ordered so that each stands after all it may stand under (Kahn). */
function hasNoCircle(edges: readonly TypeEdge[]): boolean {
  let left = [...ids];
  for (;;) {
    const free = left.filter((one) => !edges.some((edge) => edge.childId === one && left.includes(edge.parentId)));
    if (free.length === 0) return left.length === 0;
    left = left.filter((one) => !free.includes(one));
  }
}

function count(tree: TypeHierarchy): number {
  return 1 + tree.children.reduce((sum, child) => sum + count(child), 0);
}

describe('allowed types', () => {
  it('reg-17 a change is refused exactly when it would close a circle, which is then named', () => {
    fc.assert(
      fc.property(changes, (made) => {
        let edges: TypeEdge[] = [];
        for (const [parentId, childIds] of made) {
          const next = [
            ...edges.filter((edge) => edge.parentId !== parentId),
            ...childIds.map((childId) => ({ parentId, childId })),
          ];
          const circle = findTypeCircle(edges, parentId, childIds);
          expect(circle === null).toBe(hasNoCircle(next));
          if (circle === null) edges = next;
          else {
            expect(circle[0]).toBe(parentId);
            expect(circle.at(-1)).toBe(parentId);
            for (const [place, childId] of circle.slice(1).entries()) {
              expect(next).toContainEqual({ parentId: circle[place], childId });
            }
          }
        }
      }),
    );
  });

  it('reg-17 the tree of a type tells each of its types with its children once, however many ways lead there', () => {
    fc.assert(
      fc.property(changes, (made) => {
        let edges: TypeEdge[] = [];
        for (const [parentId, childIds] of made) {
          if (findTypeCircle(edges, parentId, childIds) !== null) continue;
          edges = [
            ...edges.filter((edge) => edge.parentId !== parentId),
            ...childIds.map((childId) => ({ parentId, childId })),
          ];
        }
        const types = ids.map((one) => ({
          ...{ id: one, name: one, shortName: one, depth: null },
          children: edges
            .filter((edge) => edge.parentId === one)
            .map(({ childId }) => ({ id: childId, isCreatable: false })),
        }));
        const tree = buildTypeTree(types, 'a');
        expect(tree).not.toBeNull();
        expect(count(tree!)).toBeLessThanOrEqual(1 + edges.length);
      }),
    );
  });

  it('reg-17 there is no tree of a type that is not there', () => {
    expect(buildTypeTree([], 'a')).toBeNull();
  });
});
