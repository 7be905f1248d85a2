import { describe, expect, it } from 'vitest';
import { breakGaps } from './break-gaps.ts';

const at = (...minutes: number[]) => minutes.map((minute) => ({ atMs: minute * 60_000, values: [1] }));

describe('gaps of a line', () => {
  it('pdk-23 a silence breaks the line once', () => {
    const rows = breakGaps(at(0, 10, 20, 30, 300, 310), 1000);
    expect(rows.map(({ values }) => values[0])).toEqual([1, 1, 1, 1, null, 1, 1]);
    expect(rows[4]?.atMs).toBe(165 * 60_000);
  });

  it('pdk-23 even and sparse lines stay whole', () => {
    expect(breakGaps(at(0, 10, 20), 1000)).toHaveLength(3);
    expect(breakGaps(at(0, 600), 1000)).toHaveLength(2);
    expect(breakGaps([], 1000)).toEqual([]);
  });
});
