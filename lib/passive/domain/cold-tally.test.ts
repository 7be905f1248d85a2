import { describe, expect, it } from 'vitest';
import { ColdTally } from './cold-tally.ts';

const row = (source: string, type: string, createdAtUs: bigint, recordedAtUs: bigint) => ({
  source_id: source,
  type,
  created_at_us: createdAtUs,
  recorded_at_us: recordedAtUs,
});

describe('pdk-17 what a file of a cold month holds', () => {
  it('pdk-17 is counted by source and type, with the first and last of both clocks in whatever order they come', () => {
    const tally = new ColdTally();
    expect(tally.counts).toEqual([]);
    tally.add(row('a', 'walk', 1_746_057_600_000_001n, 50n));
    tally.add(row('b', 'walk', -7n, 9n));
    tally.add(row('a', 'walk', 1_746_057_600_000_000n, 70n));
    tally.add(row('a', 'plot', 3n, 3n));
    tally.add(row('a', 'walk', 1_746_057_600_000_002n, 60n));
    expect(tally.counts.map(({ sourceId, type, points }) => [sourceId, type, points])).toEqual([
      ['a', 'walk', 3],
      ['b', 'walk', 1],
      ['a', 'plot', 1],
    ]);
    expect(tally.counts[0]).toMatchObject({
      firstCreatedAtUs: 1_746_057_600_000_000n,
      lastCreatedAtUs: 1_746_057_600_000_002n,
      firstRecordedAtUs: 50n,
      lastRecordedAtUs: 70n,
    });
    expect(tally.counts.map(({ hours }) => [...hours])).toEqual([[[485_016, 3]], [[-1, 1]], [[0, 1]]]);
  });

  it('pdk-17 keeps apart what would be one text', () => {
    const tally = new ColdTally();
    tally.add(row('a', 'b c', 1n, 1n));
    tally.add(row('a b', 'c', 1n, 1n));
    expect(tally.counts).toHaveLength(2);
  });
});
