import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const itemsSchema = z.object({
  items: z.array(z.object({ id: z.string(), reason: z.string(), position: z.number(), state: z.string() })),
});
const groupsSchema = z.object({ items: z.array(z.object({ reason: z.string(), count: z.number() })) });

/** A world of its own for each test: what waits in quarantine is counted. */
async function newWorld(): Promise<void> {
  world = await anApiWorld(platform.runtime);
  call = await world.as('manager');
}

async function upload(points: readonly unknown[]): Promise<void> {
  const body = new URLSearchParams({ payload: JSON.stringify(points) });
  const address = `${platform.url}/studies/${world.study.key}/data/add-bundle.json`;
  expect((await fetch(address, { method: 'POST', body })).status).toBe(201);
  await processUntilEmpty(platform.runtime);
}

const seconds = 1_793_500_000;

function aPoint(metadata: object, members: object = { level: 50 }): object {
  return {
    ...members,
    'passive-data-metadata': {
      'generator-id': 'pdk-device-battery',
      generator: 'pdk-device-battery: Meadow/4.1',
      source: 'q-1',
      timestamp: seconds,
      ...metadata,
    },
  };
}

const list = async (query: Record<string, string> = {}) =>
  itemsSchema.parse((await call('GET /quarantine', { query })).json).items;
const counts = async () =>
  Object.fromEntries(
    groupsSchema
      .parse((await call('GET /quarantine/reasons')).json)
      .items.map(({ reason, count }) => [reason, count] as const),
  );

describe('quarantine through the API', () => {
  it('pdk-16 groups what was not understood by reason, and the rest of the upload is stored', async () => {
    await newWorld();
    await upload([aPoint({}), aPoint({ timestamp: seconds * 1000 }), aPoint({ timestamp: 'noon' }), 7, null]);
    expect(await counts()).toEqual({ not_an_object: 2, timestamp_out_of_range: 1, timestamp_not_a_number: 1 });
    expect((await list({ reason: 'not_an_object' })).map(({ position }) => position).toSorted()).toEqual([3, 4]);
    const sources = await call('GET /sources', { query: { text: 'q-1' } });
    expect(sources.json).toMatchObject({ items: [{ pointCount: 1 }] });
  });

  it('pdk-16 shows a point with its text and a suggestion, takes a change, and replays it once', async () => {
    await newWorld();
    await upload([aPoint({ timestamp: seconds * 1000 })]);
    const id = (await list())[0]?.id ?? '';
    const detail = await call('GET /quarantine/{id}', { params: { id } });
    const { suggestion } = z.object({ suggestion: z.object({ content: z.string() }) }).parse(detail.json);
    expect(detail.json).toMatchObject({ reason: 'timestamp_out_of_range', sourceHint: 'q-1', editedContent: null });
    const wrong = await call('PUT /quarantine/{id}/content', { params: { id }, body: { content: '{"x":' } });
    expect(wrong.json).toMatchObject({ isReadable: false });
    const right = await call('PUT /quarantine/{id}/content', { params: { id }, body: suggestion });
    expect(right.json).toEqual({ isReadable: true, points: 1 });
    const replay = () => call('POST /quarantine/replay', { body: { ids: [id] } });
    expect((await replay()).json).toMatchObject({ items: [{ id, outcome: 'stored' }] });
    expect((await replay()).json).toEqual({ items: [] });
    expect(await counts()).toEqual({});
    expect(await list({ state: 'replayed' })).toMatchObject([{ id, state: 'replayed' }]);
    const sources = await call('GET /sources', { query: { text: 'q-1' } });
    expect(sources.json).toMatchObject({ items: [{ pointCount: 1 }] });
  });

  it('pdk-16 says why a replayed point is still wrong', async () => {
    await newWorld();
    await upload([aPoint({ timestamp: 'noon' })]);
    const [row] = await list();
    const replayed = await call('POST /quarantine/replay', { body: { ids: [row?.id] } });
    expect(replayed.json).toMatchObject({ items: [{ outcome: 'wrong', reason: 'timestamp_not_a_number' }] });
    expect(await counts()).toEqual({ timestamp_not_a_number: 1 });
  });

  it('pdk-16 dismisses and opens again, one or all of a reason; nothing is erased', async () => {
    await newWorld();
    await upload([1, 2, 3]);
    const ids = (await list()).map(({ id }) => id);
    const dismissed = await call('POST /quarantine/dismiss', { body: { ids: ids.slice(0, 1) } });
    expect(dismissed.json).toEqual({ ids: ids.slice(0, 1) });
    const rest = await call('POST /quarantine/dismiss-reason', { body: { reason: 'not_an_object' } });
    expect(rest.json).toEqual({ count: 2 });
    expect(await list({ state: 'dismissed' })).toHaveLength(3);
    expect((await call('POST /quarantine/reopen', { body: { ids } })).json).toMatchObject({
      ids: expect.arrayContaining(ids) as unknown,
    });
    expect(await counts()).toEqual({ not_an_object: 3 });
  });

  it('pdk-16 a replay of a whole reason is a task', async () => {
    await newWorld();
    await upload([aPoint({ timestamp: seconds * 1000 }), aPoint({ timestamp: (seconds + 1) * 1000 })]);
    const body = { reason: 'timestamp_out_of_range', study: world.study.key, mend: true };
    const started = await call('POST /quarantine/replay-reason', { body });
    expect(started.status).toBe(202);
    const { taskId } = z.object({ taskId: z.string() }).parse(started.json);
    expect((await call('GET /tasks/{id}', { params: { id: taskId } })).json).toMatchObject({
      kind: 'passive.replay',
      state: 'queued',
    });
  });

  it('pdk-48 is open to those who may decide, within their own organization', async () => {
    await newWorld();
    await upload([1]);
    const [row] = await list();
    const params = { id: row?.id ?? '' };
    const analyst = await world.as('analyst');
    expect((await analyst('GET /quarantine')).status).toBe(403);
    expect((await analyst('GET /quarantine/{id}', { params })).status).toBe(403);
    const stranger = await (await anApiWorld(platform.runtime)).as('owner');
    expect((await stranger('GET /quarantine/{id}', { params })).status).toBe(404);
    const theirs = { ids: [params.id] };
    expect((await stranger('POST /quarantine/dismiss', { body: theirs })).json).toEqual({ ids: [] });
    expect((await stranger('POST /quarantine/replay', { body: theirs })).json).toEqual({ items: [] });
    expect((await stranger('GET /quarantine', { query: { study: world.study.key } })).status).toBe(404);
    expect(await counts()).toEqual({ not_an_object: 1 });
  });
});
