import { describe, expect, it } from 'vitest';
import { performanceMetadataOf, performanceMetadataSchema } from './performance-metadata.ts';

const at = (second: number) => new Date(1_760_000_000_500 + second * 1000);

describe('pdk-20 performance metadata', () => {
  it('pdk-20 has whole Unix seconds, counts and points a second, by type and in all', () => {
    const metadata = performanceMetadataOf({
      source: 'P-1',
      userAgent: 'Meadow/4.1',
      types: [
        { identifier: 'a', pointCount: 5, firstCreatedAt: at(0), lastCreatedAt: at(10), lastRecordedAt: at(70) },
        { identifier: 'b', pointCount: 1, firstCreatedAt: at(20), lastCreatedAt: at(20), lastRecordedAt: at(60) },
      ],
      labelOf: (type) => `Type ${type}`,
    });
    expect(performanceMetadataSchema.parse(metadata)).toEqual({
      latest_point: 1_760_000_020_500_000,
      latest_point_created: 1_760_000_020,
      latest_point_recorded: 1_760_000_070_500_000,
      latest_point_recorded_time: 1_760_000_070,
      user_agent: 'Meadow/4.1',
      point_count: 6,
      point_frequency: 0.3,
      generator_statistics: [
        {
          identifier: 'a',
          source: 'P-1',
          label: 'Type a',
          points_count: 5,
          last_recorded: 1_760_000_070,
          first_created: 1_760_000_000,
          last_created: 1_760_000_010,
          frequency: 0.5,
        },
        expect.objectContaining({ identifier: 'b', points_count: 1, frequency: 0 }),
      ],
    });
  });

  it('pdk-20 of a source that sent nothing says so, without a latest point', () => {
    expect(performanceMetadataOf({ source: 'x', userAgent: '', types: [], labelOf: String })).toEqual({
      point_count: 0,
      point_frequency: 0,
      generator_statistics: [],
    });
  });
});
