import { expect, it } from 'vitest';
import { breakSteps } from './break-steps.ts';

const minute = 60_000;
const step = (atMs: number) => ({ at: new Date(atMs), mean: 1, min: 0, max: 2, count: 1 });

it('man-13 the line of a chart breaks where a node was silent, not in its usual rhythm', () => {
  const every20 = [0, 20, 40, 60].map((minutes) => step(minutes * minute));
  expect(breakSteps(every20, minute)).toHaveLength(4);
  const broken = breakSteps([...every20, step(300 * minute)], minute);
  expect(broken.map(({ atMs, values }) => [atMs / minute, values.mean])).toEqual([
    [0, 1],
    [20, 1],
    [40, 1],
    [60, 1],
    [61, null],
    [300, 1],
  ]);
  expect(breakSteps([], minute)).toEqual([]);
});
