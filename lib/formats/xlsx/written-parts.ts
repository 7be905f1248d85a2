import { escapeXmlText } from './xlsx-text.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const officeDocument = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Start and end of a sheet's part; its first row stays in sight. */
export const sheetStart = `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
export const sheetEnd = '</sheetData></worksheet>';

/** The cell style of header cells: bold. Style 0 is plain. */
export const headerStyle = 1;

const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;

/** Name of the part of the sheet with this number, from 1. */
export function sheetPartName(number: number): string {
  return `xl/worksheets/sheet${String(number)}.xml`;
}

/** The parts of a workbook beside its sheets (ECMA-376 part 1, 12.3), by name. */
export function workbookParts(sheetNames: readonly string[]): Readonly<Record<string, string>> {
  const sheets = sheetNames.map((name, index) => ({
    name: escapeXmlText(name),
    id: `rId${String(index + 1)}`,
    number: index + 1,
  }));
  const stylesId = `rId${String(sheets.length + 1)}`;
  return {
    'xl/styles.xml': styles,
    'xl/workbook.xml': `${declaration}<workbook xmlns="${main}" xmlns:r="${officeDocument}"><sheets>${sheets
      .map(({ name, id, number }) => `<sheet name="${name}" sheetId="${String(number)}" r:id="${id}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map(({ id, number }) => ({ id, type: 'worksheet', target: `worksheets/sheet${String(number)}.xml` })),
      { id: stylesId, type: 'styles', target: 'styles.xml' },
    ]),
    '_rels/.rels': relationships([{ id: 'rId1', type: 'officeDocument', target: 'xl/workbook.xml' }]),
    '[Content_Types].xml': `${declaration}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/>${sheets
      .map(
        ({ number }) => `<Override PartName="/${sheetPartName(number)}" ContentType="${contentType}.worksheet+xml"/>`,
      )
      .join('')}</Types>`,
  };
}

interface PartRelationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

function relationships(list: readonly PartRelationship[]): string {
  const written = list.map(
    ({ id, type, target }) => `<Relationship Id="${id}" Type="${officeDocument}/${type}" Target="${target}"/>`,
  );
  return `${declaration}<Relationships xmlns="${packaged}/relationships">${written.join('')}</Relationships>`;
}
