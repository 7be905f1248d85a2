import { read, utils } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCells } from '#e2e/harness/xlsx.ts';
import type { CellValue } from '../csv/write-csv.ts';
import { openXlsx } from './open-xlsx.ts';
import { streamXlsx, type XlsxWriter } from './write-xlsx.ts';

const modifiedAt = new Date('2026-08-03T12:00:00Z');

async function workbookOf(fill: (workbook: XlsxWriter) => Promise<void>): Promise<Buffer> {
  return Buffer.concat((await streamXlsx({ modifiedAt }, fill).toArray()) as Buffer[]);
}

function sheetOf(header: readonly string[], rows: readonly (readonly CellValue[])[]): Promise<Buffer> {
  return workbookOf(async (workbook) => {
    await workbook.addSheet('Units', header);
    for (const row of rows) await workbook.addRow(row);
  });
}

const letters = fc.string({
  unit: fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\t',
    '\r',
    '\u0001',
    'é',
    '課',
    '😀',
    '_',
    '_x000D_',
    '&',
    '<',
    '>',
    '"',
    "'",
    ']]>',
    '=',
  ),
  minLength: 1,
  maxLength: 20,
});

describe('XlsxWriter', () => {
  it('reg-35 writes texts, numbers and truth; its reader gives them back', async () => {
    const bytes = await sheetOf(
      ['name', 'n', 'is'],
      [
        ['Zoë & <b>', 12.5, true],
        [null, -0.001, false],
        ['', 1e21, null],
        ['=1+1', 0, null],
      ],
    );
    expect(await readCells(await openXlsx(bytes))).toEqual({
      Units: {
        ...{ A1: 'name', B1: 'n', C1: 'is', A2: 'Zoë & <b>', B2: '12.5', C2: 'TRUE', B3: '-0.001', C3: 'FALSE' },
        ...{ B4: '1000000000000000000000', A5: '=1+1', B5: '0' },
      },
    });
  });

  it('reg-35 is read by another library, and no text of it is a formula', async () => {
    const book = read(await sheetOf(['name', 'day'], [['=HYPERLINK("x")', '2026-01-31']]), { cellFormula: true });
    expect(utils.sheet_to_json(book.Sheets['Units'] ?? {})).toEqual([{ name: '=HYPERLINK("x")', day: '2026-01-31' }]);
    expect((book.Sheets['Units']?.['A2'] as { f?: string }).f).toBeUndefined();
  });

  it('reg-35 keeps every text, whatever letters it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(letters, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), async (rows) => {
        const book = await openXlsx(await sheetOf(['h'], rows));
        const found = await Array.fromAsync(book.sheets[0]?.rows() ?? []);
        book.close();
        expect(found.slice(1).map(({ cells }) => cells.map((cell) => cell?.text))).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  it('reg-35 writes many rows in several sheets; names fit on a tab and are told apart', async () => {
    const bytes = await workbookOf(async (workbook) => {
      await workbook.addSheet('a/b: [c] & "d"', ['n']);
      for (let n = 0; n < 30_000; n += 1) await workbook.addRow([n, `unit ${String(n)}`]);
      await workbook.addSheet('x'.repeat(40), ['n']);
      await workbook.addSheet('X'.repeat(31), ['n']);
      await workbook.addSheet("'", ['n']);
    });
    const book = await openXlsx(bytes);
    const names = book.sheets.map(({ name }) => name);
    expect(names).toEqual(['a b   c  & "d"', 'x'.repeat(31), `${'X'.repeat(29)} 2`, 'Sheet']);
    const last = (await Array.fromAsync(book.sheets[0]?.rows() ?? [])).at(-1);
    book.close();
    expect(last?.number).toBe(30_001);
    expect(last?.cells.map((cell) => cell?.text)).toEqual(['29999', 'unit 29999']);
    expect(read(bytes).SheetNames).toEqual(names);
  });

  it('reg-35 cuts a text that no cell can hold, and never half a letter', async () => {
    const cells = await readCells(await openXlsx(await sheetOf(['h'], [[`${'a'.repeat(32_765)}😀😀`]])));
    expect(cells['Units']?.['A2']).toBe(`${'a'.repeat(32_765)}…`);
  });

  it('reg-35 hands its reader the error when filling fails, never half a workbook', async () => {
    const output = streamXlsx({ modifiedAt }, async (workbook) => {
      await workbook.addSheet('Units', ['h']);
      throw new Error('the database went away');
    });
    await expect(output.toArray()).rejects.toThrow('the database went away');
  });

  it('reg-35 refuses more columns than a sheet has', async () => {
    const wide = Array.from({ length: 16_385 }, () => 1);
    await expect(sheetOf(['h'], [wide])).rejects.toMatchObject({ code: 'file_over_limits' });
  });
});
