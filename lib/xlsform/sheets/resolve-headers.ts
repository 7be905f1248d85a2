import { FormFault, type Findings } from '../findings/findings.ts';
import type { Sheet } from '../workbook/workbook.ts';
import type { ColumnNames } from './column-names.ts';

/** A column that is read: where it stands in its rows, as it is written, and the words of its canonical name. */
export interface Column {
  readonly index: number;
  readonly header: string;
  readonly words: readonly string[];
}

/** Older workbooks carry the count of a repeat under two names (row col-26). */
const doublingAllowed = 'control::jr:count';

/** Gives each header of a sheet its canonical name; unknown ones keep theirs, because choice filters use them. */
export function resolveHeaders(sheet: Sheet, names: ColumnNames, findings: Findings): Column[] {
  const headers = sheet.headers.flatMap((header, index) => (header === null ? [] : [{ header, index }]));
  const usesDoubleColons = headers.some(({ header }) => header.includes('::'));
  const seen = new Map<string, string>();
  return headers.map(({ header, index }) => {
    const words = resolveHeader(header, names, usesDoubleColons);
    const key = words.join('::');
    const other = seen.get(key);
    if (other !== undefined) tellDoubled({ sheet, header, other, words }, findings);
    seen.set(key, header);
    return { index, header, words };
  });
}

interface DoubledColumn {
  readonly sheet: Sheet;
  readonly header: string;
  readonly other: string;
  readonly words: readonly string[];
}

function tellDoubled({ sheet, header, other, words }: DoubledColumn, findings: Findings): void {
  const key = words.join('::');
  const place = { sheet: sheet.name, row: 1, column: header };
  if (key === doublingAllowed) {
    const message = `The columns '${other}' and '${header}' mean the same; the last one that is filled in counts. Remove one of them.`;
    findings.warn('header_duplicate', place, message);
    return;
  }
  // A column under its own single word after another name for it has always been taken; the other way round is refused.
  if (words.length === 1 && header === key && header !== other) return;
  throw new FormFault(
    'header_duplicate',
    place,
    `The columns '${other}' and '${header}' of the sheet '${sheet.name}' mean the same. Rename or remove one of them.`,
  );
}

function resolveHeader(header: string, names: ColumnNames, usesDoubleColons: boolean): readonly string[] {
  for (const name of [header, toSnakeCase(header)]) {
    if (names.known.has(name) && !names.aliases.has(name)) return [name];
  }
  const words = splitHeader(header, usesDoubleColons);
  const first = toSnakeCase(words[0] ?? '');
  const target = names.aliases.get(first);
  if (target) return [...target, ...words.slice(1)];
  return names.known.has(first) ? [first, ...words.slice(1)] : words;
}

/** Single colons split only where no header has double ones, and never inside a name such as `jr:count`. */
function splitHeader(header: string, usesDoubleColons: boolean): string[] {
  if (usesDoubleColons) return header.split('::').map((word) => word.trim());
  const words = header.split(':').map((word) => word.trim());
  const prefixAt = words.indexOf('jr');
  if (prefixAt === -1 || prefixAt === words.length - 1) return words;
  return [...words.slice(0, prefixAt), `jr:${words[prefixAt + 1] ?? ''}`, ...words.slice(prefixAt + 2)];
}

/** `Constraint  Message` and `constraint_message` are the same column. */
export function toSnakeCase(text: string): string {
  return text.trim().split(/\s+/).join('_').toLowerCase();
}
