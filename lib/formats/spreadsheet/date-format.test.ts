import { describe, expect, it } from 'vitest';
import { readDateFormat } from './date-format.ts';

function kindOf(code: string): string | null {
  const format = readDateFormat(200, code);
  if (!format) return null;
  if (format.isElapsed) return 'elapsed';
  return [format.hasDate && 'date', format.hasTime && 'time'].filter(Boolean).join(' ');
}

describe('readDateFormat', () => {
  it.each([
    ['General', null],
    ['0.00', null],
    ['#,##0 "days"', null],
    ['[Red]0.0;[Blue]-0.0', null],
    [String.raw`0\d`, null],
    ['_-* #,##0.00_-;@', null],
    ['yyyy-mm-dd', 'date'],
    ['[$-40C]d mmmm yyyy;@', 'date'],
    ['mmm', 'date'],
    ['d/m', 'date'],
    ['h:mm AM/PM', 'time'],
    ['mm:ss.0', 'time'],
    ['dd/mm/yyyy hh:mm', 'date time'],
    ['[h]:mm:ss', 'elapsed'],
    ['[mm]:ss', 'elapsed'],
    ['[<=9999999]###\\-####;(###) ###\\-####', null],
    ['0;yyyy', null],
  ])('platform: %s shows %s', (code, kind) => {
    expect(kindOf(code)).toBe(kind);
  });

  it('platform: knows the formats that files name by number', () => {
    expect(readDateFormat(14, undefined)).toMatchObject({ hasDate: true, hasTime: false });
    expect(readDateFormat(22, undefined)).toMatchObject({ hasDate: true, hasTime: true });
    expect(readDateFormat(46, undefined)).toMatchObject({ isElapsed: true });
    expect(readDateFormat(2, undefined)).toBeNull();
    expect(readDateFormat(14, '0.00')).toBeNull();
  });
});
