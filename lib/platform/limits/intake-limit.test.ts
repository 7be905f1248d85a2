import { describe, expect, it } from 'vitest';
import { IntakeLimit } from './intake-limit.ts';

describe('platform: uploads of one address in a minute', () => {
  const start = 60_000 * 1000;

  it('are counted apart from those of others, and anew each minute', () => {
    const limit = new IntakeLimit(2);
    expect([limit.take('a', start), limit.take('a', start), limit.take('a', start + 15_000)]).toEqual([null, null, 45]);
    expect(limit.take('b', start + 15_000)).toBeNull();
    expect(limit.take('a', start + 60_000)).toBeNull();
  });

  it('cost no endless memory', () => {
    const limit = new IntakeLimit(1);
    for (let address = 0; address < 250_000; address += 1) limit.take(String(address), start);
    expect(limit.take('0', start)).toBeNull();
  });
});
