import { createHash } from 'node:crypto';
import { get as httpGet } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser, signIn } from '#lib/accounts/index.ts';
import { newId } from '#lib/platform/ids.ts';
import { fillDataset } from '../bench/dataset.ts';
import { anApiWorld } from '../harness/api.ts';
import { readArchive, readTable } from '../harness/archive.ts';
import { headersOfSession, testPassword } from '../harness/accounts.ts';
import { startPlatform, type TestPlatform } from '../harness/platform.ts';
import { runTasks } from '../harness/tasks.ts';

// An export ordered and downloaded as an analyst's browser does it: through the front door, with the pages behind it.

let platform: TestPlatform;
let headers: Headers;
let address: string;
let whole: Buffer;
let etag: string;
const points = 20_000;

beforeAll(async () => {
  platform = await startPlatform({ next: true });
  const world = await anApiWorld(platform.runtime);
  const { id: studyId, key } = world.study;
  await fillDataset(platform.runtime.db, { points, sources: 3 }, { organizationId: world.organization.id, studyId });
  const email = 'analyst@example.org';
  const person = { email, name: 'The analyst', password: testPassword, role: 'analyst', locale: 'en' } as const;
  await createUser(world.system, { ...person, mustChangePassword: false });
  const attempt = { email, password: testPassword, remoteAddress: '127.0.0.1', userAgent: 'tests', requestId: newId() };
  headers = await headersOfSession(platform.runtime, await signIn(platform.runtime, attempt));
  headers.set('x-cairn-request', '1');
  const ordered = await fetch(`${platform.url}/api/cairn/v1/exports`, {
    method: 'POST',
    headers: { ...Object.fromEntries(headers), 'content-type': 'application/json' },
    body: JSON.stringify({ study: key, formats: ['tables', 'raw'] }),
  });
  expect(ordered.status).toBe(202);
  const { taskIds } = (await ordered.json()) as { taskIds: string[] };
  await runTasks(platform.runtime);
  address = `${platform.url}/api/cairn/v1/tasks/${taskIds[0] ?? ''}/result`;
  const answer = await get();
  whole = Buffer.from(await answer.arrayBuffer());
  etag = answer.headers.get('etag') ?? '';
});
afterAll(() => platform.stop());

const get = (more: Record<string, string> = {}, init: RequestInit = {}) =>
  fetch(address, { ...init, headers: { ...Object.fromEntries(headers), ...more } });

const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

interface Piece {
  readonly status: number | undefined;
  readonly range: string | undefined;
  readonly bytes: Buffer;
}

/** Downloads until so many bytes are there, and then cuts the connection. */
function getAndCut(more: Record<string, string>, afterBytes: number): Promise<Piece> {
  return new Promise((resolve, reject) => {
    const options = { headers: { ...Object.fromEntries(headers), ...more }, agent: false };
    const request = httpGet(address, options, (answer) => {
      const pieces: Buffer[] = [];
      let total = 0;
      const finish = () => {
        request.destroy();
        const bytes = Buffer.concat(pieces).subarray(0, afterBytes);
        resolve({ status: answer.statusCode, range: answer.headers['content-range'], bytes });
      };
      answer.on('data', (chunk: Buffer) => {
        pieces.push(chunk);
        total += chunk.length;
        if (total >= afterBytes) finish();
      });
      answer.on('end', finish);
    });
    request.on('error', reject);
  });
}

describe('pdk-30 a download through the front door', () => {
  it('pdk-30 is the whole archive, named by its checksum, packed by nobody on the way', async () => {
    const answer = await get({ 'accept-encoding': 'gzip, br' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(Number(answer.headers.get('content-length'))).toBe(whole.length);
    expect(answer.headers.get('accept-ranges')).toBe('bytes');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="pdk-export_.*\.zip"/);
    expect(etag).toBe(`"${sha256(whole)}"`);
    expect((await bytesOf(answer)).equals(whole)).toBe(true);
    const archive = await readArchive(whole);
    const tables = [...archive].filter(([name]) => name.endsWith('.txt'));
    expect(tables.reduce((rows, [, text]) => rows + readTable(text).length - 1, 0)).toBe(points);
  });

  it('pdk-30 that is cut again and again goes on where it was, to the same checksum', async () => {
    expect(whole.length).toBeGreaterThan(200_000);
    let got = Buffer.alloc(0);
    let rounds = 0;
    while (got.length < whole.length) {
      const isFirst = got.length === 0;
      const more = isFirst ? {} : { range: `bytes=${String(got.length)}-`, 'if-range': etag };
      const piece = await getAndCut(more, Math.ceil(whole.length / 7) + rounds);
      const last = String(whole.length - 1);
      const range = `bytes ${String(got.length)}-${last}/${String(whole.length)}`;
      expect([piece.status, piece.range]).toEqual(isFirst ? [200, undefined] : [206, range]);
      got = Buffer.concat([got, piece.bytes]);
      rounds += 1;
    }
    expect(rounds).toBeGreaterThan(5);
    expect(sha256(got)).toBe(sha256(whole));
  });

  it('pdk-30 in pieces side by side, from the end, and past the end', async () => {
    const size = whole.length;
    const part = async (range: string) => {
      const answer = await get({ range });
      return { status: answer.status, bytes: await bytesOf(answer) };
    };
    const halves = await Promise.all([part('bytes=0-99999'), part(`bytes=100000-${String(size + 5)}`)]);
    expect(halves.map(({ status }) => status)).toEqual([206, 206]);
    expect(Buffer.concat(halves.map(({ bytes }) => bytes)).equals(whole)).toBe(true);
    expect((await part('bytes=-50')).bytes.equals(whole.subarray(-50))).toBe(true);
    const behind = await get({ range: `bytes=${String(size)}-` });
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${String(size)}`]);
  });

  it('pdk-30 begins anew when it is not the content that was begun, and is not sent twice', async () => {
    for (const ifRange of ['"another"', 'Mon, 01 Jan 2024 00:00:00 GMT']) {
      const answer = await get({ range: 'bytes=10-', 'if-range': ifRange });
      expect([answer.status, (await bytesOf(answer)).length], ifRange).toEqual([200, whole.length]);
    }
    const known = await get({ 'if-none-match': etag });
    expect([known.status, (await bytesOf(known)).length]).toEqual([304, 0]);
  });

  it('pdk-30 answers HEAD with what a download tool needs', async () => {
    const head = await get({}, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('etag')).toBe(etag);
    expect(Number(head.headers.get('content-length'))).toBe(whole.length);
  });

  it('pdk-30 is refused without a session, also in parts', async () => {
    for (const range of [{}, { range: 'bytes=10-' }]) {
      const answer = await fetch(address, { headers: range });
      expect(answer.status).toBe(401);
    }
  });
});
