import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall } from '#e2e/harness/api.ts';
import { aPoint } from '#e2e/harness/passive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { RawConnection } from '#e2e/harness/raw-connection.ts';
import { sql } from '#lib/platform/db/sql.ts';

// Every sort of bad input, through the real doors, with a worker running; after each one a good bundle must become a point.

let platform: TestPlatform;
let path: string;
let study: { readonly organizationId: string; readonly id: string };
let owner: ApiCall;

beforeAll(async () => {
  platform = await startPlatform({ processing: true });
});
afterAll(() => platform.stop());
beforeEach(async () => {
  const world = await anApiWorld(platform.runtime);
  study = world.study;
  owner = await world.as('owner');
  path = `/studies/${world.study.key}/data/add-bundle.json`;
});

/** What came of an upload: its status, or `dropped`. */
type Outcome = number | 'dropped';

const good = (timestamp = 1760000000) => aPoint({ timestamp, members: { level: 50, n: timestamp } });
const text = JSON.stringify([good()]);
const changed = (from: string, to: string) => {
  if (!text.includes(from)) throw new Error(`the bundle has no ${from}`);
  return text.replace(from, to);
};
const base64 = (bytes: Buffer) => bytes.toString('base64');
const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 0x20);
/** 400 MB of white space in 400 kB. */
const bomb = gzipSync(Buffer.concat([Buffer.from('['), megabytes(400), Buffer.from(']')]));

async function postForm(fields: Record<string, string>): Promise<Outcome> {
  const answer = await fetch(platform.url + path, { method: 'POST', body: new URLSearchParams(fields) });
  expect(await answer.json(), 'JSON, whatever it is').toMatchObject({ message: expect.any(String) as string });
  return answer.status;
}

/** Writes a request by hand; gives up writing once the answer is there or the connection is gone. */
async function sendRaw(head: readonly string[], pieces: Iterable<Buffer>): Promise<Outcome> {
  const connection = new RawConnection(platform.url);
  await connection.write([...head, 'Host: field.example', '', ''].join('\r\n'));
  const answer = connection.nextAnswer();
  const answered = answer.then(() => 'answered' as const);
  for (const piece of pieces) {
    if ((await Promise.race([connection.write(piece), answered])) === 'answered') break;
  }
  const { status } = (await answer) ?? {};
  connection.end();
  return status ?? 'dropped';
}

const create = (body: Buffer | string, ...headers: string[]) =>
  sendRaw(
    [`CREATE ${path} HTTP/1.1`, `Content-Length: ${String(Buffer.byteLength(body))}`, ...headers],
    [Buffer.from(body)],
  );

const post = (body: Buffer | string, ...headers: string[]) =>
  sendRaw(
    [
      `POST ${path} HTTP/1.1`,
      'Content-Type: application/json',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      ...headers,
    ],
    [Buffer.from(body)],
  );

function* piecesOf(count: number, dress: (bytes: Buffer) => Buffer = (bytes) => bytes): Generator<Buffer> {
  const piece = dress(megabytes(1));
  for (let index = 0; index < count; index += 1) yield piece;
}

const announced = (method: string) =>
  sendRaw(
    [`${method} ${path} HTTP/1.1`, 'Content-Type: application/json', `Content-Length: ${String(200 * 1024 * 1024)}`],
    piecesOf(200),
  );
const chunked = (method: string) =>
  sendRaw(
    [`${method} ${path} HTTP/1.1`, 'Content-Type: application/json', 'Transfer-Encoding: chunked'],
    piecesOf(200, (bytes) =>
      Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]),
    ),
  );

interface Case {
  readonly name: string;
  readonly send: () => Promise<Outcome>;
  readonly outcome: Outcome;
  /** What its quarantine says. */
  readonly reasons?: readonly string[];
  /** Points it gives; or the fewest. */
  readonly points?: number | { readonly atLeast: number };
}

const sealed = base64(randomBytes(200));
const nonce = base64(randomBytes(24));

const cases: readonly Case[] = [
  {
    name: 'a gzip that was cut off: the points before the cut are kept',
    send: () => {
      const many = Array.from({ length: 50 }, (_, index) => ({
        ...good(1760001000 + index),
        x: randomBytes(90).toString('hex'),
      }));
      return postForm({ payload: base64(gzipSync(JSON.stringify(many)).subarray(0, -3000)), compression: 'gzip' });
    },
    outcome: 201,
    reasons: ['gzip_truncated'],
    points: { atLeast: 10 },
  },
  {
    name: 'a gzip cut off in its first bytes',
    send: () => postForm({ payload: base64(gzipSync(text).subarray(0, 12)), compression: 'gzip' }),
    outcome: 201,
    reasons: ['gzip_broken'],
  },
  {
    name: 'a gzip that was cut off, as CREATE',
    send: () => create(gzipSync(text).subarray(0, 12), 'Content-Encoding: gzip'),
    outcome: 201,
    reasons: ['gzip_broken'],
  },
  {
    name: 'a gzip bomb in a form',
    send: () => postForm({ payload: base64(bomb), compression: 'gzip' }),
    outcome: 201,
    reasons: ['gzip_too_large'],
  },
  {
    name: 'a gzip bomb as CREATE',
    send: () => create(bomb, 'Content-Encoding: gzip'),
    outcome: 201,
    reasons: ['gzip_too_large'],
  },
  {
    name: 'a gzip bomb as Content-Encoding of a POST',
    send: () => post(bomb, 'Content-Encoding: gzip'),
    outcome: 201,
    reasons: ['gzip_too_large'],
  },
  {
    name: 'a payload that is no gzip and says so',
    send: () => postForm({ payload: base64(Buffer.from('no gzip')), compression: 'gzip' }),
    outcome: 201,
    reasons: ['gzip_broken'],
  },
  {
    name: 'a payload that is no Base64',
    send: () => postForm({ payload: 'not Base64: ä', compression: 'gzip' }),
    outcome: 201,
    reasons: ['base64_broken'],
  },
  {
    name: 'a compression nobody knows',
    send: () => postForm({ payload: text, compression: 'lz4' }),
    outcome: 201,
    reasons: ['compression_unknown'],
  },
  {
    name: 'broken JSON inside a gzip',
    send: () => postForm({ payload: base64(gzipSync('[{"a":')), compression: 'gzip' }),
    outcome: 201,
    reasons: ['list_unfinished'],
  },
  { name: '200 MB, announced, by POST', send: () => announced('POST'), outcome: 413 },
  { name: '200 MB in chunks by POST', send: () => chunked('POST'), outcome: 413 },
  { name: '200 MB, announced, as CREATE', send: () => announced('CREATE'), outcome: 'dropped' },
  { name: '200 MB in chunks as CREATE', send: () => chunked('CREATE'), outcome: 'dropped' },
  {
    name: 'a box made for another key',
    send: async () => {
      expect((await owner('POST /studies/{id}/fleet-keys', { params: { id: study.id } })).status).toBe(200);
      return postForm({ payload: sealed, encrypted: 'true', nonce });
    },
    outcome: 201,
    reasons: ['wrong_key'],
  },
  { name: 'a box without nonce', send: () => postForm({ payload: sealed, encrypted: 'true' }), outcome: 400 },
  {
    name: 'a time of the year 57742',
    send: () => post(changed('"timestamp":1760000000', '"timestamp":1760000000000')),
    outcome: 201,
    reasons: ['timestamp_out_of_range'],
  },
  {
    name: 'a time written as text',
    send: () => post(changed('"timestamp":1760000000', '"timestamp":"1760000000"')),
    outcome: 201,
    reasons: ['timestamp_not_a_number'],
  },
  {
    name: 'no time at all',
    send: () => post(changed('"timestamp":1760000000', '"t":0')),
    outcome: 201,
    reasons: ['timestamp_missing'],
  },
  {
    name: 'NUL escapes by POST',
    send: () => postForm({ payload: changed('"level":50', '"level\\u0000":"5\\u00000"') }),
    outcome: 201,
    points: 1,
  },
  { name: 'NUL escapes as CREATE', send: () => create(changed('"P-1"', '"P\\u0000-1"')), outcome: 201, points: 1 },
  { name: 'NUL bytes', send: () => create(changed('"P-1"', '"P\0-1"')), outcome: 201, reasons: ['point_not_json'] },
  {
    name: 'lone surrogates, escaped',
    send: () => post(changed('"level":50', '"level":"\\ud800","\\udc00":1')),
    outcome: 201,
    points: 1,
  },
  {
    name: 'lone surrogates in bytes, which are no UTF-8',
    send: () => create(Buffer.from(changed('"level":50', '"level":"@@@"').replace('@@@', '\xed\xa0\x80'), 'latin1')),
    outcome: 201,
    points: 1,
  },
  {
    name: 'latitudes that are null',
    send: () => post(changed('"level":50', '"latitude":null,"longitude":7')),
    outcome: 201,
    points: 1,
  },
  {
    name: 'positions that are none',
    send: () => post(changed('"level":50', '"latitude":900,"longitude":"x"')),
    outcome: 201,
    points: 1,
  },
  { name: 'an empty source', send: () => post(changed('"P-1"', '""')), outcome: 201, points: 1 },
  { name: 'a source that is null', send: () => post(changed('"P-1"', 'null')), outcome: 201, points: 1 },
  {
    name: 'a source of 10,000 letters',
    send: () => post(changed('"P-1"', `"${'x'.repeat(10_000)}"`)),
    outcome: 201,
    reasons: ['source_too_long'],
  },
  { name: 'a bundle that is a number', send: () => post('42'), outcome: 201, reasons: ['bundle_not_an_array'] },
  {
    name: 'elements that are no points',
    send: () => post('[null,7,"x",[],{}]'),
    outcome: 201,
    reasons: ['not_an_object', 'not_an_object', 'not_an_object', 'not_an_object', 'metadata_missing'],
  },
  {
    name: 'JSON a hundred thousand deep',
    send: () => create(`[${'['.repeat(100_000)}${']'.repeat(100_000)}]`),
    outcome: 201,
    reasons: ['too_deep'],
  },
  { name: 'text that is no JSON by POST', send: () => post('{broken'), outcome: 400 },
  { name: 'text that is no JSON as CREATE', send: () => create('{broken'), outcome: 201, reasons: ['bundle_not_json'] },
  { name: 'nothing at all by POST', send: () => post(''), outcome: 400 },
  { name: 'nothing at all as CREATE', send: () => create(''), outcome: 201, reasons: ['bundle_not_json'] },
];

const stateSchema = z.object({ points: z.number(), good: z.number(), waiting: z.number() });

async function look(): Promise<z.infer<typeof stateSchema>> {
  const id = study.organizationId;
  const [row] = await platform.runtime.db.query(
    stateSchema,
    sql`SELECT (SELECT count(*)::int FROM data_points WHERE organization_id = ${id}) AS points,
      (SELECT count(*)::int FROM data_points p WHERE p.organization_id = ${id}
        AND EXISTS (SELECT 1 FROM sources s WHERE s.organization_id = p.organization_id AND s.id = p.source_id
          AND s.identifier = 'good')) AS good,
      (SELECT count(*)::int FROM bundles WHERE organization_id = ${id} AND state = 'waiting') AS waiting`,
  );
  return row ?? { points: 0, good: 0, waiting: 0 };
}

async function openReasons(): Promise<string[]> {
  const rows = await platform.runtime.db.query(
    z.object({ reason: z.string() }),
    sql`SELECT reason FROM quarantined_points WHERE organization_id = ${study.organizationId} ORDER BY position`,
  );
  return rows.map(({ reason }) => reason);
}

async function drafts(): Promise<string[]> {
  // The folder of blobs is made by the first of them.
  const names = await readdir(platform.runtime.config.dataDir, { recursive: true });
  return names.filter((name) => name.includes('.draft'));
}

describe('pdk-16 pdk-05 bad input', () => {
  it.each(cases)('$name', async ({ send, outcome, reasons = [], points = 0 }) => {
    expect(await send()).toBe(outcome);
    const next = JSON.stringify([aPoint({ source: 'good', timestamp: 1760009999 })]);
    expect(await postForm({ payload: base64(gzipSync(next)), compression: 'gzip' })).toBe(201);
    await expect.poll(look).toMatchObject({ good: 1, waiting: 0 });
    const { points: stored } = await look();
    if (typeof points === 'number') expect(stored).toBe(points + 1);
    else expect(stored).toBeGreaterThan(points.atLeast);
    expect(await openReasons()).toEqual(reasons);
    for (const page of ['GET /home', 'GET /sources', 'GET /health-series'])
      expect((await owner(page)).status, page).toBe(200);
    await expect.poll(drafts).toEqual([]);
  });
});
