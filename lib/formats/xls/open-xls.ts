import { readFile } from 'node:fs/promises';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { MergedCells, Spreadsheet } from '../spreadsheet/spreadsheet.ts';
import { CompoundFile } from './compound-file.ts';
import { readGlobals } from './read-globals.ts';
import { readSheet } from './read-sheet.ts';

/** The format holds no more than 65,536 rows a sheet; larger files hold pictures. */
const maxBytes = 100_000_000;

/**
 * Opens an `.xls` of Excel 97 to 2003 in memory or at a path. Throws `file_unreadable` (damaged, locked, older, another
 * format) and `file_over_limits`, each with its reason.
 */
export async function openXls(source: Buffer | string): Promise<Spreadsheet> {
  const bytes = typeof source === 'string' ? await readFile(source) : source;
  if (bytes.length > maxBytes) {
    throw new Problem('file_over_limits', { detail: `The file is larger than ${Math.floor(maxBytes / 1e6)} MB.` });
  }
  const file = new CompoundFile(bytes);
  if (file.has('EncryptedPackage')) throw refused('The workbook is locked with a password. Save it without one.');
  if (!file.has('Workbook')) {
    if (file.has('Book')) throw refused('The workbook is older than Excel 97. Open and save it as .xlsx.');
    throw refused('The file is an old Office file, but no workbook.');
  }
  const stream = file.read('Workbook');
  const globals = readGlobals(stream);
  const sheets = globals.sheets.map(({ name, isHidden, offset }) => {
    let merged: readonly MergedCells[] = [];
    return {
      name,
      isHidden,
      async *rows() {
        const sheet = readSheet(stream, offset, globals);
        merged = sheet.merged;
        yield* sheet.rows;
      },
      merged: () => merged,
    };
  });
  return { sheets, close: () => undefined };
}

function refused(detail: string): Problem {
  return new Problem('file_unreadable', { detail });
}
