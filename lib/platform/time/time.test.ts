import { describe, expect, test } from 'vitest';
import { timeTicks } from './ticks.ts';
import { hourMs, startOfLocalDayMs, zoneOffsetMs } from './zone.ts';

const at = (text: string) => Date.parse(text);

describe('platform: local calendars', () => {
  test('platform: the offset follows daylight saving and half hours', () => {
    expect(zoneOffsetMs(at('2026-01-15T12:00:00Z'), 'Europe/Brussels')).toBe(hourMs);
    expect(zoneOffsetMs(at('2026-07-15T12:00:00.750Z'), 'Europe/Brussels')).toBe(2 * hourMs);
    expect(zoneOffsetMs(at('2026-07-15T12:00:00Z'), 'Asia/Kolkata')).toBe(5.5 * hourMs);
    expect(zoneOffsetMs(at('1950-01-01T00:00:00Z'), 'UTC')).toBe(0);
  });

  test('platform: a local day begins at local midnight, on the day the clocks change too', () => {
    expect(startOfLocalDayMs(at('2026-03-29T12:00:00Z'), 'Europe/Brussels')).toBe(at('2026-03-28T23:00:00Z'));
    expect(startOfLocalDayMs(at('2026-11-22T03:00:00Z'), 'America/New_York')).toBe(at('2026-11-21T05:00:00Z'));
  });
});

describe('platform: time axis', () => {
  test('platform: a day in Kinshasa has round hours of Kinshasa', () => {
    const ticks = timeTicks(
      { fromMs: at('2026-11-22T09:20:00Z'), toMs: at('2026-11-23T09:20:00Z') },
      'Africa/Kinshasa',
    );
    expect(ticks.stepMs).toBe(3 * hourMs);
    expect(new Date(ticks.atMs[0] ?? 0).toISOString()).toBe('2026-11-22T11:00:00.000Z');
    expect(ticks.atMs).toHaveLength(8);
  });

  test('platform: days stay on midnight across a change of the clocks', () => {
    const ticks = timeTicks(
      { fromMs: at('2026-03-27T00:00:00Z'), toMs: at('2026-04-01T00:00:00Z') },
      'Europe/Brussels',
    );
    const hours = ticks.atMs.map((ms) => new Date(ms + zoneOffsetMs(ms, 'Europe/Brussels')).getUTCHours() % 12);
    expect(new Set(hours)).toEqual(new Set([0]));
  });

  test('platform: an empty range gives no flood of ticks', () => {
    expect(timeTicks({ fromMs: 0, toMs: 0 }, 'UTC').atMs.length).toBeLessThanOrEqual(1);
    expect(timeTicks({ fromMs: 0, toMs: 50 * 365 * 24 * hourMs }, 'UTC').atMs.length).toBeLessThanOrEqual(10);
  });
});
