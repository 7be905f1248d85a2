import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { aZip, readCells, xlsxMembers, type XlsxParts } from '#e2e/harness/xlsx.ts';
import { openXlsx } from './open-xlsx.ts';

async function cellsOf(parts: XlsxParts): Promise<Record<string, string>> {
  const { Sheet1 } = await readCells(await openXlsx(await aZip(xlsxMembers(parts))));
  return Sheet1 ?? {};
}

function refusal(code: string, reason: RegExp): unknown {
  return expect.objectContaining({ code, message: expect.stringMatching(reason) as string });
}

const dates =
  '<numFmts><numFmt numFmtId="200" formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>';
const styles = `${dates}<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="20"/></cellXfs>`;

describe('openXlsx', () => {
  it('col-23 reads shared texts: plain, in runs, without pronunciation, with blanks only where they are kept', async () => {
    const strings = `<si><t> a </t></si><si><t xml:space="preserve"> b </t></si><si><r><t>c</t></r><r><rPr><b/></rPr><t xml:space="preserve"> d</t></r></si>
      <si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/></si><si><t>x_x000D_y_x005F_x000D_</t></si><si/>`;
    const cells = [0, 1, 2, 3, 4, 5].map((index) => `<c t="s"><v>${String(index)}</v></c>`).join('');
    expect(await cellsOf({ strings, rows: `<row>${cells}</row>` })).toEqual({
      A1: 'a',
      B1: ' b ',
      C1: 'c d',
      D1: '課',
      E1: 'x\ry_x000D_',
    });
  });

  it('col-23 reads every kind of cell; of a formula, what it came to', async () => {
    const rows = `<row r="2"><c r="B2" t="inlineStr"><is><t>in</t><rPh><t>no</t></rPh></is></c><c r="D2" t="b"><v>1</v></c>
      <c r="E2" t="e"><v>#DIV/0!</v></c><c r="F2"><f>1/10+2/10</f><v>0.30000000000000004</v></c>
      <c r="G2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="H2" t="d"><v>2020-01-02T00:00:00Z</v></c><c r="I2"/><c r="AA2"><v>1E3</v></c></row>`;
    expect(await cellsOf({ rows })).toEqual({
      B2: 'in',
      D2: 'TRUE',
      E2: '#DIV/0!',
      F2: '0.3',
      G2: 'ab',
      H2: '2020-01-02',
      AA2: '1000',
    });
  });

  it('col-23 reads dates by their number format, in both calendars', async () => {
    const rows =
      '<row><c s="0"><v>43831</v></c><c s="1"><v>43831</v></c><c s="2"><v>43831.5</v></c><c s="3"><v>0.25</v></c></row>';
    expect(await cellsOf({ rows, styles })).toEqual({
      A1: '43831',
      B1: '2020-01-01',
      C1: '2020-01-01T12:00:00',
      D1: '06:00:00',
    });
    const later = await cellsOf({ rows, styles, workbookPr: '<workbookPr date1904="1"/>' });
    expect(later['B1']).toBe('2024-01-02');
  });

  it('col-23 finds rows and cells that do not say where they are', async () => {
    const rows =
      '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>';
    expect(await cellsOf({ rows })).toEqual({ A1: '1', B1: '2', C5: '3', D5: '4', A6: '5' });
  });

  it('col-23 reads names with any prefix, letters in UTF-16, and tells hidden sheets', async () => {
    const members = xlsxMembers({ rows: '<row><c t="str"><v>é</v></c></row>', sheetAttributes: 'state="hidden"' });
    const sheet = (members['xl/worksheets/sheet1.xml'] ?? '')
      .replaceAll(/<(\/?)(?=[a-z])/g, '<$1x:')
      .replace('xmlns=', 'xmlns:x=');
    const book = await openXlsx(
      await aZip({ ...members, 'xl/worksheets/sheet1.xml': Buffer.from(`\uFEFF${sheet}`, 'utf16le') }),
    );
    expect(book.sheets.map(({ name, isHidden }) => [name, isHidden])).toEqual([['Sheet1', true]]);
    expect(await readCells(book)).toEqual({ Sheet1: { A1: 'é' } });
  });

  it('col-23 gives merged cells their value once, where a person sees it', async () => {
    const sheet = utils.aoa_to_sheet([['wide', null, 'c'], [], ['d']]);
    sheet['!merges'] = [utils.decode_range('A1:B2')];
    const bytes = write({ SheetNames: ['S'], Sheets: { S: sheet } }, { bookType: 'xlsx', type: 'buffer' }) as Buffer;
    expect(await readCells(await openXlsx(bytes))).toEqual({ S: { A1: 'wide', C1: 'c', A3: 'd' } });
  });

  it('col-23 reads from a path, and each call of rows anew', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cairn-xlsx-'));
    const path = join(folder, 'named.wrongly');
    await writeFile(path, await aZip(xlsxMembers({ rows: '<row><c><v>1</v></c></row>' })));
    const book = await openXlsx(path);
    for (let turn = 0; turn < 2; turn += 1) {
      const rows = await Array.fromAsync(book.sheets[0]?.rows() ?? []);
      expect(rows).toEqual([{ number: 1, cells: [{ kind: 'number', text: '1' }] }]);
    }
    book.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['a row out of order', '<row r="2"/><row r="1"/>', 'file_unreadable', /row 1 stands out of order/],
    ['a row that no sheet has', '<row r="1048577"/>', 'file_over_limits', /more than 1048576 rows/],
    ['a cell that is none', '<row><c r="1A"/></row>', 'file_unreadable', /"1A" is no cell/],
    [
      'a column that no sheet has',
      '<row><c r="XFE1"><v>1</v></c></row>',
      'file_over_limits',
      /more than 16384 columns/,
    ],
    ['a shared text that is missing', '<row><c t="s"><v>7</v></c></row>', 'file_unreadable', /no shared text 7/],
    ['tags that do not match', '<row></c>', 'file_unreadable', /sheet Sheet1: unexpected close tag/],
    ['an undefined entity', '<row><c t="str"><v>&x;</v></c></row>', 'file_unreadable', /undefined entity/],
  ])('col-23 refuses %s', async (_what, rows, code, reason) => {
    await expect(cellsOf({ rows })).rejects.toThrow(refusal(code, reason));
  });

  it.each([
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
    'xl/sharedStrings.xml',
    'xl/worksheets/sheet1.xml',
  ])('col-23 refuses a DOCTYPE with external entities in %s', async (part) => {
    const members = xlsxMembers({ rows: '<row><c t="s"><v>0</v></c></row>', strings: '<si><t>a</t></si>' });
    const evil = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${members[part] ?? ''}`;
    const read = async (): Promise<unknown> => readCells(await openXlsx(await aZip({ ...members, [part]: evil })));
    await expect(read()).rejects.toThrow(refusal('file_unreadable', /DOCTYPE is not allowed/));
  });

  it.each([
    ['a binary workbook', { 'xl/workbook.bin': '' }, /binary workbook/],
    ['an OpenDocument file', { 'content.xml': '' }, /OpenDocument/],
    ['a zip of something else', { 'a.txt': '' }, /zip archive, but no workbook/],
  ])('col-23 says what %s is', async (_what, members, reason) => {
    await expect(aZip(members).then((bytes) => openXlsx(bytes))).rejects.toThrow(refusal('file_unreadable', reason));
  });

  it('col-23 says that a text document is no workbook', async () => {
    const members = xlsxMembers({});
    delete members['xl/workbook.xml'];
    await expect(aZip(members).then((bytes) => openXlsx(bytes))).rejects.toThrow(/Office file, but no workbook/);
  });
});
