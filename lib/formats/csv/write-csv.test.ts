import { expect, it } from 'vitest';
import { parseCsv } from './parse-csv.ts';
import { csvRecord } from './write-csv.ts';

it('reg-35 records of CSV are read back as they were, line breaks and quotes too', () => {
  const rows = [
    ['plain', 'a "b", c', 'line\nbreak', 'carriage\r\nreturn', ' blank ', 'Zoë'],
    ['', '1.5', 'x', "o'", '課', '_'],
  ];
  expect([...parseCsv(rows.map(csvRecord).join(''), ',')].map(({ fields }) => fields)).toEqual(rows);
});

it.each([
  ['=1+1', "'=1+1"],
  ['+49 30 1', "'+49 30 1"],
  ['-North', "'-North"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['-12.5', '-12.5'],
  ['+3e4', '+3e4'],
  ['-1+1', "'-1+1"],
  ['a=1', 'a=1'],
])('reg-35 a CSV cell never runs as a formula, and numbers stay numbers: %s', (text, written) => {
  expect(csvRecord([text])).toBe(`${written}\r\n`);
});

it('reg-35 a CSV cell that begins with a carriage return is guarded and quoted', () => {
  expect(csvRecord(['\r=1', -5, true, null])).toBe('"\'\r=1",-5,true,\r\n');
});
