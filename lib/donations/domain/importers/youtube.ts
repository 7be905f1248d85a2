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
import { readCommentPage, readHistoryPage } from './youtube-pages.ts';

/** An entry of a JSON history: watched, or searched. Searches are what people thought: their text is sealed. */
function* readHistory(text: string, event: 'watch' | 'search'): Generator<ImportedEntry> {
  const entries = parseMember(text);
  if (!Array.isArray(entries)) throw new SyntaxError('a history is a list');
  for (const entry of entries as readonly unknown[]) yield historyEntry(membersOf(entry), event);
}

function historyEntry(entry: Readonly<Record<string, unknown>>, event: 'watch' | 'search'): ImportedEntry {
  const title = textOf(entry['title']);
  if (title === null) return { skipped: 'not_understood' };
  const atMs = parseIsoInstant(entry['time']);
  if (atMs === null) return { skipped: 'time_missing' };
  const common = present({ header: textOf(entry['header']), products: listOf(entry['products']).filter(isText) });
  const url = textOf(entry['titleUrl']);
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

function* readPage(text: string, event: 'watch' | 'search'): Generator<ImportedEntry> {
  for (const entry of readHistoryPage(text)) {
    if ('skipped' in entry) yield entry;
    else if (event === 'watch') yield watchEvent(entry.atMs, entry);
    else {
      const sealed = present({ title: entry.title, titleUrl: entry.url });
      yield { event, atMs: entry.atMs, plain: {}, sealed, engagement: { type: 'search', outgoing: 1 } };
    }
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

/** Google Takeout of YouTube, JSON or HTML, in English, French or German. */
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
