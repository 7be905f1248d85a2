import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write, type BookType } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from './read-workbook.ts';

type Cells = readonly (readonly (string | number | boolean | null)[])[];

function aFile(sheets: Readonly<Record<string, Cells>>, bookType: BookType): Buffer {
  const Sheets = Object.fromEntries(
    Object.entries(sheets).map(([name, cells]) => [name, utils.aoa_to_sheet(cells.map((row) => [...row]))]),
  );
  return write({ SheetNames: Object.keys(sheets), Sheets }, { bookType, type: 'buffer', bookSST: true }) as Buffer;
}

const form = {
  survey: [
    [' type ', 'name', null, 'label::English  (en)'],
    ['integer', 'a', 'unseen', '\u00A0How many?\u00A0'],
    [null, '  '],
    ['text', true, null, 1.5],
  ],
  choices: [['list_name', 'name']],
};

const read = {
  sheets: [
    {
      name: 'survey',
      headers: ['type', 'name', null, 'label::English (en)'],
      rows: [
        { number: 2, cells: ['integer', 'a', null, 'How many?'] },
        { number: 4, cells: ['text', 'TRUE', null, '1.5'] },
      ],
    },
    { name: 'choices', headers: ['list_name', 'name'], rows: [] },
  ],
};

describe('readWorkbook', () => {
  it.each<BookType>(['xlsx', 'xlsm', 'biff8'])('col-23 reads %s, whatever the file is called', async (bookType) => {
    const bytes = aFile(form, bookType);
    expect(await readWorkbook(bytes)).toEqual(read);
    const folder = await mkdtemp(join(tmpdir(), 'cairn-form-'));
    const path = join(folder, 'form.csv');
    await writeFile(path, bytes);
    expect(await readWorkbook(path)).toEqual(read);
    await rm(folder, { recursive: true });
  });

  it('col-23 reads CSV in UTF-8 and UTF-16', async () => {
    const csv = 'survey\n,type,name\n,text,é\n';
    const workbook = {
      sheets: [{ name: 'survey', headers: ['type', 'name'], rows: [{ number: 3, cells: ['text', 'é'] }] }],
    };
    expect(await readWorkbook(Buffer.from(csv))).toEqual(workbook);
    expect(await readWorkbook(Buffer.from(`\uFEFF${csv}`))).toEqual(workbook);
    expect(await readWorkbook(Buffer.from(`\uFEFF${csv}`, 'utf16le'))).toEqual(workbook);
  });

  it('col-23 reads Markdown tables and the structured form', async () => {
    const workbook = {
      sheets: [{ name: 'survey', headers: ['type', 'name'], rows: [{ number: 2, cells: ['text', 'a'] }] }],
    };
    expect(await readWorkbook(Buffer.from('\n| survey |\n| | type | name |\n| | text | a |\n'))).toEqual(workbook);
    const structured = { survey: [{ type: 'text', name: 'a' }] };
    expect(await readWorkbook(Buffer.from(JSON.stringify(structured)))).toEqual(workbook);
    const withWords = {
      sheet_names: ['survey'],
      fallback_form_name: 'f',
      ...structured,
      survey_header: [{ type: null }],
    };
    expect(await readWorkbook(Buffer.from(JSON.stringify(withWords)))).toEqual(workbook);
  });

  it.each([
    [20, ['type', ...Array<null>(20).fill(null), 'name']],
    [21, ['type']],
  ])('col-23 takes %d empty headers side by side for what they are', async (empty, headers) => {
    const row = ['type', ...Array<null>(empty).fill(null), 'name'];
    const { sheets } = await readWorkbook(aFile({ survey: [row] }, 'xlsx'));
    expect(sheets[0]?.headers).toEqual(headers);
  });

  it.each([
    [60, [2, 63]],
    [61, [2]],
  ])('col-23 takes %d empty rows below each other for what they are', async (empty, numbers) => {
    const cells = [['type'], ['a'], ...Array<null[]>(empty).fill([null]), ['b']];
    const { sheets } = await readWorkbook(aFile({ survey: cells }, 'xlsx'));
    expect(sheets[0]?.rows.map(({ number }) => number)).toEqual(numbers);
  });

  it('col-23 does not count cells without a header: they do not keep a sheet going', async () => {
    const cells = [['type'], ['a'], ...Array<(string | null)[]>(80).fill([null, 'x']), ['b']];
    const { sheets } = await readWorkbook(aFile({ survey: cells }, 'xlsx'));
    expect(sheets[0]?.rows.map(({ number }) => number)).toEqual([2]);
  });

  it.each([
    ['nothing', '', /The file is empty/],
    ['an XForm', '<?xml version="1.0"?><h:html/>', /XML or a web page/],
    ['JSON of something else', '{"a": 1}', /JSON, but not a workbook/],
    ['JSON that breaks off', '{"survey": [', /JSON, but not a workbook/],
    ['other bytes', Buffer.from([1, 2, 0, 3]), /neither a workbook nor text/],
    ['text in an old encoding', Buffer.from('survey\n,typ\xe9', 'latin1'), /CSV UTF-8/],
    ['a bare sheet of Excel 4', Buffer.from([9, 4, 6, 0, 0, 0, 16, 0]), /older than Excel 97/],
    ['a workbook of Excel 95', aFile(form, 'biff5'), /older than Excel 97/],
    ['a damaged zip', Buffer.from('PK\u0003\u0004 and nothing else'), /cannot be read/],
  ])('col-23 says why %s cannot be read', async (_what, bytes, reason) => {
    await expect(readWorkbook(Buffer.from(bytes))).rejects.toThrow(
      expect.objectContaining({ code: 'file_unreadable', message: expect.stringMatching(reason) as string }),
    );
  });

  it('col-23 says that a path leads nowhere', async () => {
    await expect(readWorkbook('/nowhere/form.xlsx')).rejects.toThrow(/cannot be opened: ENOENT/);
    await expect(readWorkbook(tmpdir())).rejects.toThrow(/cannot be opened: EISDIR/);
  });
});
