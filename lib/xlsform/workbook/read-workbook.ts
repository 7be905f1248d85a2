import { open, readFile } from 'node:fs/promises';
import type { Spreadsheet } from '#lib/formats/spreadsheet/spreadsheet.ts';
import { compoundMagic } from '#lib/formats/xls/compound-file.ts';
import { openXls } from '#lib/formats/xls/open-xls.ts';
import { openXlsx } from '#lib/formats/xlsx/open-xlsx.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { readCsvWorkbook } from './read-csv-workbook.ts';
import { readMarkdown } from './read-markdown.ts';
import { readSpreadsheetWorkbook } from './read-spreadsheet-workbook.ts';
import { readStructured } from './read-structured.ts';
import type { Workbook } from './workbook.ts';

/** The largest real forms are below a megabyte; lists of choices reach some tens of them. */
const zipLimits = { maxEntries: 2_000, maxTotalBytes: 250_000_000, maxRatio: 400 } as const;
const maxTextBytes = 50_000_000;

const zipMagic = Buffer.from('PK');
/** How files of Excel 2 to 4 and bare ones of 5 and 95 begin. */
const oldExcel = /^\t[\0\u0002\u0004\u0008]/;

/**
 * Reads a form's workbook in memory or at a path, whatever it is called: its content tells `.xlsx`, `.xls`,
 * CSV, Markdown tables and the structured JSON form apart. Throws `file_unreadable` with the reason, `file_over_limits`.
 */
export async function readWorkbook(source: Buffer | string): Promise<Workbook> {
  const { start, sizeBytes } = typeof source === 'string' ? await lookAt(source) : lookInto(source);
  if (start.subarray(0, 2).equals(zipMagic)) return readAndClose(await openXlsx(source, zipLimits));
  if (start.equals(compoundMagic)) return readAndClose(await openXls(source));
  if (oldExcel.test(start.toString('latin1'))) {
    throw refused('The workbook is older than Excel 97. Open and save it as .xlsx.');
  }
  if (sizeBytes > maxTextBytes) {
    throw new Problem('file_over_limits', { detail: `The file is larger than ${Math.floor(maxTextBytes / 1e6)} MB.` });
  }
  return readText(decode(typeof source === 'string' ? await readFile(source) : source));
}

interface Look {
  readonly start: Buffer;
  readonly sizeBytes: number;
}

function lookInto(bytes: Buffer): Look {
  return { start: bytes.subarray(0, compoundMagic.length), sizeBytes: bytes.length };
}

async function lookAt(path: string): Promise<Look> {
  const file = await openFile(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(compoundMagic.length) });
    const { size } = await file.stat();
    return { start: buffer.subarray(0, bytesRead), sizeBytes: size };
  } catch (error) {
    throw cannotOpen(error);
  } finally {
    await file.close();
  }
}

async function openFile(path: string): ReturnType<typeof open> {
  try {
    return await open(path);
  } catch (error) {
    throw cannotOpen(error);
  }
}

function cannotOpen(error: unknown): Problem {
  return new Problem('file_unreadable', {
    detail: `The file cannot be opened: ${(error as Error).message}.`,
    cause: error,
  });
}

async function readAndClose(spreadsheet: Spreadsheet): Promise<Workbook> {
  try {
    return await readSpreadsheetWorkbook(spreadsheet);
  } finally {
    spreadsheet.close();
  }
}

function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Problem('file_unreadable', {
      detail: 'The file is neither a workbook nor text in UTF-8. Save it as .xlsx, or as "CSV UTF-8".',
      cause: error,
    });
  }
}

function readText(text: string): Workbook {
  if (text.includes('\0')) throw refused('The file is neither a workbook nor text. Save it as .xlsx.');
  if (/^\s*</.test(text)) throw refused('The file is XML or a web page, not a workbook. Save it as .xlsx.');
  if (text.trim() === '') throw refused('The file is empty.');
  if (/^\s*[{[]/.test(text)) return readJson(text);
  if (/^\s*\|/.test(text)) return readMarkdown(text);
  return readCsvWorkbook(text);
}

function readJson(text: string): Workbook {
  try {
    return readStructured(text);
  } catch (error) {
    const detail = 'The file is JSON, but not a workbook: lists of rows by the name of their sheet. Save it as .xlsx.';
    throw new Problem('file_unreadable', { detail, cause: error });
  }
}

function refused(detail: string): Problem {
  return new Problem('file_unreadable', { detail });
}
