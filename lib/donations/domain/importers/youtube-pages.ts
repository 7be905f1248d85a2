import type { SkippedEntry } from '../importer.ts';
import { parseIsoInstant, parseWrittenDate } from './archive-dates.ts';

/** One entry of a history page. */
export interface PageEntry {
  readonly atMs: number;
  readonly title: string;
  readonly url: string | null;
  readonly channel: string | null;
  readonly channelUrl: string | null;
}

/** Begins what an entry says; the cells beside it hold only decoration. */
const cellStart = /<div class="content-cell[^"]*mdl-typography--body-1">/g;

/** Whether a page is one of those that {@link readHistoryPage} reads. */
export function isHistoryPage(text: string): boolean {
  return text.includes('class="content-cell');
}

/**
 * Entries of a history that Takeout wrote as a page. Read by its marks from front to back: such pages have a hundred
 * megabytes, and no tree of them is built. Throws SyntaxError for a page without a single mark.
 */
export function* readHistoryPage(text: string): Generator<PageEntry | SkippedEntry> {
  if (!isHistoryPage(text)) throw new SyntaxError('this is no page of Google Takeout');
  for (const match of text.matchAll(cellStart)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('</div>', start);
    if (end === -1) {
      yield { skipped: 'not_understood' };
      return;
    }
    const entry = readCell(text.slice(start, end));
    if (entry) yield entry;
  }
}

/** Links and, on the last line, the date; null for cells that are empty or say what the page is. */
function readCell(html: string): PageEntry | SkippedEntry | null {
  const lines = html.split(/<br\s*\/?>/i).filter((line) => plainText(line) !== '');
  const [first] = lines;
  if (first === undefined || lines.length < 2) return null;
  const atMs = parseWrittenDate(plainText(lines.at(-1) ?? ''));
  if (atMs === null) return { skipped: 'time_missing' };
  const title = readLink(first);
  const channel = lines.length > 2 ? readLink(lines[1] ?? '') : null;
  return {
    atMs,
    title: title?.text ?? plainText(first),
    url: title?.url ?? null,
    channel: channel?.text ?? null,
    channelUrl: channel?.url ?? null,
  };
}

function readLink(html: string): { readonly url: string; readonly text: string } | null {
  const link = /<a\s[^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/i.exec(html);
  if (!link) return null;
  return { url: decodeEntities(link[1] ?? ''), text: decodeEntities(link[2] ?? '').trim() };
}

/** A comment as a page of comments lists it: `<li>…<br/>… at <date>.<br/>text</li>`. */
export interface CommentEntry {
  readonly atMs: number;
  readonly comment: string;
}

/** Comments of `my-comments.html`. Throws SyntaxError for a page without a list. */
export function* readCommentPage(text: string): Generator<CommentEntry | SkippedEntry> {
  const items = text.split(/<li(?:\s[^<>]*)?>/i).slice(1);
  if (items.length === 0 && !/<ul[\s>]/i.test(text)) throw new SyntaxError('this is no page of comments');
  for (const item of items) {
    const lines = item.slice(0, closeOf(item)).split(/<br\s*\/?>/i);
    const comment = plainText(lines.at(-1) ?? '');
    const said = lines.slice(0, -1).map(plainText).join(' ');
    const atMs = commentTime(said);
    if (atMs === null) yield { skipped: 'time_missing' };
    else yield { atMs, comment };
  }
}

function closeOf(item: string): number {
  const end = item.indexOf('</li>');
  return end === -1 ? item.length : end;
}

/** "Sent at 2019-05-01 10:00:00 UTC while watching …". */
function commentTime(text: string): number | null {
  const iso = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: UTC|Z|[+-]\d\d:?\d\d)/.exec(text);
  return iso ? parseIsoInstant(iso[0]) : null;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  emsp: ' ',
};

function decodeEntities(html: string): string {
  return html.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** What a reader sees of a piece of a page, on one line. */
function plainText(html: string): string {
  return decodeEntities(html.replace(/<[^<>]*>/g, ''))
    .replace(/\s+/g, ' ')
    .trim();
}
