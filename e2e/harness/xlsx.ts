import { Readable } from 'node:stream';
import { ZipWriter } from '#lib/formats/zip/zip-writer.ts';
import type { Spreadsheet } from '#lib/formats/spreadsheet/spreadsheet.ts';

/** A zip archive of these members, in memory. */
export async function aZip(members: Readonly<Record<string, string | Buffer>>, level = 6): Promise<Buffer> {
  const zip = new ZipWriter({ modifiedAt: new Date('2026-08-03T12:00:00Z'), level });
  const chunks = Readable.from(zip.output).toArray();
  for (const [name, content] of Object.entries(members)) {
    await zip.open(name);
    await zip.write(Buffer.from(content));
  }
  await zip.finish();
  return Buffer.concat((await chunks) as Buffer[]);
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Parts of a workbook of one sheet, as XML inside their root elements. */
export interface XlsxParts {
  readonly rows?: string;
  readonly strings?: string;
  readonly styles?: string;
  readonly workbookPr?: string;
  readonly sheetAttributes?: string;
}

/** The members of a package of one sheet named `Sheet1`; parts are written as given, so that they may be wrong. */
export function xlsxMembers(parts: XlsxParts): Record<string, string> {
  const { rows = '', strings = '', styles = '', workbookPr = '', sheetAttributes = '' } = parts;
  const related = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`;
  const list = (content: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${content}</Relationships>`;
  return {
    '_rels/.rels': list(related('r1', 'officeDocument', 'xl/workbook.xml')),
    'xl/_rels/workbook.xml.rels': list(
      related('r1', 'worksheet', 'worksheets/sheet1.xml') +
        related('r2', 'sharedStrings', '/xl/sharedStrings.xml') +
        related('r3', 'styles', 'styles.xml'),
    ),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relationships}">${workbookPr}<sheets><sheet name="Sheet1" sheetId="1" ${sheetAttributes} r:id="r1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}">${strings}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}">${styles}</styleSheet>`,
  };
}

/** Every cell of a spreadsheet as text, by sheet and address: `{ Sheet1: { B2: 'x' } }`. */
export async function readCells(spreadsheet: Spreadsheet): Promise<Record<string, Record<string, string>>> {
  const found: Record<string, Record<string, string>> = {};
  for (const sheet of spreadsheet.sheets) {
    const cells: Record<string, string> = {};
    for await (const row of sheet.rows()) {
      for (const [column, cell] of row.cells.entries()) {
        if (cell) cells[`${columnName(column)}${String(row.number)}`] = cell.text;
      }
    }
    found[sheet.name] = cells;
  }
  spreadsheet.close();
  return found;
}

function columnName(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode(65 + (column % 26));
}
