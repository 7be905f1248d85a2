import { Problem } from '#lib/platform/problems/problem.ts';
import type { DateSystem } from '../spreadsheet/date-cell.ts';
import { readDateFormat, type DateFormat } from '../spreadsheet/date-format.ts';
import { damaged, readRecords, RecordReader, recordTypes, type BiffRecord } from './biff-records.ts';

/** What the cells of every sheet refer to. */
export interface XlsGlobals {
  readonly sheets: readonly XlsSheetEntry[];
  readonly strings: readonly string[];
  /** By cell format: the date format it shows numbers in, null for none. */
  readonly formats: readonly (DateFormat | null)[];
  readonly dateSystem: DateSystem;
}

export interface XlsSheetEntry {
  readonly name: string;
  readonly isHidden: boolean;
  /** Where its records begin in the stream. */
  readonly offset: number;
}

/** The version that Excel 97 and everything since writes. */
const biff8 = 0x0600;
/** Sheets of cells, as against charts and macros. */
const worksheet = 0;

/** Reads what stands before the sheets. Refuses older versions and locked files by name. */
export function readGlobals(stream: Buffer): XlsGlobals {
  const sheets: XlsSheetEntry[] = [];
  const codes = new Map<number, string>();
  const formatIds: number[] = [];
  let strings: string[] = [];
  let dateSystem: DateSystem = '1900';
  for (const record of readRecords(stream, 0)) {
    const reader = new RecordReader(record);
    if (record.type === recordTypes.bof) checkVersion(reader);
    else if (record.type === recordTypes.filePass) throw refused('locked with a password. Save it without one');
    else if (record.type === recordTypes.dateMode) dateSystem = reader.uint16() === 1 ? '1904' : '1900';
    else if (record.type === recordTypes.sharedStrings) strings = readSharedStrings(record);
    else if (record.type === recordTypes.format) codes.set(reader.uint16(), reader.string(reader.uint16()));
    else if (record.type === recordTypes.cellFormat) {
      reader.skip(2);
      formatIds.push(reader.uint16());
    } else if (record.type === recordTypes.boundSheet) {
      const sheet = readSheetEntry(reader);
      if (sheet) sheets.push(sheet);
    }
  }
  const formats = formatIds.map((id) => readDateFormat(id, codes.get(id)));
  return { sheets, strings, formats, dateSystem };
}

function checkVersion(reader: RecordReader): void {
  if (reader.uint16() !== biff8) throw refused('older than Excel 97. Open and save it as .xlsx');
}

function readSheetEntry(reader: RecordReader): XlsSheetEntry | null {
  const offset = reader.uint32();
  const isHidden = (reader.uint8() & 3) !== 0;
  const kind = reader.uint8();
  const name = reader.string(reader.uint8());
  return kind === worksheet ? { name, isHidden, offset } : null;
}

function readSharedStrings(record: BiffRecord): string[] {
  const reader = new RecordReader(record);
  reader.skip(4);
  const count = reader.uint32();
  const bytes = record.pieces.reduce((sum, piece) => sum + piece.length, 0);
  // Each takes three bytes at least.
  if (count > bytes / 3) throw damaged('it has more shared texts than room for them');
  return Array.from({ length: count }, () => reader.string(reader.uint16()));
}

function refused(what: string): Problem {
  return new Problem('file_unreadable', { detail: `The workbook is ${what}.` });
}
