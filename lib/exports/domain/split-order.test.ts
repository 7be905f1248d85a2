import { describe, expect, it } from 'vitest';
import { splitOrder } from './split-order.ts';

const sizes = (parts: { points: number }[][]) => parts.map((part) => part.map((source) => source.points));

describe('pdk-30 parts of an order', () => {
  it('pdk-30 are as full as they may be, and no source is torn', () => {
    const sources = [4, 4, 4, 20, 1, 1].map((points) => ({ points }));
    expect(sizes(splitOrder(sources, 10))).toEqual([[4, 4], [4], [20], [1, 1]]);
  });

  it('pdk-30 are at least one', () => {
    expect(splitOrder([], 10)).toEqual([[]]);
    expect(sizes(splitOrder([{ points: 0 }], 10))).toEqual([[0]]);
  });
});
