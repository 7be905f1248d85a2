import { utils, write, type WorkSheet } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { openXls } from '#lib/formats/xls/open-xls.ts';
import { openXlsx } from '#lib/formats/xlsx/open-xlsx.ts';
import { readWorkbook } from './read-workbook-table.ts';

const province = { s: { r: 1, c: 0 }, e: { r: 3, c: 0 } };

function aSheet(rows: readonly (readonly (string | null)[])[], merges: readonly object[] = []): WorkSheet {
  return { ...utils.aoa_to_sheet(rows.map((row) => [...row])), '!merges': merges as never };
}

async function read(sheets: Readonly<Record<string, WorkSheet>>, bookType: 'xlsx' | 'biff8', hidden: string[] = []) {
  const Workbook = { Sheets: Object.keys(sheets).map((name) => ({ name, Hidden: hidden.includes(name) ? 1 : 0 })) };
  const book = { SheetNames: Object.keys(sheets), Sheets: { ...sheets }, Workbook } as never;
  const bytes = write(book, { bookType, type: 'buffer' }) as Buffer;
  return readWorkbook(bookType === 'xlsx' ? await openXlsx(bytes) : await openXls(bytes));
}

describe.each(['xlsx', 'biff8'] as const)('reg-42 a workbook as %s', (bookType) => {
  it('reg-42 has the text of merged cells in each of them below the header, and says so', async () => {
    const sheet = aSheet(
      [
        ['Province', 'School'],
        ['Kongo', 'A'],
        [null, 'B'],
        [null, 'C'],
        ['Kasai', 'D'],
      ],
      [province, { s: { r: 4, c: 0 }, e: { r: 4, c: 1 } }],
    );
    const { headers, rows, notes } = await read({ Schools: sheet }, bookType);
    expect(headers).toEqual(['Province', 'School']);
    expect([...rows].map(({ line, cells }) => [line, ...cells])).toEqual([
      [2, 'Kongo', 'A'],
      [3, 'Kongo', 'B'],
      [4, 'Kongo', 'C'],
      [5, 'Kasai', 'D'],
    ]);
    expect(notes).toMatchObject([{ line: 2, column: 'Province', code: 'merged_cells' }]);
  });

  it('reg-42 leaves cells alone that are merged with the header', async () => {
    const sheet = aSheet(
      [
        ['School', 'Position'],
        [null, 'Lat'],
      ],
      [{ s: { r: 0, c: 0 }, e: { r: 1, c: 0 } }],
    );
    const { rows, notes } = await read({ Schools: sheet }, bookType);
    expect([[...rows].map(({ cells }) => cells), notes]).toEqual([[['', 'Lat']], []]);
  });

  it('reg-42 leaves out a title above the header, and says so', async () => {
    const titled = aSheet(
      [['Schools of 2026'], [], ['Province', 'School'], ['Kongo', 'A']],
      [{ s: { r: 0, c: 0 }, e: { r: 0, c: 1 } }],
    );
    const { line, headers, rows, notes } = await read({ Schools: titled }, bookType);
    expect([line, headers, [...rows]]).toEqual([3, ['Province', 'School'], [{ line: 4, cells: ['Kongo', 'A'] }]]);
    expect(notes).toMatchObject([{ line: 1, column: null, code: 'title_ignored' }]);
    const single = await read({ Schools: aSheet([['School'], ['A'], ['B']]) }, bookType);
    expect([single.headers, single.notes]).toEqual([['School'], []]);
  });

  it('reg-42 is read from its first sheet that is seen and has rows; the others are named', async () => {
    const list = aSheet([['School'], ['A']]);
    const sheets = { Secret: list, Cover: aSheet([]), Schools: list, More: list, Blank: aSheet([['  ']]) };
    const { headers, notes } = await read(sheets, bookType, ['Secret']);
    expect(headers).toEqual(['School']);
    expect(notes).toMatchObject([{ line: 1, column: 'More', code: 'sheet_ignored' }]);
  });
});
