import { describe, expect, it } from 'vitest';
import { suggestMending } from './suggest-mending.ts';
import type { QuarantineReason } from './reasons.ts';

function mend(reason: QuarantineReason, content: string, claimedSource: string | null = null) {
  return suggestMending({ reason, content, claimedSource });
}

describe('pdk-16 suggested mendings', () => {
  it('pdk-16 divides milliseconds, microseconds and nanoseconds without losing a digit', () => {
    const content = '{"a":1760000000123456789,"passive-data-metadata":{"source":"p","timestamp":1754742600250}}';
    expect(mend('timestamp_out_of_range', content)).toEqual({
      kind: 'divide_timestamp',
      content: '{"a":1760000000123456789,"passive-data-metadata":{"source":"p","timestamp":1754742600.25}}',
    });
    const nano = content.replace('1754742600250', '1754742600123456789');
    expect(mend('timestamp_out_of_range', nano)?.content).toContain('"timestamp":1754742600.123456789}');
    expect(mend('timestamp_out_of_range', content.replace('1754742600250', '-5'))).toBeNull();
  });

  it('pdk-16 reads times written as text', () => {
    const content = (text: string) => `{"passive-data-metadata":{"timestamp":"${text}"},"b":2}`;
    expect(mend('timestamp_not_a_number', content('1760000000.5'))?.content).toBe(
      '{"passive-data-metadata":{"timestamp":1760000000.5},"b":2}',
    );
    expect(mend('timestamp_not_a_number', content('1760000000500'))?.content).toContain('1760000000.5');
    expect(mend('timestamp_not_a_number', content('2025-10-09T08:53:20.5Z'))).toMatchObject({ kind: 'parse_date' });
    expect(mend('timestamp_not_a_number', content('yesterday'))).toBeNull();
  });

  it('pdk-16 takes a missing time from the reading, a generator from its id, a source from the header', () => {
    const content = '{"observed":1760000000500,"passive-data-metadata":{"generator-id":"x","timestamp":null}}';
    expect(mend('timestamp_missing', content)?.content).toContain('"timestamp":1760000000.5}');
    expect(mend('timestamp_missing', content.replace('1760000000500', '12'))).toBeNull();
    expect(mend('generator_missing', content)?.content).toContain('"generator":"x"');
    expect(mend('source_missing', content, 'P-7')?.content).toContain('"source":"P-7"');
    expect(mend('source_missing', content)).toBeNull();
  });

  it('pdk-16 suggests nothing for what is not a point', () => {
    expect(mend('timestamp_missing', 'not json')).toBeNull();
    expect(mend('timestamp_missing', '[1]')).toBeNull();
    expect(mend('point_not_json', '{"passive-data-metadata":{}}')).toBeNull();
  });
});
