import { SSF } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDateCell, type DateSystem } from './date-cell.ts';
import type { DateFormat } from './date-format.ts';

const date: DateFormat = { hasDate: true, hasTime: false, isElapsed: false };
const time: DateFormat = { hasDate: false, hasTime: true, isElapsed: false };
const both: DateFormat = { hasDate: true, hasTime: true, isElapsed: false };
const elapsed: DateFormat = { hasDate: false, hasTime: true, isElapsed: true };

describe('toDateCell', () => {
  it.each<[number, DateFormat, DateSystem, string, string]>([
    [1, date, '1900', 'date', '1900-01-01'],
    [59, date, '1900', 'date', '1900-02-28'],
    [60, date, '1900', 'text', '1900-02-29'],
    [61, date, '1900', 'date', '1900-03-01'],
    [43831, date, '1900', 'date', '2020-01-01'],
    [0, date, '1904', 'date', '1904-01-01'],
    [42369, date, '1904', 'date', '2020-01-01'],
    [43831.75, both, '1900', 'date', '2020-01-01T18:00:00'],
    [43831, both, '1900', 'date', '2020-01-01T00:00:00'],
    [43831.9999999999, both, '1900', 'date', '2020-01-02T00:00:00'],
    [43831.000011574, both, '1900', 'date', '2020-01-01T00:00:01'],
    [0.5, time, '1900', 'time', '12:00:00'],
    [0.5, both, '1900', 'time', '12:00:00'],
    [1.5, elapsed, '1900', 'time', '36:00:00'],
    [2_958_465, date, '1900', 'date', '9999-12-31'],
    [2_958_466, date, '1900', 'number', '2958466'],
    [-1.5, date, '1900', 'number', '-1.5'],
    [0, date, '1900', 'number', '0'],
    [3_000_000, elapsed, '1900', 'number', '3000000'],
  ])('platform: %d in %o of the %s system', (serial, format, system, kind, text) => {
    expect(toDateCell(serial, format, system)).toEqual({ kind, text });
  });

  it('platform: names the same day as another library for every day of the calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_958_465 }), (serial) => {
        const { format } = SSF as { format: (code: string, serial: number) => string };
        const other = format('yyyy-mm-dd', serial);
        expect(toDateCell(serial, date, '1900').text).toBe(other);
      }),
    );
  });
});
