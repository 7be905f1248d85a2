import {
  type ExternalEvent,
  type ImportedEntry,
  type Importer,
  type MemberReader,
  listOf,
  membersOf,
  parseMember,
  present,
  textOf,
} from '../importer.ts';
import { parseIsoInstant } from './archive-dates.ts';
import { readTable } from './archive-table.ts';
import { isHistoryPage, readCommentPage, readHistoryPage, type PageEntry } from './youtube-pages.ts';

type HistoryEvent = 'watch' | 'search';

/** An entry of a JSON history: watched, or searched. Searches are what people thought: their text is sealed. */
function* readHistory(text: string, event: HistoryEvent): Generator<ImportedEntry> {
  const entries = parseMember(text);
  if (!Array.isArray(entries)) throw new SyntaxError('a history is a list');
  for (const entry of entries as readonly unknown[]) yield historyEntry(membersOf(entry), event);
}

/** Watching and searching in one list, or a list whose name is in another language: each entry says by its address what it is. */
function* readActivity(text: string): Generator<ImportedEntry> {
  for (const entry of listOf(parseMember(text)).map(membersOf)) {
    const event = eventOfAddress(textOf(entry['titleUrl']));
    if (event !== null) yield historyEntry(entry, event);
  }
}

/** What somebody does at an address of the service; null: neither of the two. */
function eventOfAddress(url: string | null): HistoryEvent | null {
  const [, path = ''] = /^https?:\/\/(?:[a-z]+\.)?youtube\.com(\/[^#]*)/i.exec(url ?? '') ?? [];
  if (/^\/(watch|shorts\/|live\/)/.test(path)) return 'watch';
  return /^\/(results|search)\b/.test(path) ? 'search' : null;
}

/** A list of one kind may hold the other too: what is a search by its address is never stored in clear. */
function eventOf(expected: HistoryEvent, url: string | null): HistoryEvent {
  return expected === 'watch' && eventOfAddress(url) === 'search' ? 'search' : expected;
}

function historyEntry(entry: Readonly<Record<string, unknown>>, expected: HistoryEvent): ImportedEntry {
  const title = textOf(entry['title']);
  if (title === null) return { skipped: 'not_understood' };
  const atMs = parseIsoInstant(entry['time']);
  if (atMs === null) return { skipped: 'time_missing' };
  const common = present({ header: textOf(entry['header']), products: listOf(entry['products']).filter(isText) });
  const url = textOf(entry['titleUrl']);
  const event = eventOf(expected, url);
  if (event === 'search') {
    return {
      event,
      atMs,
      plain: common,
      sealed: present({ title, titleUrl: url }),
      engagement: { type: 'search', outgoing: 1 },
    };
  }
  const channel = membersOf(listOf(entry['subtitles'])[0]);
  const fromAds = listOf(entry['details']).some((detail) => membersOf(detail)['name'] === 'From Google Ads');
  return watchEvent(atMs, {
    title,
    url,
    channel: textOf(channel['name']),
    channelUrl: textOf(channel['url']),
    plain: { ...common, ...(fromAds && { fromAds }) },
  });
}

interface Watched {
  readonly title: string;
  readonly url: string | null;
  readonly channel: string | null;
  readonly channelUrl: string | null;
  readonly plain?: ExternalEvent['plain'];
}

function watchEvent(atMs: number, { title, url, channel, channelUrl, plain = {} }: Watched): ExternalEvent {
  return {
    event: 'watch',
    atMs,
    plain: { ...plain, title, ...present({ titleUrl: url, channel, channelUrl }) },
    engagement: { type: 'watch', outgoing: 0.5 },
  };
}

function* readPage(text: string, expected: HistoryEvent): Generator<ImportedEntry> {
  for (const entry of readHistoryPage(text)) {
    if ('skipped' in entry) yield entry;
    else yield pageEvent(entry, eventOf(expected, entry.url));
  }
}

/** As {@link readActivity}, of a page; pages of other things beside it say nothing. */
function* readActivityPage(text: string): Generator<ImportedEntry> {
  if (!isHistoryPage(text)) return;
  for (const entry of readHistoryPage(text)) {
    const event = 'skipped' in entry ? null : eventOfAddress(entry.url);
    if ('skipped' in entry) yield entry;
    else if (event !== null) yield pageEvent(entry, event);
  }
}

function pageEvent(entry: PageEntry, event: HistoryEvent): ExternalEvent {
  if (event === 'watch') return watchEvent(entry.atMs, entry);
  const sealed = present({ title: entry.title, titleUrl: entry.url });
  return { event, atMs: entry.atMs, plain: {}, sealed, engagement: { type: 'search', outgoing: 1 } };
}

/** Comments as a table: the text is a run of JSON objects, a piece of it each. Throws SyntaxError for another table. */
function* readCommentTable(text: string): Generator<ImportedEntry> {
  for (const row of readTable(text, ['comment create timestamp', 'comment text'])) {
    const atMs = parseIsoInstant(row['comment create timestamp']);
    const comment = commentText(row['comment text'] ?? '');
    if (comment === '') yield { skipped: 'not_understood' };
    else if (atMs === null) yield { skipped: 'time_missing' };
    else yield { event: 'comment', atMs, plain: {}, sealed: { comment }, engagement: { type: 'comment', outgoing: 1 } };
  }
}

function commentText(cell: string): string {
  try {
    const pieces = listOf(parseMember(`[${cell}]`)).flatMap(
      (piece) => (Array.isArray(piece) ? piece : [piece]) as unknown[],
    );
    return pieces.map((piece) => textOf(membersOf(piece)['text']) ?? '').join('');
  } catch (error) {
    // Of other years it is the text itself.
    if (error instanceof SyntaxError) return cell;
    throw error;
  }
}

/** Uploads and likes of older archives: what the API calls a snippet. */
function* readSnippets(text: string, event: 'upload' | 'like'): Generator<ImportedEntry> {
  const entries = parseMember(text);
  if (!Array.isArray(entries)) throw new SyntaxError('this is a list');
  for (const entry of entries as readonly unknown[]) {
    const snippet = membersOf(membersOf(entry)['snippet']);
    const atMs = parseIsoInstant(snippet['publishedAt']);
    if (atMs === null) yield { skipped: 'time_missing' };
    else {
      const sealed = present({ title: textOf(snippet['title']), snippet: JSON.stringify(snippet) });
      const engagement = event === 'upload' ? { type: 'upload', outgoing: 1 } : { type: 'reaction', outgoing: 0.5 };
      yield { event, atMs, plain: {}, sealed, engagement };
    }
  }
}

function* readComments(text: string): Generator<ImportedEntry> {
  for (const entry of readCommentPage(text)) {
    if ('skipped' in entry) yield entry;
    else {
      const { atMs, comment } = entry;
      yield { event: 'comment', atMs, plain: {}, sealed: { comment }, engagement: { type: 'comment', outgoing: 1 } };
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

const watchNames = 'watch-history|Wiedergabeverlauf|historique-de-lecture|historique des vidéos regardées';
const searchNames = 'search-history|Suchverlauf|historique-des-recherches|historique des recherches';

const watchHistory: MemberReader = {
  what: 'watch history',
  pattern: new RegExp(`(^|/)(${watchNames})\\.json$`, 'iu'),
  read: (text) => readHistory(text, 'watch'),
};
const watchPage: MemberReader = {
  what: 'watch history',
  pattern: new RegExp(`(^|/)(${watchNames})\\.html$`, 'iu'),
  read: (text) => readPage(text, 'watch'),
};

/** Google Takeout of YouTube: JSON in any language, pages in English, French or German. */
export const youtube: Importer = {
  service: 'youtube',
  label: 'YouTube',
  members: [
    watchHistory,
    watchPage,
    {
      what: 'search history',
      pattern: new RegExp(`(^|/)(${searchNames})\\.json$`, 'iu'),
      read: (text) => readHistory(text, 'search'),
    },
    {
      what: 'search history',
      pattern: new RegExp(`(^|/)(${searchNames})\\.html$`, 'iu'),
      read: (text) => readPage(text, 'search'),
    },
    { what: 'uploads', pattern: /(^|\/)uploads\.json$/i, read: (text) => readSnippets(text, 'upload') },
    { what: 'likes', pattern: /(^|\/)likes\.json$/i, read: (text) => readSnippets(text, 'like') },
    { what: 'comments', pattern: /(^|\/)my-comments\.html$/i, read: readComments },
    { what: 'comments', pattern: /(^|\/)comments(\(\d+\)|_\d+)?\.csv$/i, read: readCommentTable },
    // Names of folders and files are in the owner's language; "My Activity" keeps both kinds in one file.
    { what: 'history', pattern: /(^|\/)YouTube[^/]*\/([^/]+\/)?[^/]+\.json$/i, read: readActivity },
    { what: 'history', pattern: /(^|\/)YouTube[^/]*\/([^/]+\/)?[^/]+\.html$/i, read: readActivityPage },
  ],
  bare: { json: watchHistory, html: watchPage },
  events: {
    watch: { label: 'Watched Video', mediaType: 'video' },
    search: { label: 'Search', mediaType: 'search' },
    upload: { label: 'Video Upload', mediaType: 'video' },
    like: { label: 'Positive Reaction', mediaType: 'reaction' },
    comment: { label: 'Comment', mediaType: 'text' },
  },
};
