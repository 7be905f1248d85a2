import { describe, expect, it } from 'vitest';
import { parseInstant, parsePeriod, writePeriod } from './period.ts';

describe('man-33 times of SensorThings', () => {
  it('man-33 an instant without a zone is UTC, with one it is moved there', () => {
    expect(parseInstant('2026-11-01T10:00:00')?.toISOString()).toBe('2026-11-01T10:00:00.000Z');
    expect(parseInstant('2026-11-01T10:00:00.5+0530')?.toISOString()).toBe('2026-11-01T04:30:00.500Z');
    expect(parseInstant('2026-11-01')?.toISOString()).toBe('2026-11-01T00:00:00.000Z');
    for (const text of ['', 'today', '2026-13-01', '2026-11-01T25:00', '2026']) expect(parseInstant(text)).toBeNull();
  });

  it('man-33 a period has an end that is not before its beginning', () => {
    const text = '2026-11-01T10:00:00.000Z/2026-11-02T10:00:00.000Z';
    const period = parsePeriod(text);
    expect(period && writePeriod(period)).toBe(text);
    expect(parsePeriod('2026-11-02/2026-11-01')).toBeNull();
    expect(parsePeriod('2026-11-01/2026-11-02/2026-11-03')).toBeNull();
  });
});
