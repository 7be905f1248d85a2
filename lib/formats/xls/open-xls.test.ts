import { describe, expect, it } from 'vitest';
import { utils, write, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { readCells } from '#e2e/harness/xlsx.ts';
import { openXls } from './open-xls.ts';

function anXls(
  sheets: Readonly<Record<string, WorkSheet>>,
  more: Partial<WorkBook> = {},
  bookType: 'biff8' | 'biff5' = 'biff8',
): Buffer {
  const book = { SheetNames: Object.keys(sheets), Sheets: { ...sheets }, ...more };
  return write(book, { bookType, type: 'buffer', bookSST: true }) as Buffer;
}

function refusal(code: string, reason: RegExp): unknown {
  return expect.objectContaining({ code, message: expect.stringMatching(reason) as string });
}

describe('openXls', () => {
  it('col-23 reads texts, numbers, booleans, errors and formulas that another library wrote', async () => {
    const sheet = utils.aoa_to_sheet([['a', 'é 課 😀', 1, 0.1, -5, 1e10, 12.34, true, false]]);
    sheet['A3'] = { t: 'n', v: 7, f: '3+4' };
    sheet['B3'] = { t: 's', v: 'text', f: '"te"&"xt"' };
    sheet['C3'] = { t: 'e', v: 42 };
    sheet['!ref'] = 'A1:I3';
    expect(await readCells(await openXls(anXls({ One: sheet, Deux: utils.aoa_to_sheet([['x']]) })))).toEqual({
      One: {
        A1: 'a',
        B1: 'é 課 😀',
        C1: '1',
        D1: '0.1',
        E1: '-5',
        F1: '10000000000',
        G1: '12.34',
        H1: 'TRUE',
        I1: 'FALSE',
        A3: '7',
        B3: 'text',
        C3: '#N/A',
      },
      Deux: { A1: 'x' },
    });
  });

  it('col-23 reads dates by their number format, in both calendars', async () => {
    const sheet: WorkSheet = {
      A1: { t: 'n', v: 43831, z: 'yyyy-mm-dd' },
      B1: { t: 'n', v: 43831.5, z: 'm/d/yy h:mm' },
      '!ref': 'A1:B1',
    };
    expect(await readCells(await openXls(anXls({ S: sheet })))).toEqual({
      S: { A1: '2020-01-01', B1: '2020-01-01T12:00:00' },
    });
    const later = await readCells(await openXls(anXls({ S: sheet }, { Workbook: { WBProps: { date1904: true } } })));
    expect(later['S']?.['A1']).toBe('2024-01-02');
  });

  it('col-23 reads a table of shared texts that goes over many records', async () => {
    const texts = Array.from({ length: 5000 }, (_text, index) => [
      `${'ab '.repeat(index % 60)}${String(index)} ${index % 3 === 0 ? 'é課' : ''}`.trim(),
    ]);
    const cells = await readCells(await openXls(anXls({ S: utils.aoa_to_sheet(texts) })));
    expect(Object.values(cells['S'] ?? {})).toEqual(texts.flat());
  });

  it('col-23 tells hidden sheets', async () => {
    const one = utils.aoa_to_sheet([['x']]);
    const book = await openXls(
      anXls({ Seen: one, Unseen: one }, { Workbook: { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] } }),
    );
    expect(book.sheets.map(({ name, isHidden }) => [name, isHidden])).toEqual([
      ['Seen', false],
      ['Unseen', true],
    ]);
  });

  it('col-23 refuses a workbook of Excel 95, a locked one, and what is none', async () => {
    const sheet = utils.aoa_to_sheet([['x']]);
    await expect(openXls(anXls({ S: sheet }, {}, 'biff5'))).rejects.toThrow(
      refusal('file_unreadable', /older than Excel 97/),
    );
    await expect(openXls(Buffer.from('nothing'))).rejects.toThrow(refusal('file_unreadable', /no compound file/));
    const locked = Buffer.from(anXls({ S: sheet }));
    // The record behind the first (BOF, at the start of the stream) becomes FILEPASS.
    const first = locked.indexOf(Buffer.from([0x09, 0x08, 0x10, 0x00, 0x00, 0x06]));
    locked.writeUInt16LE(0x2f, first + 20);
    await expect(openXls(locked)).rejects.toThrow(refusal('file_unreadable', /locked with a password/));
  });

  it('col-23 says that an encrypted .xlsx is locked', async () => {
    const locked = Buffer.from(anXls({ S: utils.aoa_to_sheet([['x']]) }));
    const name = Buffer.from('Workbook\0', 'utf16le');
    const entry = locked.indexOf(name);
    expect(entry).toBeGreaterThan(0);
    Buffer.from('EncryptedPackage\0', 'utf16le').copy(locked, entry);
    locked.writeUInt16LE(34, entry + 64);
    await expect(openXls(locked)).rejects.toThrow(refusal('file_unreadable', /locked with a password/));
  });
});
