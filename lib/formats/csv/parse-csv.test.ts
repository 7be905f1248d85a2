import fc from 'fast-check';
import { utils } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { detectSeparator, parseCsv, takeNamedSeparator } from './parse-csv.ts';

function fieldsOf(text: string, separator?: string): (readonly string[])[] {
  return [...parseCsv(text, separator)].map(({ fields }) => fields);
}

describe('parseCsv', () => {
  it('platform: reads quotes, doubled quotes, separators and line breaks inside fields', () => {
    expect(fieldsOf('a,"b ""c"", d","e\nf"\r\n,,\rlast')).toEqual([['a', 'b "c", d', 'e\nf'], ['', '', ''], ['last']]);
  });

  it('platform: tells on which line a record begins', () => {
    expect([...parseCsv('a\n"b\nb"\nc')].map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  it('platform: leaves a byte order mark out and needs no last line break', () => {
    expect(fieldsOf('\uFEFFa,b')).toEqual([['a', 'b']]);
    expect(fieldsOf('')).toEqual([]);
    expect(fieldsOf('a,')).toEqual([['a', '']]);
  });

  it.each([
    ['a quote that is never closed', 'a\n"b', /line 2: a quote is never closed/],
    ['text after a closing quote', 'a\nb,"c"d', /line 2: text follows/],
  ])('platform: refuses %s', (_what, text, reason) => {
    expect(() => fieldsOf(text)).toThrow(reason);
  });

  it('platform: reads back what another library writes', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', ',', ';', '"', '\n', ' ') });
    const records = fc.array(fc.tuple(field, field, fc.constant('end')), { minLength: 1 });
    fc.assert(
      fc.property(records, fc.constantFrom(',', ';', '\t'), (written, separator) => {
        const text = utils.sheet_to_csv(utils.aoa_to_sheet(written), { FS: separator });
        expect(fieldsOf(text, separator)).toEqual(written);
      }),
    );
  });

  it('reg-42 takes the line off that only names the separator, and no other', () => {
    expect(takeNamedSeparator('sep=;\r\na;b')).toEqual({ separator: ';', rest: 'a;b' });
    expect(takeNamedSeparator('\uFEFFSep=|\na')).toEqual({ separator: '|', rest: 'a' });
    for (const text of ['sep=;x\na', 'a;sep=;\n', 'sep=x\n', '']) expect(takeNamedSeparator(text)).toBeNull();
  });

  it.each([
    ['a,b;c', ','],
    ['a;b;c,d', ';'],
    ['"a,b,c";d', ';'],
    ['a\tb', '\t'],
    ['a|b', '|'],
    ['a', ','],
  ])('platform: finds the separator of %j', (text, separator) => {
    expect(detectSeparator(text)).toBe(separator);
  });
});
