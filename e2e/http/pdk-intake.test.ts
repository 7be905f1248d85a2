import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { RawConnection, type RawAnswer } from '#e2e/harness/raw-connection.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let tenant: Tenant;
let intake: string;

beforeAll(async () => {
  platform = await startPlatform({ env: { CAIRN_MAX_BUNDLE_MB: '9' } });
});
beforeEach(async () => {
  tenant = await aTenant(platform.runtime.db);
  intake = `${platform.url}/studies/${tenant.studyKey}/data`;
});
afterAll(() => platform.stop());

const aPoint = {
  level: 83,
  'passive-data-metadata': { source: 'P-1', generator: 'x: A/1', 'generator-id': 'x', timestamp: 1760000000 },
};
const points = JSON.stringify([aPoint]);

const bundleRow = z.object({
  door: z.string(),
  state: z.string(),
  compression: z.string(),
  is_encrypted: z.boolean(),
  nonce: z.string().nullable(),
  is_binary: z.boolean(),
  body: z.instanceof(Buffer).nullable(),
  blob_key: z.string().nullable(),
  size_bytes: z.number(),
  repeat_count: z.number(),
  claimed_source: z.string().nullable(),
});

function bundles() {
  return platform.runtime.db.query(
    bundleRow,
    sql`SELECT door, state, compression, is_encrypted, nonce, is_binary, body, blob_key, size_bytes, repeat_count, claimed_source
        FROM bundles WHERE organization_id = ${tenant.organizationId} ORDER BY id`,
  );
}

interface JsonAnswer {
  readonly status: number;
  readonly text: string;
  readonly json: Record<string, unknown>;
  readonly headers: Headers;
}

async function send(path: string, init: RequestInit): Promise<JsonAnswer> {
  const answer = await fetch(intake + path, init);
  const text = await answer.text();
  expect(answer.headers.get('access-control-allow-origin'), 'CORS on every answer').toBe('*');
  return {
    status: answer.status,
    text,
    json: JSON.parse(text || '{}') as Record<string, unknown>,
    headers: answer.headers,
  };
}

const postForm = (fields: Record<string, string>, path = '/add-bundle.json') =>
  send(path, { method: 'POST', body: new URLSearchParams(fields) });

function postMultipart(fields: Record<string, string>, files: Record<string, Blob> = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  for (const [name, file] of Object.entries(files)) body.set(name, file, `${name}.jpg`);
  return send('/add-bundle.json', { method: 'POST', body });
}

async function sendCreate(body: string | Buffer, path = 'add-bundle.json', headers = ''): Promise<RawAnswer | null> {
  const connection = new RawConnection(platform.url);
  const { pathname } = new URL(`${intake}/${path}`);
  await connection.write(
    `CREATE ${pathname} HTTP/1.1\r\nHost: f\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
  );
  await connection.write(body);
  const answer = await connection.nextAnswer();
  connection.end();
  return answer;
}

describe('pdk-02 POST add-bundle', () => {
  it('takes urlencoded and multipart forms and answers the bytes of the old server', async () => {
    for (const answer of [await postForm({ payload: points }), await postMultipart({ payload: `${points} ` })]) {
      expect(answer.status).toBe(201);
      expect(answer.text).toBe(
        '{"message": "Data bundle added successfully, and ready for processing.", "added": true}',
      );
      expect(answer.headers.get('content-type')).toBe('application/json');
    }
    const [form, multipart] = await bundles();
    expect(form).toMatchObject({ door: 'form', state: 'waiting', is_binary: false, compression: 'none' });
    expect(form?.body?.toString()).toBe(points);
    expect(multipart?.door).toBe('multipart');
  });

  it('keeps a payload that is not JSON and answers 400 with the sentence of the old server', async () => {
    const answer = await postForm({ payload: '[{"cut' });
    expect([answer.status, answer.text]).toEqual([400, '{"message": "Unable to parse data bundle."}']);
    expect(await bundles()).toMatchObject([{ state: 'refused', size_bytes: 6 }]);
  });

  it('says what is missing when there is no payload, in JSON (the old server: 500 and a page)', async () => {
    const answers = [
      await postForm({ compression: 'none' }),
      await postMultipart({ compression: 'none' }),
      await send('/add-bundle.json', { method: 'POST' }),
      await send('/add-bundle.json', {
        method: 'POST',
        body: points,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(answer.json['message']).toContain('"payload" is missing');
    }
    expect(await bundles()).toEqual([]);
  });

  it('takes JSON sent as the bare body', async () => {
    const answer = await send('/add-bundle.json', {
      method: 'POST',
      body: points,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-pdk-identifier': 'P-1' },
    });
    expect(answer.status).toBe(201);
    expect(await bundles()).toMatchObject([{ door: 'form', state: 'waiting', claimed_source: 'P-1' }]);
  });

  it('takes forms in Content-Encoding gzip, and refuses what is not', async () => {
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' };
    const body = gzipSync(`payload=${encodeURIComponent(points)}`);
    expect((await send('/add-bundle.json', { method: 'POST', body, headers })).status).toBe(201);
    const broken = await send('/add-bundle.json', { method: 'POST', body: 'payload=[]', headers });
    expect([broken.status, broken.json['code']]).toEqual([400, 'encoding_broken']);
    const brotli = { ...headers, 'content-encoding': 'br' };
    expect((await send('/add-bundle.json', { method: 'POST', body, headers: brotli })).status).toBe(400);
  });

  it('is not hurt by NUL escapes and NUL bytes (the old server: 500)', async () => {
    const answer = await postForm({ payload: String.raw`[{"a":"x\u0000y","b":"x\\u0000y"}]` });
    expect(answer.status).toBe(201);
    expect((await postForm({ payload: '[{"a":"\0"}]' })).status).toBe(400);
    expect((await postForm({ payload: 'AAAA', compression: 'g\0zip' })).status).toBe(201);
  });

  it('takes names of compression it does not know, and leaves them to processing', async () => {
    expect((await postForm({ payload: 'AAAA', compression: 'zstd' })).status).toBe(201);
    expect(await bundles()).toMatchObject([{ compression: 'zstd', state: 'waiting' }]);
  });

  it('answers 400 JSON to a multipart form that ends in the middle, and keeps nothing', async () => {
    const body = '--b1\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + 'x'.repeat(100);
    const answer = await send('/add-bundle.json', {
      method: 'POST',
      body,
      headers: { 'content-type': 'multipart/form-data; boundary=b1' },
    });
    expect([answer.status, answer.json['code']]).toEqual([400, 'form_broken']);
    expect(await bundles()).toEqual([]);
  });
});

describe('pdk-03 encodings are kept as bytes', () => {
  it('Base64 becomes the bytes it stands for, CRLF-wrapped too', async () => {
    const gzip = gzipSync(points.repeat(3));
    const base64 = gzip.toString('base64');
    await postForm({ payload: base64, compression: 'gzip' });
    await postMultipart({ payload: base64.replace(/.{1,76}/g, '$&\r\n'), compression: 'gzip' });
    const [only, ...more] = await bundles();
    expect(more).toEqual([]);
    expect(only).toMatchObject({ is_binary: true, compression: 'gzip', repeat_count: 1, size_bytes: gzip.length });
    expect(only?.body?.equals(gzip)).toBe(true);
  });

  it('what is not Base64 stays the text it was, and is answered 201: it is opened later', async () => {
    expect((await postForm({ payload: 'not base64!', compression: 'gzip' })).status).toBe(201);
    expect(await bundles()).toMatchObject([{ is_binary: false, state: 'waiting' }]);
  });

  it('an encrypted upload keeps its nonce; without one it is kept and refused clearly (the old server: 500)', async () => {
    const sealed = Buffer.alloc(64, 7).toString('base64');
    const nonce = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldY';
    expect((await postForm({ payload: sealed, encrypted: 'true', nonce })).status).toBe(201);
    const answer = await postForm({ payload: sealed, encrypted: 'true' });
    expect(answer.status).toBe(400);
    expect(answer.json['message']).toContain('nonce');
    expect(await bundles()).toMatchObject([
      { is_encrypted: true, nonce, state: 'waiting', is_binary: true },
      { is_encrypted: true, nonce: null, state: 'refused' },
    ]);
  });
});

describe('pdk-01 CREATE is never refused what can be kept', () => {
  it('malformed JSON is kept and answered 201 (the old server: 500, nothing kept)', async () => {
    for (const body of ['[{"cut', '', 'null', '42', '{"one":1}', String.raw`[{"a":"\u0000"}]`]) {
      expect(await sendCreate(body), body).toMatchObject({ status: 201 });
    }
    const kept = await bundles();
    expect(kept.map(({ state }) => state)).toEqual(Array(6).fill('waiting'));
    expect(kept[0]?.body?.toString()).toBe('[{"cut');
  });

  it('bytes that are no text, and gzip by Content-Encoding, are kept as they are', async () => {
    await sendCreate(Buffer.from([0, 255, 254, 10]));
    await sendCreate(gzipSync(points), 'add-bundle.json', 'Content-Encoding: gzip\r\n');
    const [raw, gzip] = await bundles();
    expect(raw?.body).toEqual(Buffer.from([0, 255, 254, 10]));
    expect(gzip).toMatchObject({ compression: 'gzip', is_binary: true });
  });

  it('too large a body drops the connection', async () => {
    const connection = new RawConnection(platform.url);
    const { pathname } = new URL(`${intake}/add-bundle.json`);
    await connection.write(`CREATE ${pathname} HTTP/1.1\r\nHost: f\r\nContent-Length: ${200 * 1024 * 1024}\r\n\r\n[`);
    expect(await connection.nextAnswer()).toBeNull();
    expect(await bundles()).toEqual([]);
  });
});

describe('pdk-04 HEAD, OPTIONS and CORS', () => {
  it('answer 200 with nothing but headers', async () => {
    for (const method of ['HEAD', 'OPTIONS']) {
      const answer = await send('/add-bundle.json', { method });
      expect([answer.status, answer.text]).toEqual([200, '']);
      expect(answer.headers.get('access-control-allow-methods')).toBe('CREATE, POST, PUT, HEAD, OPTIONS');
      expect(answer.headers.get('access-control-allow-headers')).toBe(
        'Content-Type, Content-Encoding, Authorization, X-PDK-IDENTIFIER',
      );
      expect(answer.headers.get('content-type')).toBe('text/plain');
    }
  });
});

describe('pdk-05 every refusal is JSON', () => {
  it('other methods: 405 with Allow', async () => {
    for (const method of ['GET', 'DELETE', 'PATCH']) {
      const answer = await send('/add-bundle.json', { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'CREATE, POST, PUT, HEAD, OPTIONS']);
      expect(answer.json['message']).toBeTypeOf('string');
    }
    expect((await send('/add-point.json', { method: 'HEAD' })).status).toBe(405);
  });

  it('an unknown study and an unknown address: 404', async () => {
    for (const path of [
      '/studies/none/data/add-bundle.json',
      `/studies/${tenant.studyKey}/data/other.json`,
      '/data/add-bundle.json',
    ]) {
      const answer = await fetch(platform.url + path, { method: 'POST', body: new URLSearchParams({ payload: '[]' }) });
      expect(answer.status, path).toBe(404);
      expect(await answer.json()).toMatchObject({ added: false });
    }
  });

  it('a body that is too large: 413, announced or not, and the client gets to read it', async () => {
    const big = 'x'.repeat(10 * 1024 * 1024);
    expect((await postForm({ payload: big })).status).toBe(413);
    expect((await postMultipart({ payload: big })).status).toBe(413);
    const chunked = new ReadableStream({
      start(controller) {
        for (let index = 0; index < 10; index += 1) controller.enqueue(Buffer.alloc(1024 * 1024, 0x20));
        controller.close();
      },
    });
    const init = { method: 'POST', body: chunked, duplex: 'half', headers: { 'content-type': 'application/json' } };
    expect((await send('/add-bundle.json', init as RequestInit)).status).toBe(413);
    const bomb = gzipSync(`payload=${' '.repeat(10 * 1024 * 1024)}`);
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send('/add-bundle.json', { method: 'POST', body: bomb, headers })).status).toBe(413);
    expect(await bundles()).toEqual([]);
  });
});

describe('pdk-06 the kill switch', () => {
  it('answers 201 to every method, keeps nothing, and says so', async () => {
    await platform.runtime.db.execute(
      sql`UPDATE studies SET discards_uploads = true WHERE organization_id = ${tenant.organizationId}`,
    );
    for (const method of ['POST', 'PUT', 'GET', 'DELETE']) {
      const body = method === 'GET' ? null : 'payload=[]';
      const answer = await send('/add-bundle.json', { method, body });
      expect([answer.status, answer.json['added']], method).toEqual([201, true]);
      expect(answer.json['message']).toContain('switched off');
    }
    expect((await sendCreate(points))?.status).toBe(201);
    expect(await bundles()).toEqual([]);
  });
});

describe('pdk-08 add-point', () => {
  it('takes one point by POST and by CREATE (the old server: 500)', async () => {
    const answer = await postForm({ payload: JSON.stringify(aPoint) }, '/add-point.json');
    expect([answer.status, answer.text]).toEqual([201, '{\n  "message": "Data point added successfully."\n}']);
    expect((await sendCreate(JSON.stringify({ ...aPoint, level: 84 }), 'add-point.json'))?.status).toBe(201);
    expect((await bundles()).map(({ door, state }) => [door, state])).toEqual([
      ['point', 'waiting'],
      ['point', 'waiting'],
    ]);
  });

  it('answers 400 JSON to what is not one object (the old server: 500)', async () => {
    expect((await postForm({ payload: '{"cut' }, '/add-point.json')).status).toBe(400);
    expect((await postForm({ payload: '[1]' }, '/add-point.json')).status).toBe(400);
    expect((await postForm({ nothing: '' }, '/add-point.json')).status).toBe(400);
  });
});

describe('pdk-11 attachments', () => {
  it('are kept with their bundle, content type and hash', async () => {
    const photo = new Blob([Buffer.alloc(400_000, 3)], { type: 'image/jpeg' });
    const answer = await postMultipart({ payload: points }, { 'guid-1': photo, 'guid-2': new Blob(['']) });
    expect(answer.status).toBe(201);
    const files = await platform.runtime.db.query(
      z.object({
        identifier: z.string(),
        file_name: z.string(),
        content_type: z.string(),
        size_bytes: z.coerce.number(),
        blob_key: z.string(),
      }),
      sql`SELECT identifier, file_name, content_type, size_bytes, blob_key FROM bundle_files
          WHERE organization_id = ${tenant.organizationId} ORDER BY identifier`,
    );
    expect(files).toMatchObject([
      { identifier: 'guid-1', file_name: 'guid-1.jpg', content_type: 'image/jpeg', size_bytes: 400_000 },
      { identifier: 'guid-2', size_bytes: 0 },
    ]);
    expect(await platform.runtime.blobs.size(files[0]!.blob_key)).toBe(400_000);
  });
});

describe('pdk-15 repeats', () => {
  it('the same upload again is answered 201 and counted, by whatever door', async () => {
    const gzip = gzipSync(points);
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await postForm({ payload: gzip.toString('base64'), compression: 'gzip' })).status).toBe(201);
    }
    await sendCreate(gzip, 'add-bundle.json', 'Content-Encoding: gzip\r\n');
    expect(await bundles()).toMatchObject([{ repeat_count: 3 }]);
    const minutes = await platform.runtime.db.query(
      z.object({ received: z.coerce.number(), repeated: z.coerce.number(), bytes: z.coerce.number() }),
      sql`SELECT sum(bundles_received) AS received, sum(bundles_repeated) AS repeated, sum(bytes_received) AS bytes
          FROM intake_minutes WHERE organization_id = ${tenant.organizationId}`,
    );
    expect(minutes).toEqual([{ received: 1, repeated: 3, bytes: gzip.length }]);
  });

  it('hundreds of copies at once make one bundle', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => postForm({ payload: points })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    await expect.poll(async () => (await bundles()).map((row) => row.repeat_count)).toEqual([99]);
  });

  it('the blobs of a repeat are removed again', async () => {
    const big = JSON.stringify([{ ...aPoint, filler: 'x'.repeat(300_000) }]);
    const file = new Blob(['photo']);
    for (let turn = 0; turn < 2; turn += 1) await postMultipart({ payload: big }, { photo: file });
    const rows = await bundles();
    expect(rows).toMatchObject([{ repeat_count: 1, body: null, size_bytes: Buffer.byteLength(big) }]);
    expect((await platform.runtime.blobs.read(rows[0]!.blob_key!)).toString()).toBe(big);
  });
});
