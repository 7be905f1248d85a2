import { utils, write } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '#lib/platform/problems/problem.ts';
import { readWorkbook } from './read-workbook.ts';

const cell = fc.oneof(
  fc.constant(null),
  fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ';', '"', '\n', '$', '{', '}'), maxLength: 12 }),
  fc.integer({ min: -1000, max: 1000 }),
);
/** The first column is filled, so that no row is empty; headers have letters, so that CSV finds its separator. */
const sheet = fc.array(fc.tuple(fc.constantFrom('text', 'note'), cell, cell), { minLength: 1, maxLength: 12 });

describe('readWorkbook', () => {
  it('col-23 reads the same form from .xlsx, .xls and CSV', async () => {
    await fc.assert(
      fc.asyncProperty(sheet, sheet, async (survey, choices) => {
        const sheets = {
          survey: [['type', 'name', 'label'], ...survey],
          choices: [['list_name', 'name', 'label'], ...choices],
        };
        const Sheets = Object.fromEntries(
          Object.entries(sheets).map(([name, cells]) => [name, utils.aoa_to_sheet(cells)]),
        );
        const book = { SheetNames: Object.keys(sheets), Sheets };
        const xlsx = await readWorkbook(write(book, { bookType: 'xlsx', type: 'buffer' }) as Buffer);
        const xls = await readWorkbook(write(book, { bookType: 'biff8', type: 'buffer', bookSST: true }) as Buffer);
        expect(xls).toEqual(xlsx);
        const lines = Object.entries(sheets).flatMap(([name, cells]) => [
          [name],
          ...cells.map((row) => [null, ...row]),
        ]);
        const csv = await readWorkbook(Buffer.from(utils.sheet_to_csv(utils.aoa_to_sheet(lines))));
        // Rows are numbered through the one file there.
        const withoutNumbers = xlsx.sheets.map(({ rows, ...rest }) => ({
          ...rest,
          rows: rows.map(({ cells }) => cells.concat(null, null).slice(0, 3)),
        }));
        expect(csv.sheets.map(({ rows, ...rest }) => ({ ...rest, rows: rows.map(({ cells }) => cells) }))).toEqual(
          withoutNumbers,
        );
      }),
    );
  });

  it('col-23 reads or refuses any bytes', async () => {
    const start = fc.constantFrom(
      '',
      'PK\u0003\u0004',
      'PK\u0005\u0006',
      '\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1',
      '\u00FF\u00FE',
      '\t\u0008',
      '{',
      '[',
      '|',
      '| survey |\n',
      'survey,"',
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 2000 }), async (magic, rest) => {
        try {
          await readWorkbook(Buffer.concat([Buffer.from(magic, 'latin1'), rest]));
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
