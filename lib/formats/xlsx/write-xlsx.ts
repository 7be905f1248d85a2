import type { Readable } from 'node:stream';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { CellValue } from '../csv/write-csv.ts';
import { ZipWriter } from '../zip/zip-writer.ts';
import { headerStyle, sheetEnd, sheetPartName, sheetStart, workbookParts } from './written-parts.ts';
import { maxColumns, maxRows, maxWrittenText } from './xlsx-limits.ts';
import { toEscapedText } from './xlsx-text.ts';

/** Letters gathered before they are handed to the archive. */
const lettersPerWrite = 64 * 1024;
/** What programs show of a sheet's name, and which letters they refuse in it. */
const maxSheetName = 31;
const refusedInSheetName = /[[\]:*?/\\]/g;

/**
 * Writes an `.xlsx` workbook as a stream, sheet after sheet, row after row: memory stays flat whatever the size. Texts
 * are kept in their cells, so none is ever run as a formula. `output` must be read while rows are added.
 */
export class XlsxWriter {
  readonly output: Readable;
  readonly #zip: ZipWriter;
  readonly #sheetNames: string[] = [];
  #row = 0;
  #text = '';

  /** `modifiedAt` is the time of all members. */
  constructor(options: { readonly modifiedAt: Date }) {
    this.#zip = new ZipWriter({ modifiedAt: options.modifiedAt });
    this.output = this.#zip.output;
  }

  /** Begins a sheet with its header; the one before is ended. Names are made fit for a tab, and told apart. */
  async addSheet(name: string, header: readonly string[]): Promise<void> {
    await this.#endSheet();
    this.#sheetNames.push(this.#tabName(name));
    await this.#zip.open(sheetPartName(this.#sheetNames.length));
    this.#row = 0;
    this.#text = sheetStart;
    await this.#write(header, ` s="${String(headerStyle)}"`);
  }

  /**
   * Adds a row to the sheet. Dates are texts as `YYYY-MM-DD`. A text longer than a cell can hold (32,767) is cut and ends
   * in "…". Throws `file_over_limits` when the sheet is full.
   */
  async addRow(values: readonly CellValue[]): Promise<void> {
    await this.#write(values, '');
  }

  /** Ends the workbook, and `output`. A workbook has at least one sheet. */
  async finish(): Promise<void> {
    await this.#endSheet();
    for (const [name, content] of Object.entries(workbookParts(this.#sheetNames))) {
      await this.#zip.open(name);
      await this.#zip.write(Buffer.from(content));
    }
    await this.#zip.finish();
  }

  /** Gives up: whoever reads `output` gets the error. */
  destroy(error: Error): void {
    this.#zip.destroy(error);
  }

  async #write(values: readonly CellValue[], style: string): Promise<void> {
    this.#row += 1;
    if (this.#row > maxRows || values.length > maxColumns) {
      throw new Problem('file_over_limits', {
        detail: `A sheet of a workbook holds ${String(maxRows)} rows of ${String(maxColumns)} columns; choose CSV.`,
      });
    }
    this.#text += `<row r="${String(this.#row)}">`;
    for (const [column, value] of values.entries()) this.#text += this.#cell(column, value, style);
    this.#text += '</row>';
    if (this.#text.length >= lettersPerWrite) await this.#flush();
  }

  #cell(column: number, value: CellValue, style: string): string {
    if (value === null || value === '') return '';
    const start = `<c r="${columnName(column)}${String(this.#row)}"${style}`;
    if (typeof value === 'boolean') return `${start} t="b"><v>${value ? '1' : '0'}</v></c>`;
    if (typeof value === 'number' && Number.isFinite(value)) return `${start}><v>${String(value)}</v></c>`;
    return `${start} t="inlineStr"><is><t xml:space="preserve">${toEscapedText(fitting(String(value)))}</t></is></c>`;
  }

  async #endSheet(): Promise<void> {
    if (this.#sheetNames.length === 0) return;
    this.#text += sheetEnd;
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    await this.#zip.write(Buffer.from(text));
  }

  #tabName(name: string): string {
    const fit =
      name
        .replaceAll(refusedInSheetName, ' ')
        .replace(/^'+|'+$/g, '')
        .trim() || 'Sheet';
    const taken = new Set(this.#sheetNames.map((other) => other.toLowerCase()));
    for (let turn = 1; ; turn += 1) {
      const suffix = turn === 1 ? '' : ` ${String(turn)}`;
      const candidate = `${cutAt(fit, maxSheetName - suffix.length).trimEnd()}${suffix}`;
      if (!taken.has(candidate.toLowerCase())) return candidate;
    }
  }
}

/**
 * A workbook as a stream, written by `fill` while it is read. When `fill` fails, whoever reads gets its error, so that no
 * half workbook is taken for a whole one.
 */
export function streamXlsx(
  options: { readonly modifiedAt: Date },
  fill: (workbook: XlsxWriter) => Promise<void>,
): Readable {
  const workbook = new XlsxWriter(options);
  const write = async (): Promise<void> => {
    await fill(workbook);
    await workbook.finish();
  };
  write().catch((error: unknown) => {
    workbook.destroy(error as Error);
  });
  return workbook.output;
}

function columnName(column: number): string {
  const above = Math.floor(column / 26);
  return (above === 0 ? '' : columnName(above - 1)) + String.fromCharCode(65 + (column % 26));
}

function fitting(text: string): string {
  return text.length <= maxWrittenText ? text : `${cutAt(text, maxWrittenText - 1)}…`;
}

/** The first letters of a text; never half of a pair. */
function cutAt(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
