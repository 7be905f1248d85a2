import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { clearBundles, openRefused, processUntilEmpty } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());
beforeEach(async () => {
  world = await anApiWorld(platform.runtime);
  call = await world.as('manager');
});

const itemSchema = z.looseObject({ id: z.string(), reason: z.string() });
const pageSchema = z.object({ items: z.array(itemSchema), next: z.string().nullable() });

const list = async (query: Record<string, string> = {}) =>
  pageSchema.parse((await call('GET /quarantine/refused', { query })).json);
const pointsOf = async (identifier: string) => {
  const { json } = await call('GET /sources', { query: { text: identifier } });
  const { items } = z.object({ items: z.array(z.object({ pointCount: z.number() })) }).parse(json);
  return items.reduce((sum, { pointCount }) => sum + pointCount, 0);
};

async function send(fields: Record<string, string>, path = 'add-bundle.json'): Promise<number> {
  const address = `${platform.url}/studies/${world.study.key}/data/${path}`;
  const headers = { 'x-pdk-identifier': 'r-1', 'user-agent': 'Meadow 4.1' };
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(fields), headers });
  await response.arrayBuffer();
  return response.status;
}

const seconds = 1_793_500_000;
const aPoint = (source: string) =>
  JSON.stringify({
    level: 50,
    'passive-data-metadata': {
      'generator-id': 'pdk-device-battery',
      generator: 'pdk-device-battery: Meadow/4.1',
      source,
      timestamp: seconds,
    },
  });

describe('uploads that were refused at the door', () => {
  it('pdk-16 are told no and kept: listed with why, when, how large and from where, each once', async () => {
    expect(await send({ payload: '<html>sign in</html>' })).toBe(400);
    expect(await send({ payload: '<html>sign in</html>' })).toBe(400);
    expect(await send({ payload: 'sealed', encrypted: 'true' })).toBe(400);
    expect(await send({ payload: '[1]' }, 'add-point.json')).toBe(400);
    const { items } = await list();
    expect(items.map(({ reason }) => reason)).toEqual(['not-a-point', 'nonce-missing', 'not-json']);
    expect(items[2]).toMatchObject({
      state: 'open',
      sizeBytes: 20,
      door: 'form',
      claimedSource: 'r-1',
      remoteAddress: '127.0.0.1',
      userAgent: 'Meadow 4.1',
    });
    await expect.poll(async () => (await list()).items[2]).toMatchObject({ repeatCount: 1 });
    expect((await call('GET /quarantine/reasons')).json).toMatchObject({ items: [], refused: 3 });
    expect((await call('GET /home/waiting')).json).toMatchObject({ quarantined: { count: 3 } });
  });

  it('pdk-16 page by key, newest first, none twice', async () => {
    for (let index = 0; index < 5; index += 1) await send({ payload: `no json ${String(index)}` });
    const first = await list({ limit: '2' });
    const second = await list({ limit: '2', cursor: first.next ?? '' });
    const third = await list({ limit: '2', cursor: second.next ?? '' });
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(5);
    expect(third.next).toBeNull();
    expect((await call('GET /quarantine/refused', { query: { cursor: 'nonsense' } })).status).toBe(400);
  });

  it('pdk-16 give back every byte they came with, as a file that is never shown as a page', async () => {
    const payload = '<script>alert("ü")</script>';
    await send({ payload });
    const [upload] = (await list()).items;
    const params = { id: upload?.id ?? '' };
    const bytes = await call('GET /quarantine/refused/{id}/bytes', { params });
    expect(bytes.text).toBe(payload);
    expect(bytes.headers.get('content-type')).toBe('application/octet-stream');
    expect(bytes.headers.get('content-disposition')).toContain('attachment; filename="refused-upload_');
    expect(bytes.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await call('GET /quarantine/refused/{id}', { params })).json).toMatchObject({
      text: payload,
      isWhole: true,
    });
  });

  it('pdk-16 give back large ones too, from the file store, whole and in parts', async () => {
    const sealed = randomBytes(400_000);
    expect(await send({ payload: sealed.toString('base64'), encrypted: 'true' })).toBe(400);
    const [upload] = (await list()).items;
    expect(upload).toMatchObject({ sizeBytes: 400_000, isEncrypted: true });
    const ctx = platform.runtime.context({
      organizationId: world.organization.id,
      actor: { kind: 'system', label: 'tests' },
      requestId: 'tests',
    });
    const file = await openRefused(ctx, upload?.id ?? '');
    expect(Buffer.concat((await (await file.open()).toArray()) as Buffer[]).equals(sealed)).toBe(true);
    const part = await file.open({ start: 10, end: 19 });
    expect(Buffer.concat((await part.toArray()) as Buffer[]).equals(sealed.subarray(10, 20))).toBe(true);
    const detail = await call('GET /quarantine/refused/{id}', { params: { id: upload?.id ?? '' } });
    expect(detail.json).toMatchObject({ text: null, hasBody: true });
  });

  it('pdk-16 replay as sent stores what can be read before a cut, and the rest is in quarantine', async () => {
    await send({ payload: `[${aPoint('r-cut')},{"level":4` });
    const [upload] = (await list()).items;
    const replay = () => call('POST /quarantine/refused/replay', { body: { ids: [upload?.id] } });
    expect((await replay()).json).toEqual({ ids: [upload?.id] });
    expect((await replay()).json).toEqual({ ids: [] });
    await processUntilEmpty(platform.runtime);
    expect(await pointsOf('r-cut')).toBe(1);
    expect((await call('GET /quarantine/reasons')).json).toMatchObject({
      items: [{ reason: 'list_unfinished', count: 1 }],
      refused: 0,
    });
    expect((await list({ state: 'replayed' })).items).toMatchObject([{ id: upload?.id, state: 'replayed' }]);
  });

  it('pdk-16 are mended: a wrong text changes nothing and is told why, a right one is read, the original is kept', async () => {
    await send({ payload: `${aPoint('r-mended')},` });
    const [upload] = (await list()).items;
    const params = { id: upload?.id ?? '' };
    const mend = (content: string) => call('POST /quarantine/refused/{id}/mend', { params, body: { content } });
    expect((await mend('[7]')).json).toMatchObject({ isReplayed: false, check: { reason: 'not_an_object' } });
    expect((await list()).items).toHaveLength(1);
    expect((await mend(`[${aPoint('r-mended')}]`)).json).toEqual({ isReplayed: true });
    expect((await mend(`[${aPoint('r-mended')}]`)).status).toBe(409);
    await processUntilEmpty(platform.runtime);
    expect(await pointsOf('r-mended')).toBe(1);
    expect((await call('GET /quarantine/refused/{id}/bytes', { params })).text).toBe(`${aPoint('r-mended')},`);
  });

  it('pdk-16 a missing nonce can be given: the vector of the protocol opens with the keys of the study', async () => {
    const owner = await world.as('owner');
    const keys = { privateKey: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=' };
    const params = { id: world.study.id };
    expect((await owner('PUT /studies/{id}/server-key', { params, body: keys })).status).toBe(200);
    const clientPublicKey = 'WGmv9FBUlzLLqu1eXfmzCm2jHLDldCutWtShp2jxpns=';
    expect((await owner('PATCH /studies/{id}', { params, body: { clientPublicKey } })).status).toBe(200);
    const payload =
      'Xyu/8ofTcOSR7XYhHYSn4jiM0lZjFPQ5FnM/i4de9MGMB2ssSAemof/rdLvsLz7SDATOCjpmqJNQOFizxJ6Qcd0dMQW5YJT3It9pci9aJX8U6slN' +
      'HEv8Ru21woCkhvn3VP8tHn5qOjTMY75qU/0OFBwN5b0i30hjvqk6WUgFJvBgRh7pfQeTSrtUWwA9hLy1SCLs8dq2ESsoLAnH/wZsF7gyQPGUdfa6' +
      'Y6ujSKf8PspAn2Wz';
    expect(await send({ payload, encrypted: 'true' })).toBe(400);
    const [upload] = (await list()).items;
    const mend = (nonce: string) =>
      call('POST /quarantine/refused/{id}/mend', { params: { id: upload?.id ?? '' }, body: { nonce } });
    expect((await mend('c2hvcnQ=')).status).toBe(400);
    expect((await mend('QUJDREVGR0hJSktMTU5PUFFSU1RVVldY')).json).toEqual({ isReplayed: true });
    await processUntilEmpty(platform.runtime);
    expect(await pointsOf('p-001')).toBe(1);
  });

  it('pdk-16 what is taken later is never the repeat of what was refused', async () => {
    const text = '[{"half":';
    expect(await send({ payload: text })).toBe(400);
    const { connect } = await import('node:net');
    const { port } = new URL(platform.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `CREATE /studies/${world.study.key}/data/add-bundle.json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
            `Connection: close\r\nContent-Length: ${String(text.length)}\r\n\r\n${text}`,
        );
      });
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString()));
      socket.on('end', () => {
        resolve(received);
      });
      socket.on('error', reject);
    });
    expect(answer).toContain('201');
    await processUntilEmpty(platform.runtime);
    expect((await call('GET /quarantine/reasons')).json).toMatchObject({ items: [{ count: 1 }], refused: 1 });
  });

  it('pdk-17 dismissed ones can be opened again until retention lets go of their bytes', async () => {
    await send({ payload: 'not json' });
    const ids = (await list()).items.map(({ id }) => id);
    expect((await call('POST /quarantine/refused/dismiss', { body: { ids } })).json).toEqual({ ids });
    expect((await list({ state: 'dismissed' })).items).toHaveLength(1);
    expect((await call('POST /quarantine/refused/reopen', { body: { ids } })).json).toEqual({ ids });
    const study = { organizationId: world.organization.id, studyId: world.study.id };
    await platform.runtime.db.execute(
      sql`UPDATE studies SET bundle_retention_days = 0 WHERE organization_id = ${study.organizationId} AND id = ${study.studyId}`,
    );
    expect(await clearBundles(platform.runtime)).toBe(0);
    await call('POST /quarantine/refused/dismiss', { body: { ids } });
    expect(await clearBundles(platform.runtime)).toBe(1);
    expect((await call('POST /quarantine/refused/reopen', { body: { ids } })).json).toEqual({ ids: [] });
    const params = { id: ids[0] ?? '' };
    expect((await call('GET /quarantine/refused/{id}/bytes', { params })).status).toBe(404);
    expect((await call('GET /quarantine/refused/{id}', { params })).json).toMatchObject({ text: null, hasBody: false });
  });

  it('pdk-48 belong to those who may decide on quarantine, in their own organization; decisions are on record', async () => {
    await send({ payload: 'not json' });
    const params = { id: (await list()).items[0]?.id ?? '' };
    const analyst = await world.as('analyst');
    const stranger = await (await anApiWorld(platform.runtime)).as('owner');
    expect((await analyst('GET /quarantine/refused')).status).toBe(403);
    for (const route of ['GET /quarantine/refused/{id}', 'GET /quarantine/refused/{id}/bytes']) {
      expect((await analyst(route, { params })).status).toBe(403);
      expect((await stranger(route, { params })).status).toBe(404);
    }
    const body = { ids: [params.id] };
    for (const act of ['replay', 'dismiss', 'reopen']) {
      expect((await stranger(`POST /quarantine/refused/${act}`, { body })).json).toEqual({ ids: [] });
    }
    await call('POST /quarantine/refused/dismiss', { body });
    const owner = await world.as('owner');
    expect((await owner('GET /audit', { query: { action: 'refused' } })).text).toContain('refused.dismiss');
  });
});
