import { describe, expect, it } from 'vitest';
import { isTimeZone, ZoneClock } from './zone-clock.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('platform: offsets of a zone', () => {
  it('platform: follows summer time to the second', () => {
    const berlin = new ZoneClock('Europe/Berlin');
    expect(berlin.offsetSeconds(seconds('2026-03-29T00:59:59Z'))).toBe(3600);
    expect(berlin.offsetSeconds(seconds('2026-03-29T01:00:00Z'))).toBe(7200);
    expect(new ZoneClock('Asia/Kathmandu').offsetSeconds(seconds('2026-01-01T00:00:00Z'))).toBe(20_700);
    expect(new ZoneClock('UTC').offsetSeconds(0)).toBe(0);
  });

  it('platform: finds the first instant of a day', () => {
    expect(new ZoneClock('Africa/Kampala').startOfDay('2026-08-03').toISOString()).toBe('2026-08-02T21:00:00.000Z');
    expect(new ZoneClock('America/Los_Angeles').startOfDay('2026-08-03').toISOString()).toBe(
      '2026-08-03T07:00:00.000Z',
    );
    expect(new ZoneClock('Pacific/Kiritimati').startOfDay('2026-08-03').toISOString()).toBe('2026-08-02T10:00:00.000Z');
  });

  it('platform: a day whose midnight is skipped begins when the clocks change', () => {
    // Cairo went from 00:00 to 01:00 on 24 April 2026.
    expect(new ZoneClock('Africa/Cairo').startOfDay('2026-04-24').toISOString()).toBe('2026-04-23T22:00:00.000Z');
  });

  it('platform: a day whose midnight comes twice begins with the first', () => {
    // Havana goes back from 01:00 to 00:00 on 1 November 2026.
    expect(new ZoneClock('America/Havana').startOfDay('2026-11-01').toISOString()).toBe('2026-11-01T04:00:00.000Z');
    expect(new ZoneClock('America/Havana').endOfDay('2026-11-01').toISOString()).toBe('2026-11-02T05:00:00.000Z');
  });

  it('platform: knows which names are zones', () => {
    expect(isTimeZone('Africa/Kampala')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
    expect(() => new ZoneClock('Mars/Olympus')).toThrow(RangeError);
  });
});
