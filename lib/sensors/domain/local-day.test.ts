import { describe, expect, it } from 'vitest';
import { isDay, localDayOf, shiftDay } from './local-day.ts';

describe('man-17 days of a place', () => {
  it('man-17 a day is the one that calendars of the place show, also around the change of clocks', () => {
    expect(localDayOf(Date.UTC(2026, 9, 24, 21, 59), 'Europe/Berlin')).toBe('2026-10-24');
    expect(localDayOf(Date.UTC(2026, 9, 24, 22, 0), 'Europe/Berlin')).toBe('2026-10-25');
    expect(localDayOf(Date.UTC(2026, 9, 25, 22, 59), 'Europe/Berlin')).toBe('2026-10-25');
    expect(localDayOf(Date.UTC(2026, 9, 25, 23, 0), 'Europe/Berlin')).toBe('2026-10-26');
    expect(localDayOf(Date.UTC(2026, 0, 1, 2), 'America/New_York')).toBe('2025-12-31');
  });

  it('man-17 the day before the first of a month is the last of the one before', () => {
    expect(shiftDay('2028-03-01', -1)).toBe('2028-02-29');
    expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01');
  });

  it('man-17 what is no day of the calendar is none', () => {
    expect(['2026-02-28', '2026-02-29', '2026-13-01', '2026-1-1', 'today', ''].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
