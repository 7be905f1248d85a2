import { expect, test } from 'vitest';
import { writeCsv } from './csv.ts';

test('platform: CSV quotes what needs it and keeps what does not', () => {
  const text = writeCsv(
    ['name', 'n'],
    [
      ['a "b", c', 1.5],
      ['line\nbreak', null],
      ['Zoë', new Date('2026-01-02T03:04:05Z')],
    ],
  );
  expect(text).toBe('\uFEFFname,n\r\n"a ""b"", c",1.5\r\n"line\nbreak",\r\nZoë,2026-01-02T03:04:05.000Z\r\n');
});

test('platform: CSV never hands a formula to a spreadsheet, and leaves negative numbers alone', () => {
  expect(writeCsv(['a', 'b'], [['=1+1', -5]])).toBe("\uFEFFa,b\r\n'=1+1,-5\r\n");
});
