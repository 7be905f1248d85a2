import { describe, expect, it } from 'vitest';
import { pointsOfEvent } from '../external-points.ts';
import { isSkipped, type ArchiveFacts, type ExternalEvent, type Importer } from '../importer.ts';
import { importers } from '../importers.ts';
import { amazon } from './amazon.ts';
import { parseIsoInstant, parseWrittenDate } from './archive-dates.ts';
import { instagram } from './instagram.ts';
import { youtube } from './youtube.ts';

const noFacts: ArchiveFacts = { ownerName: null };

function read(importer: Importer, path: string, content: unknown, facts = noFacts) {
  const reader = importer.members.find(({ pattern }) => pattern.test(path));
  if (!reader) throw new Error(`nobody reads ${path}`);
  const entries = [...reader.read(typeof content === 'string' ? content : JSON.stringify(content), facts)];
  return {
    events: entries.filter((entry): entry is ExternalEvent => !isSkipped(entry)),
    skipped: entries.filter(isSkipped).map(({ skipped }) => skipped),
  };
}

describe('dates in archives', () => {
  it.each([
    ['Nov 5, 2023, 9:14:33\u202fPM CET', '2023-11-05T20:14:33.000Z'],
    ['Jan 1, 2024, 12:00:00 AM UTC', '2024-01-01T00:00:00.000Z'],
    ['5 nov. 2023, 21:14:33 CET', '2023-11-05T20:14:33.000Z'],
    ['12 août 2023, 08:00:00 CEST', '2023-08-12T06:00:00.000Z'],
    ['05.11.2023, 21:14:33 MEZ', '2023-11-05T20:14:33.000Z'],
    ['Mar 3, 2021, 1:05:09 PM GMT+05:30', '2021-03-03T07:35:09.000Z'],
    ['Mar 3, 2021, 1:05:09 PM', null],
    ['Mar 3, 2021, 1:05:09 PM XYZ', null],
    ['yesterday', null],
    ['', null],
  ])('pdk-46 %s', (text, expected) => {
    const ms = parseWrittenDate(text);
    expect(ms === null ? null : new Date(ms).toISOString()).toBe(expected);
  });

  it('pdk-46 ISO instants need a zone and a plausible year', () => {
    expect(parseIsoInstant('2023-11-05T20:14:33.120Z')).toBe(Date.UTC(2023, 10, 5, 20, 14, 33, 120));
    expect(parseIsoInstant('2019-05-01 10:00:00 UTC')).toBe(Date.UTC(2019, 4, 1, 10));
    for (const text of ['2023-11-05T20:14:33', '0001-01-01T00:00:00Z', 5, null])
      expect(parseIsoInstant(text)).toBeNull();
  });
});

describe('YouTube', () => {
  const video = {
    title: 'Watched A & B',
    titleUrl: 'https://www.youtube.com/watch?v=x',
    subtitles: [{ name: 'C', url: 'u' }],
  };

  it('pdk-46 watch history in JSON: what was watched is plain, an entry without a time costs only itself', () => {
    const { events, skipped } = read(youtube, 'Takeout/YouTube and YouTube Music/history/watch-history.json', [
      { header: 'YouTube', ...video, time: '2023-11-05T20:14:33.120Z', products: ['YouTube'] },
      { ...video, details: [{ name: 'From Google Ads' }], time: '2023-11-05T20:15:00Z' },
      { ...video, time: 'sometime' },
      'what',
    ]);
    expect(events[0]).toEqual({
      event: 'watch',
      atMs: Date.UTC(2023, 10, 5, 20, 14, 33, 120),
      plain: {
        header: 'YouTube',
        products: ['YouTube'],
        title: 'Watched A & B',
        titleUrl: video.titleUrl,
        channel: 'C',
        channelUrl: 'u',
      },
      engagement: { type: 'watch', outgoing: 0.5 },
    });
    expect(events[1]?.plain).toMatchObject({ fromAds: true });
    expect(skipped).toEqual(['time_missing', 'not_understood']);
    expect(() => read(youtube, 'x/watch-history.json', '{"a": 1}')).toThrow(SyntaxError);
    expect(() => read(youtube, 'x/watch-history.json', '[{')).toThrow(SyntaxError);
  });

  const cell = (html: string) =>
    `<div class="outer-cell mdl-cell"><div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">${html}</div><div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1 mdl-typography--text-right"></div></div>`;

  it('pdk-46 watch history as a page, in three languages of dates', () => {
    const page = [
      cell(
        'Watched\u00a0<a href="https://www.youtube.com/watch?v=1&amp;t=2">A &quot;film&quot;</a><br><a href="https://www.youtube.com/channel/9">Chan &#233;</a><br>Nov 5, 2023, 9:14:33\u202fPM CET<br>',
      ),
      cell('<a href="https://www.youtube.com/watch?v=2">Zwei</a> angesehen<br>05.11.2023, 21:14:33 MEZ'),
      cell('<a href="https://www.youtube.com/watch?v=3">Trois</a><br>no date'),
    ].join('');
    const { events, skipped } = read(youtube, 'Takeout/history/watch-history.html', `<html>${page}</html>`);
    expect(events.map(({ plain }) => plain)).toEqual([
      {
        title: 'A "film"',
        titleUrl: 'https://www.youtube.com/watch?v=1&t=2',
        channel: 'Chan é',
        channelUrl: 'https://www.youtube.com/channel/9',
      },
      { title: 'Zwei', titleUrl: 'https://www.youtube.com/watch?v=2' },
    ]);
    expect(events.map(({ atMs }) => new Date(atMs).toISOString())).toEqual(Array(2).fill('2023-11-05T20:14:33.000Z'));
    expect(skipped).toEqual(['time_missing']);
    expect(() => read(youtube, 'history/watch-history.html', '<html>hello</html>')).toThrow(SyntaxError);
  });

  const watched = { header: 'YouTube', ...video, time: '2024-02-01T10:00:00Z' };
  const searched = {
    header: 'YouTube',
    title: 'Has buscado mi secreto',
    titleUrl: 'https://www.youtube.com/results?search_query=mi+secreto',
    time: '2024-02-01T11:00:00Z',
  };

  it.each([
    ['a history whose folders are in another language', 'Takeout/YouTube y YouTube Music/historial/historial.json'],
    ['what "My Activity" keeps in one list', 'Takeout/My Activity/YouTube/MyActivity.json'],
    ['a search in a watch history', 'watch-history.json'],
  ])('pdk-46 %s: each entry is what its address says, and no search is in clear', (_what, path) => {
    const store = { ...watched, titleUrl: 'https://play.google.com/store/apps/details?id=x' };
    const { events } = read(youtube, path, [watched, searched, ...(path.startsWith('watch') ? [] : [store])]);
    expect(events.map(({ event }) => event)).toEqual(['watch', 'search']);
    expect(events[1]?.plain).toEqual({ header: 'YouTube', products: [] });
    expect(events[1]?.sealed).toEqual({ title: searched.title, titleUrl: searched.titleUrl });
  });

  it('pdk-46 other files beside the history say nothing, and cost nothing', () => {
    for (const content of ['{"a": 1}', '[1, "x", null]', '[{"title": "x"}]']) {
      expect(read(youtube, 'Takeout/YouTube/playlists/x.json', content)).toEqual({ events: [], skipped: [] });
    }
    const page = '<html><ul><li>hello</li></ul></html>';
    expect(read(youtube, 'Takeout/YouTube/my-live-chat-messages/my-live-chat-messages.html', page).events).toEqual([]);
    const both = cell(`<a href="${searched.titleUrl}">secret</a><br>05.02.2024, 10:00:00 MEZ`);
    expect(read(youtube, 'Takeout/Meine Aktivitäten/YouTube/MeineAktivitäten.html', both).events).toMatchObject([
      { event: 'search', plain: {}, sealed: { title: 'secret' } },
    ]);
  });

  it('pdk-46 comments as a table: pieces of a text are put together, a row without a time costs only itself', () => {
    const csv = [
      'Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Post ID,Video ID,Comment Text',
      'a,b,2024-02-01T10:00:00.123456+00:00,0,,,v,"{""text"":""one ""},{""text"":""two""}"',
      'a,b,2024-02-01T10:00:00Z,0,,,v,[{"text":"x"}]',
      'a,b,2024-02-01T10:00:00Z,0,,,v,plain words',
      'a,b,,0,,,v,"{""text"":""x""}"',
    ].join('\r\n');
    const path = 'Takeout/YouTube and YouTube Music/comments/comments.csv';
    const { events, skipped } = read(youtube, path, csv);
    expect(events.map(({ sealed }) => sealed?.['comment'])).toEqual(['one two', 'x', 'plain words']);
    expect(events[0]?.atMs).toBe(Date.UTC(2024, 1, 1, 10, 0, 0, 123));
    expect(skipped).toEqual(['time_missing']);
    expect(() => read(youtube, path, 'a,b\n1,2')).toThrow(SyntaxError);
  });

  it('pdk-46 searches, comments and uploads are sealed', () => {
    const search = read(youtube, 'a/search-history.json', [
      { ...video, title: 'Searched for a secret', time: '2023-11-05T20:14:33Z' },
    ]);
    expect(search.events[0]).toMatchObject({
      event: 'search',
      plain: {},
      sealed: { title: 'Searched for a secret', titleUrl: video.titleUrl },
    });
    const page =
      '<ul><li>Sent at 2019-05-01 10:00:00 UTC while watching <a href="x">V</a>.<br/>my words &lt;3</li><li>later<br/>x</li></ul>';
    const comments = read(youtube, 'my-comments/my-comments.html', page);
    expect(comments.events[0]).toMatchObject({
      event: 'comment',
      atMs: Date.UTC(2019, 4, 1, 10),
      sealed: { comment: 'my words <3' },
    });
    expect(comments.skipped).toEqual(['time_missing']);
    const uploads = read(youtube, 'x/uploads.json', [
      { snippet: { publishedAt: '2019-05-01T10:00:00Z', title: 'Mine' } },
    ]);
    expect(uploads.events[0]).toMatchObject({ event: 'upload', plain: {}, sealed: { title: 'Mine' } });
  });
});

describe('Instagram', () => {
  const time = { timestamp: 1_700_000_000 };

  it('pdk-46 comments, likes and what was seen: labels in any language, broken letters mended, targets never plain', () => {
    const comments = read(instagram, 'your_instagram_activity/comments/post_comments_1.json', [
      {
        string_map_data: { Kommentar: { value: 'Tr\u00c3\u00a8s bien' }, 'Media Owner': { value: 'ana' }, Zeit: time },
      },
      { string_map_data: { Zeit: time } },
      { string_map_data: { Kommentar: { value: 'x' } } },
    ]);
    expect(comments.events).toEqual([
      {
        event: 'comment',
        atMs: 1_700_000_000_000,
        plain: {},
        sealed: { comment: 'Très bien', profile: 'ana' },
        hashed: { profile: 'ana' },
        engagement: { type: 'comment', outgoing: 1 },
      },
    ]);
    expect(comments.skipped).toEqual(['not_understood', 'time_missing']);
    const likes = read(instagram, 'likes/liked_posts.json', {
      likes_media_likes: [{ title: 'bob', string_list_data: [{ href: 'https://i/p/1', value: '👍', ...time }] }],
    });
    expect(likes.events[0]).toMatchObject({
      event: 'post-like',
      sealed: { target: 'bob', link: 'https://i/p/1' },
      hashed: { target: 'bob' },
    });
    expect(JSON.stringify(likes.events[0]?.plain)).not.toContain('bob');
    const seen = read(instagram, 'ads_information/ads_and_topics/posts_viewed.json', {
      impressions_history_posts_seen: [{ string_map_data: { Author: { value: 'eve' }, Time: time } }],
    });
    expect(seen.events[0]).toMatchObject({ event: 'post-viewed', engagement: { type: 'post', outgoing: 0 } });
  });

  it('pdk-46 the layout of 2025 has its values in a list, with the time beside them', () => {
    const link = 'https://www.instagram.com/p/1/';
    const owner = { title: 'Owner', dict: [{ dict: [{ label: 'Name', value: 'bob' }] }] };
    const label_values = [{ label: 'URL', value: link, href: link }, owner];
    const likes = read(instagram, 'your_instagram_activity/likes/liked_posts.json', [
      { timestamp: 1_700_000_000, media: [], label_values, fbid: '1' },
      { media: [], label_values },
    ]);
    expect(likes.events).toMatchObject([
      { event: 'post-like', atMs: 1_700_000_000_000, sealed: { target: 'bob', link }, hashed: { target: 'bob' } },
    ]);
    expect(likes.skipped).toEqual(['time_missing']);
  });

  it('pdk-46 messages: own ones go out, others come in; the owner is who the archive names', () => {
    const thread = {
      participants: [{ name: 'Ana' }, { name: 'Zo\u00c3\u00a9' }],
      messages: [
        { sender_name: 'Zo\u00c3\u00a9', timestamp_ms: 1_700_000_000_123, content: 'hello there' },
        { sender_name: 'Ana', timestamp_ms: 1_700_000_001_000, photos: [{}, {}], share: { link: 'https://x' } },
        { timestamp_ms: 5 },
      ],
    };
    const path = 'your_instagram_activity/messages/inbox/ana_123/message_1.json';
    const { events, skipped } = read(instagram, path, thread);
    expect(events[0]).toMatchObject({
      atMs: 1_700_000_000_123,
      plain: { pdk_recipients_count: 1, direction: 'outgoing' },
      sealed: { content: 'hello there', sender: 'Zoé' },
      hashed: { senderId: 'Zoé' },
      engagement: { type: 'message', outgoing: 1 },
    });
    expect(events[1]).toMatchObject({ plain: { direction: 'incoming', attachments: 2 }, engagement: { incoming: 1 } });
    expect(skipped).toEqual(['not_understood']);
    expect(read(instagram, path, thread, { ownerName: 'Ana' }).events[0]?.plain).toMatchObject({
      direction: 'incoming',
    });
    const owner = instagram.owner?.read(
      JSON.stringify({ profile_user: [{ string_map_data: { Name: { value: 'Zo\u00c3\u00a9' } } }] }),
    );
    expect(owner).toBe('Zoé');
  });

  it('pdk-46 posts and stories keep when and what, not where', () => {
    const { events } = read(instagram, 'media/posts_1.json', [
      {
        media: [
          { uri: 'm/a.mp4', creation_timestamp: 1_700_000_000, title: 'Hi', media_metadata: { latitude: 1 } },
          { uri: 'b.jpg' },
        ],
      },
    ]);
    expect(events[0]).toMatchObject({
      event: 'post',
      plain: { media_count: 2, media_type: 'video' },
      sealed: { caption: 'Hi' },
    });
    expect(JSON.stringify(events)).not.toContain('latitude');
  });
});

describe('Amazon', () => {
  it('pdk-46 the order history of today: items, sums and days; no address, no payment, a hashed order number', () => {
    const csv = [
      '"Website","Order ID","Order Date","Currency","Unit Price","Total Owed","ASIN","Quantity","Payment Instrument Type","Order Status","Ship Date","Shipping Address","Carrier Name & Tracking Number","Product Name"',
      '"Amazon.com","111-1","2023-11-05T20:14:33Z","USD","1,234.50","1,300.00","B01","2","Visa - 1234","Closed","2023-11-06T01:00:00Z","Zoé, Main Street","UPS(1Z99)","A ""big"" lamp"',
      '"Amazon.com","111-2","Not Available","USD","1","1","B02","1","","","","","",""',
    ].join('\r\n');
    const { events, skipped } = read(amazon, 'Your Orders/Retail.OrderHistory.1/Retail.OrderHistory.1.csv', csv);
    expect(events).toEqual([
      {
        event: 'item',
        atMs: Date.UTC(2023, 10, 5, 20, 14, 33),
        plain: {
          ordered: '2023-11-05', item: 'A "big" lamp', asin: 'B01', website: 'Amazon.com', status: 'Closed', currency: 'USD',
          purchase_price: 1234.5, purchase_total: 1300, shipped: '2023-11-06', quantity: 2, carrier_name: 'UPS',
        }, // prettier-ignore
        hashed: { order_id: '111-1' },
        engagement: { type: 'purchase', outgoing: 1 },
      },
    ]);
    expect(skipped).toEqual(['time_missing']);
    expect(JSON.stringify(events)).not.toMatch(/Visa|Street|1Z99/);
  });

  it('pdk-46 the report of earlier years, German sums and days without a time; another table is refused', () => {
    const csv =
      'Order Date,Order ID,Title,Category,ASIN/ISBN,Item Total,Shipping Address Zip\n11/05/21,1,Book,BOOK,B03,"$1.299,50",75001\n13/45/21,2,X,,B04,1,\n31.01.2022,3,Y,,B05,1,';
    const { events, skipped } = read(amazon, 'Items 2021.csv', csv);
    expect(events[0]).toMatchObject({
      atMs: Date.UTC(2021, 10, 5, 12),
      plain: { category: 'BOOK', purchase_total: 1299.5, zipcode: '75001' },
    });
    expect(events[1]).toMatchObject({ plain: { ordered: '2022-01-31', asin: 'B05' } });
    expect(skipped).toEqual(['time_missing']);
    for (const wrong of ['', 'a,b\n1,2', 'Order Date,Title\n"open']) {
      expect(() => read(amazon, 'Items.csv', wrong)).toThrow(SyntaxError);
    }
  });
});

it('pdk-46 every event of an importer has its words for the table of events', () => {
  const slugs = importers.map(({ service }) => service);
  expect(new Set(slugs).size).toBe(slugs.length);
  for (const { events } of importers)
    for (const { label, mediaType } of Object.values(events)) expect(label && mediaType).not.toBe('');
});

it('pdk-46 an event becomes a point and its engagement; sealed texts have length and words, hashes depend on the key', () => {
  const sealer = {
    publicKey: 'KEY',
    seal: (text: string) => Buffer.from(`sealed:${text.length}`),
    annotate: (text: string) => [['shouts', text.split('!').length - 1] as const],
  };
  const event: ExternalEvent = {
    event: 'comment',
    atMs: 1_700_000_000_123,
    plain: { n: 1 },
    sealed: { comment: 'two words 👍' },
    hashed: { profile: 'ana' },
    engagement: { type: 'comment', outgoing: 1 },
  };
  const [point, engagement] = pointsOfEvent(event, { source: 'P-1', service: 'instagram' }, sealer) as Record<
    string,
    unknown
  >[];
  expect(point).toMatchObject({
    n: 1,
    pdk_encrypted_comment: Buffer.from('sealed:12').toString('base64'),
    pdk_length_comment: 11,
    pdk_word_count_comment: 3,
    pdk_shouts_comment: 0,
    'passive-data-metadata': {
      source: 'P-1',
      'generator-id': 'pdk-external-instagram-comment',
      timestamp: 1_700_000_000.123,
    },
  });
  expect(point?.['pdk_hashed_profile']).toMatch(/^[0-9a-f]{128}$/);
  expect(JSON.stringify(point)).not.toMatch(/two words|"ana"/);
  expect(engagement).toMatchObject({
    type: 'comment',
    duration: 0,
    outgoing_engagement: 1,
    'passive-data-metadata': { 'generator-id': 'pdk-external-engagement-instagram' },
  });
  const other = pointsOfEvent(event, { source: 'P-1', service: 'instagram' }, { ...sealer, publicKey: 'K2' }) as Record<
    string,
    unknown
  >[];
  expect(other[0]?.['pdk_hashed_profile']).not.toBe(point?.['pdk_hashed_profile']);
});
