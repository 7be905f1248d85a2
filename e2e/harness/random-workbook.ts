import { utils, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import fc from 'fast-check';

/** A cell with what a reader should make of it. */
interface RandomCell {
  readonly cell: CellObject;
  readonly text: string;
}

/** A workbook to be written by another library, and its cells as text by sheet and address. */
export interface RandomWorkbook {
  readonly book: WorkBook;
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const letters = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', ' ', '  ', '\n', 'é', '課', '😀', '_', '&', '<', '>', '"', "'", ']]>'),
  minLength: 1,
  maxLength: 20,
});

/** Two decimals: what every program shows alike. */
const decimals = fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100);

const cells: fc.Arbitrary<RandomCell> = fc.oneof(
  letters.map((v): RandomCell => ({ cell: { t: 's', v }, text: v })),
  fc.oneof(fc.integer(), decimals).map((v): RandomCell => ({ cell: { t: 'n', v }, text: String(v) })),
  fc.boolean().map((v): RandomCell => ({ cell: { t: 'b', v }, text: v ? 'TRUE' : 'FALSE' })),
  fc.integer({ min: 61, max: 100_000 }).map((v): RandomCell => {
    const day = new Date(Date.UTC(1899, 11, 30) + v * 86_400_000).toISOString().slice(0, 10);
    return { cell: { t: 'n', v, z: 'yyyy-mm-dd' }, text: day };
  }),
  letters.map((v): RandomCell => ({ cell: { t: 's', v, f: 'A1&B1' }, text: v })),
);

const places = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 200 }));
const sheetNames = fc.uniqueArray(
  fc.stringMatching(/^[A-Za-zéü ]{1,12}$/).filter((name) => name.trim() === name && name !== ''),
  {
    minLength: 1,
    maxLength: 3,
    selector: (name) => name.toLowerCase(),
  },
);

/** Workbooks with cells of every kind here and there. */
export const randomWorkbooks: fc.Arbitrary<RandomWorkbook> = sheetNames.chain((names) =>
  fc.tuple(...names.map(() => fc.array(fc.tuple(places, cells), { maxLength: 30 }))).map((contents) => {
    const sheets = contents.map(
      (content) => new Map(content.map(([[r, c], cell]) => [utils.encode_cell({ r, c }), cell])),
    );
    const toSheet = (content: ReadonlyMap<string, RandomCell>): WorkSheet => ({
      ...Object.fromEntries([...content].map(([address, { cell }]) => [address, cell])),
      '!ref': 'A1:GS31',
    });
    const toTexts = (content: ReadonlyMap<string, RandomCell>): Record<string, string> =>
      Object.fromEntries([...content].map(([address, { text }]) => [address, text]));
    return {
      book: {
        SheetNames: names,
        Sheets: Object.fromEntries(sheets.map((sheet, index) => [names[index] ?? '', toSheet(sheet)])),
      },
      texts: Object.fromEntries(sheets.map((sheet, index) => [names[index] ?? '', toTexts(sheet)])),
    };
  }),
);
