import { describe, expect, it } from 'vitest';
import { readCsvWorkbook } from './read-csv-workbook.ts';

describe('readCsvWorkbook', () => {
  it('col-23 reads sheets from the first column, rows numbered as a spreadsheet shows the file', () => {
    const workbook = readCsvWorkbook(
      'survey\n,type,name,label\n,text, a ,"A\u00A0label"\n\n,note,b,\nchoices\n,list_name,name\n,l,1\n',
    );
    expect(workbook.sheets).toEqual([
      {
        name: 'survey',
        headers: ['type', 'name', 'label'],
        rows: [
          { number: 3, cells: ['text', 'a', 'A label'] },
          { number: 5, cells: ['note', 'b', null] },
        ],
      },
      { name: 'choices', headers: ['list_name', 'name'], rows: [{ number: 8, cells: ['l', '1'] }] },
    ]);
  });

  it('col-23 takes headers beside the sheet name, and semicolons where the first line has them', () => {
    const workbook = readCsvWorkbook('survey;type;name;label\n;text;a;A, B\n');
    expect(workbook.sheets).toEqual([
      { name: 'survey', headers: ['type', 'name', 'label'], rows: [{ number: 2, cells: ['text', 'a', 'A, B'] }] },
    ]);
  });

  it('col-23 leaves out rows before any sheet', () => {
    expect(readCsvWorkbook(',a,b\n').sheets).toEqual([]);
  });
});
