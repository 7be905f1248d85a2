import { describe, expect, it } from 'vitest';
import { demoGrowth, growPyramid, type GrownUnit } from './grow-pyramid.ts';
import type { Ring } from './split-ring.ts';

const units = growPyramid(demoGrowth);
const ofLevel = (level: number) => units.filter((unit) => unit.level === level);

function areaOf(ring: Ring | null): number {
  const corners = ring ?? [];
  return Math.abs(
    corners.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [0, 0];
      return sum + x * nextY - nextX * y;
    }, 0) / 2,
  );
}

/** Is the point of a unit on the inner side of every edge of a convex ring? */
function isIn({ point }: GrownUnit, ring: Ring): boolean {
  const [x, y] = point ?? [0, 0];
  const sides = ring.map(([fromX, fromY], index) => {
    const [toX, toY] = ring[(index + 1) % ring.length] ?? [0, 0];
    return Math.sign((toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX));
  });
  return new Set(sides).size === 1;
}

describe('reg-80 the country of the demo', () => {
  it('has 5,000 units in five levels, the same each time, parents first', () => {
    expect(units).toHaveLength(5000);
    expect([0, 1, 2, 3, 4].map((level) => ofLevel(level).length)).toEqual([1, 8, 64, 512, 4415]);
    expect(growPyramid(demoGrowth)).toEqual(units);
    const seen = new Set<string | null>([null]);
    for (const { ref, parentRef } of units) {
      expect(seen.has(parentRef)).toBe(true);
      seen.add(ref);
    }
    expect(seen.size).toBe(5001);
  });

  it('areas of a level fit together: as large as the country, and each in its parent', () => {
    const country = areaOf(demoGrowth.outline);
    for (const level of [1, 2, 3]) {
      const whole = ofLevel(level).reduce((sum, { shape }) => sum + areaOf(shape), 0);
      expect(whole / country).toBeCloseTo(1, 4);
    }
  });

  it('every unit stands in the area of its parent', () => {
    const shapes = new Map(units.map(({ ref, shape }) => [ref, shape]));
    for (const unit of units) {
      const around = shapes.get(unit.parentRef ?? '');
      if (around) expect(isIn(unit, around), unit.ref).toBe(true);
    }
  });
});
