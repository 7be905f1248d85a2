import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownTimeZone, stateHours } from './state-hours.ts';

const at = (text: string) => Date.parse(text);
const hourMs = 3_600_000;

describe('state hours', () => {
  it('pdk-23 splits a run at midnight of the place, not of Greenwich', () => {
    const days = stateHours(
      [
        { atMs: at('2026-03-01T19:00:00Z'), state: 'on' },
        { atMs: at('2026-03-01T23:00:00Z'), state: 'off' },
      ],
      at('2026-03-02T01:00:00Z'),
      'Africa/Kampala',
    );
    expect(days).toEqual([
      { day: '2026-03-01', durationsMs: { on: 2 * hourMs } },
      { day: '2026-03-02', durationsMs: { on: 2 * hourMs, off: 2 * hourMs } },
    ]);
  });

  it('pdk-23 a day with a change of the clock has 23 or 25 hours', () => {
    const change = [{ atMs: at('2026-03-28T23:00:00Z'), state: 'off' }];
    const days = stateHours(change, at('2026-03-29T22:00:00Z'), 'Europe/Berlin');
    expect(days).toEqual([{ day: '2026-03-29', durationsMs: { off: 23 * hourMs } }]);
  });

  it('pdk-23 nothing gets lost: the days add up to the whole', () => {
    const zones = fc.constantFrom('UTC', 'Africa/Kampala', 'Asia/Kathmandu', 'Europe/Berlin', 'America/St_Johns');
    const steps = fc.array(fc.integer({ min: 1, max: 40 * hourMs }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(zones, steps, (zone, lengths) => {
        let atMs = at('2026-03-20T10:11:12Z');
        const start = atMs;
        const changes = lengths.map((ms, index) => {
          const change = { atMs, state: index % 2 ? 'on' : 'off' };
          atMs += ms;
          return change;
        });
        const total = stateHours(changes, atMs, zone)
          .flatMap((day) => Object.values(day.durationsMs))
          .reduce((sum, ms) => sum + ms, 0);
        expect(total).toBe(atMs - start);
      }),
      { numRuns: 50 },
    );
  });

  it('pdk-23 a zone nobody knows is UTC', () => {
    expect(knownTimeZone('Mars/Olympus')).toBe('UTC');
    expect(knownTimeZone(null)).toBe('UTC');
    expect(knownTimeZone('Africa/Kampala')).toBe('Africa/Kampala');
  });
});
