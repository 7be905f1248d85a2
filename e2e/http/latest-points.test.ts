import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

const startS = 1_793_500_000;
const types = ['pdk-device-battery', 'pdk-location', 'field-note'];
const sources = ['l-1', 'l-2', 'l-3'];

/** 90 points of nine pairs over four months, interleaved; ties in time among pairs, and within one pair. */
const sent = Array.from({ length: 90 }, (_, index) => ({
  index,
  source: sources[index % 3] ?? '',
  type: types[Math.floor(index / 3) % 3] ?? '',
  timestamp: startS - Math.floor(index / 7) * 900_000,
}));

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('analyst');
  const points = sent.map(({ index, source, type, timestamp }) => ({
    index,
    ...(type === 'pdk-location' ? { latitude: 0.31, longitude: 32.58 } : {}),
    'passive-data-metadata': { 'generator-id': type, generator: `${type}: Meadow/4.1`, source, timestamp },
  }));
  const body = new URLSearchParams({ payload: JSON.stringify(points) });
  const address = `${platform.url}/studies/${world.study.key}/data/add-bundle.json`;
  expect((await fetch(address, { method: 'POST', body })).status).toBe(201);
  await processUntilEmpty(platform.runtime);
});
afterAll(() => platform.stop());

const pageSchema = z.object({
  items: z.array(
    z.object({
      sourceId: z.string(),
      sourceIdentifier: z.string(),
      typeId: z.number(),
      type: z.string(),
      createdAtUs: z.number(),
      contentHash: z.string(),
      position: z.tuple([z.number(), z.number()]).nullable(),
      preview: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

async function readAll(query: Record<string, string>) {
  const items = [];
  let cursor: string | null = null;
  do {
    const { json } = await call('GET /points/latest', { query: { ...query, ...(cursor === null ? {} : { cursor }) } });
    const page: z.infer<typeof pageSchema> = pageSchema.parse(json);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

const indexOf = (preview: string) => z.object({ index: z.number() }).parse(JSON.parse(preview)).index;

describe('the newest points', () => {
  it('pdk-23 of a study: every point once, newest first, whatever the size of the page', async () => {
    for (const limit of ['1', '7', '50', '200']) {
      const items = await readAll({ study: world.study.key, limit });
      expect(items.map(({ preview }) => indexOf(preview)).toSorted((a, b) => a - b)).toEqual(
        sent.map(({ index }) => index),
      );
      const times = items.map(({ createdAtUs }) => createdAtUs);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    }
  });

  it('pdk-23 of a source: of all its types, and of it alone; each opens as the raw point', async () => {
    const [any] = await readAll({ study: world.study.key });
    const items = await readAll({ source: any?.sourceId ?? '', limit: '4' });
    const own = sent.filter(({ source }) => source === any?.sourceIdentifier);
    expect(items.map(({ preview }) => indexOf(preview)).toSorted((a, b) => a - b)).toEqual(
      own.map(({ index }) => index),
    );
    expect(new Set(items.map(({ type }) => type))).toEqual(new Set(types));
    const located = items.find(({ type }) => type === 'pdk-location');
    expect(located?.position).toEqual([32.58, 0.31]);
    const [first] = items;
    const query = { source: first?.sourceId, type: first?.typeId, at: first?.createdAtUs, hash: first?.contentHash };
    const raw = await call('GET /points/raw', { query });
    expect(raw.json).toMatchObject({ index: indexOf(first?.preview ?? '') });
  });

  it('pdk-23 of archived sources are not among those of the study, but can be looked at by themselves', async () => {
    const other = await anApiWorld(platform.runtime);
    const manager = await other.as('manager');
    const body = new URLSearchParams({
      payload: JSON.stringify([
        { 'passive-data-metadata': { 'generator-id': 't', generator: 't: x', source: 'gone', timestamp: startS } },
      ]),
    });
    await fetch(`${platform.url}/studies/${other.study.key}/data/add-bundle.json`, { method: 'POST', body });
    await processUntilEmpty(platform.runtime);
    const latest = async (query: Record<string, string>) =>
      pageSchema.parse((await manager('GET /points/latest', { query })).json).items;
    const [item] = await latest({ study: other.study.key });
    const selection = { ids: [item?.sourceId] };
    await manager('POST /sources/archive', { body: { selection, archived: true } });
    expect(await latest({ study: other.study.key })).toEqual([]);
    expect(await latest({ source: item?.sourceId ?? '' })).toHaveLength(1);
  });

  it('pdk-48 are shown to those who may read, within their organization', async () => {
    const [any] = await readAll({ study: world.study.key });
    const query = { source: any?.sourceId };
    const stranger = await (await anApiWorld(platform.runtime)).as('owner');
    expect((await stranger('GET /points/latest', { query })).status).toBe(404);
    expect((await stranger('GET /points/latest', { query: { study: world.study.key } })).status).toBe(404);
    expect((await stranger('GET /points/latest')).json).toEqual({ items: [], next: null });
    expect((await call('GET /points/latest', { query: { cursor: 'nonsense' } })).status).toBe(400);
    expect((await call('GET /points/latest', { query: { limit: 1000 } })).status).toBe(400);
  });
});
