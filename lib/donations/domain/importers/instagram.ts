import {
  type ArchiveFacts,
  type ExternalEvent,
  type ImportedEntry,
  type Importer,
  type JsonValue,
  type MemberReader,
  listOf,
  membersOf,
  parseMember,
  present,
  textOf,
} from '../importer.ts';
import { parseUnixTime } from './archive-dates.ts';

/**
 * Texts of the archive are UTF-8 whose bytes were taken for characters ("Ã©" for "é"); what is no such text stays.
 */
function mended(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[^\u0000-\u00ff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch (error) {
    if (error instanceof TypeError) return text;
    throw error;
  }
}

function mendedText(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : mended(text);
}

/** Labels are in the owner's language, so values are found by what they are: the one with a time, and the texts in order. */
interface LabelledValues {
  readonly atMs: number | null;
  readonly texts: readonly string[];
  readonly links: readonly string[];
}

function readLabelled(entry: unknown): LabelledValues {
  const members = membersOf(entry);
  const values = [
    ...Object.values(membersOf(members['string_map_data'])),
    ...listOf(members['string_list_data']),
    ...labelValues(members['label_values']),
  ];
  const read = [...values.map(membersOf), { timestamp: members['timestamp'] }];
  const times = read.map(({ timestamp }) => parseUnixTime(timestamp, 'seconds')).filter((ms) => ms !== null);
  return {
    atMs: times.find((ms) => ms > 0) ?? null,
    // The address of a link stands in its text as well.
    texts: read.flatMap(({ value, href }) => (href !== undefined && href === value ? [] : (mendedText(value) ?? []))),
    links: read.flatMap(({ href }) => textOf(href) ?? []),
  };
}

/** Values of the layout of 2025: a list, in which some stand in lists of their own under `dict`. */
function labelValues(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  return listOf(list)
    .map(membersOf)
    .flatMap((each) => ('dict' in each ? labelValues(each['dict']) : [each]));
}

interface ListRule {
  /** Member that holds the list; lists also come bare, or in the one member there is. */
  readonly key: string;
  readonly build: (
    entry: Readonly<Record<string, unknown>>,
    values: LabelledValues,
  ) => Omit<ExternalEvent, 'atMs'> | null;
}

function* readList(text: string, { key, build }: ListRule): Generator<ImportedEntry> {
  const parsed = parseMember(text);
  const found: unknown = Array.isArray(parsed)
    ? parsed
    : (membersOf(parsed)[key] ?? Object.values(membersOf(parsed))[0]);
  if (!Array.isArray(found)) throw new SyntaxError('a list is expected');
  for (const entry of found as readonly unknown[]) {
    const values = readLabelled(entry);
    const event = build(membersOf(entry), values);
    if (event === null) yield { skipped: 'not_understood' };
    else if (values.atMs === null) yield { skipped: 'time_missing' };
    else yield { ...event, atMs: values.atMs };
  }
}

/** A reader for lists of things seen, liked or followed: the other side is hashed and sealed, never plain. */
function listReader(
  what: string,
  pattern: RegExp,
  rule: {
    readonly key: string;
    readonly event: string;
    readonly engagement: ExternalEvent['engagement'];
    readonly plain?: Record<string, JsonValue>;
  },
): MemberReader {
  const { key, event, engagement, plain = {} } = rule;
  return {
    what,
    pattern,
    read: (text) =>
      readList(text, {
        key,
        build: (entry, { texts, links }) => {
          const target = mendedText(entry['title']) ?? texts[0] ?? null;
          const sealed = present({ target, link: links[0] });
          return { event, plain, sealed, hashed: present({ target }), engagement };
        },
      }),
  };
}

const commentReader: MemberReader = {
  what: 'comments',
  pattern: /(^|\/)(post_comments(_\d+)?|reels_comments)\.json$/i,
  read: (text) =>
    readList(text, {
      key: 'comments_media_comments',
      build: (_entry, { texts: [comment, owner] }) =>
        comment === undefined
          ? null
          : {
              event: 'comment',
              plain: {},
              sealed: present({ comment, profile: owner }),
              hashed: present({ profile: owner }),
              engagement: { type: 'comment', outgoing: 1 },
            },
    }),
};

/** Posts, reels and stories of one's own; pictures are not looked at, and where they were taken is left out. */
function mediaReader(what: string, pattern: RegExp, event: 'post' | 'story'): MemberReader {
  return { what, pattern, read: (text) => readMedia(text, event) };
}

function* readMedia(text: string, event: 'post' | 'story'): Generator<ImportedEntry> {
  const parsed = parseMember(text);
  const found: unknown = Array.isArray(parsed) ? parsed : Object.values(membersOf(parsed))[0];
  if (!Array.isArray(found)) throw new SyntaxError('a list is expected');
  for (const entry of found as readonly unknown[]) {
    const post = membersOf(entry);
    const media = listOf(post['media']).map(membersOf);
    const [first = post] = media;
    const atMs = parseUnixTime(post['creation_timestamp'] ?? first['creation_timestamp'], 'seconds');
    if (atMs === null) {
      yield { skipped: 'time_missing' };
      continue;
    }
    const plain = { media_count: Math.max(media.length, 1), media_type: mediaType(textOf(first['uri'])) };
    const caption = mendedText(post['title']) ?? mendedText(first['title']);
    yield { event, atMs, plain, sealed: present({ caption }), engagement: { type: event, outgoing: 1 } };
  }
}

function mediaType(uri: string | null): string {
  return /\.(mp4|mov|m4v|webm)$/i.test(uri ?? '') ? 'video' : 'photo';
}

const messageReader: MemberReader = {
  what: 'messages',
  pattern: /(^|\/)(inbox|message_requests|archived_threads)\/[^/]+\/message_\d+\.json$/i,
  read: readMessages,
};

function* readMessages(text: string, facts: ArchiveFacts): Generator<ImportedEntry> {
  const thread = membersOf(parseMember(text));
  const messages = thread['messages'];
  if (!Array.isArray(messages)) throw new SyntaxError('a thread has messages');
  const participants = listOf(thread['participants']).map((person) => mendedText(membersOf(person)['name']));
  // Where the archive does not name its owner: the service lists the owner last.
  const owner = facts.ownerName ?? participants.at(-1) ?? null;
  for (const entry of messages as readonly unknown[]) {
    const message = membersOf(entry);
    const sender = mendedText(message['sender_name']);
    const atMs = parseUnixTime(message['timestamp_ms'], 'milliseconds');
    if (sender === null) yield { skipped: 'not_understood' };
    else if (atMs === null) yield { skipped: 'time_missing' };
    else {
      const isOwn = sender === owner;
      yield {
        event: 'direct-message',
        atMs,
        plain: {
          pdk_recipients_count: Math.max(participants.length - 1, 0),
          direction: isOwn ? 'outgoing' : 'incoming',
          attachments: ['photos', 'videos', 'audio_files'].reduce((sum, kind) => sum + listOf(message[kind]).length, 0),
        },
        sealed: present({
          content: mendedText(message['content']),
          sender,
          media_url: textOf(membersOf(message['share'])['link']),
        }),
        hashed: { senderId: sender },
        engagement: { type: 'message', ...(isOwn ? { outgoing: 1 } : { incoming: 1 }) },
      };
    }
  }
}

/** `profile_user` holds name and user name; messages carry the name. */
function readOwner(text: string): string | null {
  const [profile] = listOf(membersOf(parseMember(text))['profile_user']);
  const values = membersOf(membersOf(profile)['string_map_data']);
  const named = values['Name'] ?? values['Nom'];
  return mendedText(membersOf(named)['value']);
}

const seen = (type: string) => ({ type, outgoing: 0 });

/** Instagram's download in JSON, in the layouts of 2023 and 2025 (and the flat one before). */
export const instagram: Importer = {
  service: 'instagram',
  label: 'Instagram',
  owner: { pattern: /(^|\/)personal_information\.json$/i, read: readOwner },
  members: [
    commentReader,
    messageReader,
    mediaReader('posts', /(^|\/)(posts_\d+|reels)\.json$/i, 'post'),
    mediaReader('stories', /(^|\/)stories\.json$/i, 'story'),
    listReader('liked posts', /(^|\/)liked_posts\.json$/i, {
      key: 'likes_media_likes',
      event: 'post-like',
      engagement: { type: 'reaction', outgoing: 0.5 },
      plain: { content_type: 'media', reaction: 'like' },
    }),
    listReader('liked comments', /(^|\/)liked_comments\.json$/i, {
      key: 'likes_comment_likes',
      event: 'comment-like',
      engagement: { type: 'reaction', outgoing: 0.5 },
      plain: { content_type: 'comment', reaction: 'like' },
    }),
    listReader('posts seen', /(^|\/)posts_viewed\.json$/i, {
      key: 'impressions_history_posts_seen',
      event: 'post-viewed',
      engagement: seen('post'),
    }),
    listReader('videos watched', /(^|\/)videos_watched\.json$/i, {
      key: 'impressions_history_videos_watched',
      event: 'video-watched',
      engagement: seen('video'),
    }),
    listReader('advertisements seen', /(^|\/)ads_viewed\.json$/i, {
      key: 'impressions_history_ads_seen',
      event: 'ad-viewed',
      engagement: seen('advertising'),
    }),
    listReader('suggested accounts seen', /(^|\/)suggested_(accounts|profiles)_viewed\.json$/i, {
      key: 'impressions_history_chaining_seen',
      event: 'profile-viewed',
      engagement: seen('profile'),
    }),
    listReader('searches', /(^|\/)(account_searches|profile_searches|word_or_phrase_searches|place_searches)\.json$/i, {
      key: 'searches_user',
      event: 'search-click',
      engagement: { type: 'search', outgoing: 0.5 },
    }),
    listReader('accounts followed', /(^|\/)following\.json$/i, {
      key: 'relationships_following',
      event: 'requested-contact',
      engagement: { type: 'requested-contact', outgoing: 0.5 },
    }),
    listReader('followers', /(^|\/)followers(_\d+)?\.json$/i, {
      key: 'relationships_followers',
      event: 'added-contact',
      engagement: { type: 'added-contact', incoming: 0.5 },
    }),
    listReader('saved posts', /(^|\/)saved_posts\.json$/i, {
      key: 'saved_saved_media',
      event: 'saved-media',
      engagement: { type: 'saved-media', outgoing: 0.5 },
    }),
  ],
  events: {
    comment: { label: 'Comment', mediaType: 'text' },
    'direct-message': { label: 'Direct Message', mediaType: 'message' },
    post: { label: 'Post', mediaType: 'media' },
    story: { label: 'Story', mediaType: 'media' },
    'post-like': { label: 'Positive Reaction', mediaType: 'reaction' },
    'comment-like': { label: 'Positive Reaction', mediaType: 'reaction' },
    'post-viewed': { label: 'Post Viewed', mediaType: 'media' },
    'video-watched': { label: 'Watched Video', mediaType: 'video' },
    'ad-viewed': { label: 'Advertisement Viewed', mediaType: 'advertising' },
    'profile-viewed': { label: 'Profile Viewed', mediaType: 'profile' },
    'search-click': { label: 'Search', mediaType: 'search' },
    'requested-contact': { label: 'Requested Contact', mediaType: 'contact' },
    'added-contact': { label: 'Added Contact', mediaType: 'contact' },
    'saved-media': { label: 'Saved Media', mediaType: 'media' },
  },
};
