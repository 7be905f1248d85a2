import { Problem } from '#lib/platform/problems/problem.ts';

/** One record: its fields as written, and the line of the file on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Longer fields are no text of a person: a quote that never closes swallows the rest of a file. */
const maxFieldLength = 1_000_000;

/** Separators in the order in which they are believed. */
const separators = [',', ';', '\t', '|'] as const;

/** A first line that only names the separator, as spreadsheets write and understand it. */
const namedSeparator = /^\uFEFF?sep=([,;\t|])\r?\n/i;

/** The text without a first line that only names the separator, and what it names; null: there is no such line. */
export function takeNamedSeparator(text: string): { readonly separator: string; readonly rest: string } | null {
  const [line = '', separator] = namedSeparator.exec(text) ?? [];
  return separator === undefined ? null : { separator, rest: text.slice(line.length) };
}

/** The separator that the first line of a file uses most, quoted text aside; a comma when it uses none. */
export function detectSeparator(text: string): string {
  const [firstLine = ''] = text.replace(/"[^"]*"/g, '').split(/\r\n|\r|\n/, 1);
  const counts = separators.map((separator) => firstLine.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * Reads CSV as RFC 4180 says: fields may be quoted, quotes inside are doubled, quoted fields hold separators and line
 * breaks. Lines may end in CR, LF or both; empty lines give a record of one empty field. Throws `file_unreadable` with
 * the line for text after a closing quote and for a quote that is never closed.
 */
export function* parseCsv(text: string, separator = ','): Generator<CsvRecord> {
  const plainEnd = new RegExp(`[${separator}\r\n]`, 'g');
  let line = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const fields: string[] = [];
    const begunOn = line;
    let isOpen = true;
    while (isOpen) {
      const field = text[at] === '"' ? readQuoted(text, at, line) : readPlain(text, at, plainEnd);
      fields.push(field.value);
      line += field.lineBreaks;
      const end = text[field.end];
      if (end !== undefined && end !== separator && end !== '\r' && end !== '\n')
        throw unreadable(line, 'text follows the quote that closes a field');
      isOpen = end === separator;
      at = field.end + (end === '\r' && text[field.end + 1] === '\n' ? 2 : 1);
    }
    line += 1;
    yield { line: begunOn, fields };
  }
}

interface Field {
  readonly value: string;
  /** Index of what follows it. */
  readonly end: number;
  readonly lineBreaks: number;
}

function readPlain(text: string, at: number, plainEnd: RegExp): Field {
  plainEnd.lastIndex = at;
  const end = plainEnd.exec(text)?.index ?? text.length;
  return { value: text.slice(at, end), end, lineBreaks: 0 };
}

function readQuoted(text: string, at: number, line: number): Field {
  let value = '';
  let from = at + 1;
  while (true) {
    const quote = text.indexOf('"', from);
    if (quote === -1 || quote - at > maxFieldLength) throw unreadable(line, 'a quote is never closed');
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      return { value, end: quote + 1, lineBreaks: value.match(/\r\n|\r|\n/g)?.length ?? 0 };
    }
    value += '"';
    from = quote + 2;
  }
}

function unreadable(line: number, reason: string): Problem {
  return new Problem('file_unreadable', { detail: `The CSV cannot be read: line ${line}: ${reason}.` });
}
