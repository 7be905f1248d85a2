import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { expireByTheClock, processUntilEmpty } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
const dayS = 86_400;
const nowS = Math.floor(Date.now() / 1000);

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
});
afterAll(() => platform.stop());

interface Sent {
  readonly type?: string;
  readonly source?: string;
  readonly daysAgo: number;
  readonly members?: object;
}

function aPoint({ type = 'plot', source = 'P-1', daysAgo, members = { daysAgo } }: Sent): object {
  const generator = `${type}: Meadow/4.1 (Android 14; Acme P7)`;
  const timestamp = nowS - daysAgo * dayS;
  return { ...members, 'passive-data-metadata': { 'generator-id': type, generator, source, timestamp } };
}

/** Sends points, which count as received so many days ago. */
async function upload(points: readonly object[], receivedDaysAgo: number, files: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, text] of Object.entries(files))
    form.set(name, new File([text], 'plot.jpg', { type: 'image/jpeg' }));
  form.set('payload', JSON.stringify(points));
  const address = `${platform.url}/studies/${world.study.key}/data/add-bundle.json`;
  expect((await fetch(address, { method: 'POST', body: form })).status).toBe(201);
  await platform.runtime.db.execute(
    sql`UPDATE bundles SET received_at = now() - ${receivedDaysAgo}::int * interval '1 day' WHERE state = 'waiting'`,
  );
  await processUntilEmpty(platform.runtime);
}

const count = z.object({ count: z.coerce.number() });

/** What is left, and what the counters say is left. */
async function left() {
  const { db } = platform.runtime;
  const one = async (statement: ReturnType<typeof sql>) => (await db.query(count, statement))[0]?.count;
  const organization = world.organization.id;
  return {
    points: await one(sql`SELECT count(*) FROM data_points WHERE organization_id = ${organization}`),
    ofSources: await one(sql`SELECT sum(point_count) AS count FROM sources WHERE organization_id = ${organization}`),
    ofTypes: await one(
      sql`SELECT coalesce(sum(point_count), 0) AS count FROM source_types WHERE organization_id = ${organization}`,
    ),
    ofHours: await one(
      sql`SELECT coalesce(sum(point_count), 0) AS count FROM source_hours WHERE organization_id = ${organization}`,
    ),
    files: await one(sql`SELECT count(*) FROM bundle_files WHERE organization_id = ${organization}`),
  };
}

async function run() {
  const { json, status } = await call('POST /point-retention/run', { body: { study: world.study.key } });
  expect(status).toBe(202);
  await runTasks(platform.runtime);
  const { taskId } = z.object({ taskId: z.string() }).parse(json);
  return (await call('GET /tasks/{id}', { params: { id: taskId } })).json as { state: string; result: unknown };
}

const set = (type: string, keepDays: number) =>
  call('PUT /point-retention', { body: { study: world.study.key, type, keepDays } });

it('pdk-17 points that are older by both clocks go, with their files, and every counter fits what is left', async () => {
  await upload(
    [
      aPoint({ daysAgo: 100, members: { 'photo@': 'old-photo', n: 1 } }),
      aPoint({ daysAgo: 100, members: { 'photo@': 'shared-photo', n: 2 } }),
      aPoint({ daysAgo: 99, source: 'P-2' }),
      aPoint({ daysAgo: 100, type: 'kept-longer' }),
    ],
    100,
    { 'old-photo': 'old', 'shared-photo': 'shared' },
  );
  // Long ago by the device's clock, which may be wrong, but received just now; and the other way round.
  await upload([aPoint({ daysAgo: 3000 }), aPoint({ daysAgo: 1 })], 0);
  await upload([aPoint({ daysAgo: 2, source: 'P-2' })], 95);
  await set('plot', 30);
  await set('kept-longer', 400);
  const preview = { study: world.study.key, type: 'plot', keepDays: 30 };
  expect((await call('POST /point-retention/preview', { body: preview })).json).toEqual({
    points: 4,
    sources: 2,
    types: 1,
  });
  expect(await left()).toEqual({ points: 7, ofSources: 7, ofTypes: 7, ofHours: 7, files: 2 });
  const blobs = await blobKeys();
  const task = await run();
  expect(task).toMatchObject({ state: 'succeeded', result: { points: 3, files: 2, sources: 2 } });
  expect(await left()).toEqual({ points: 4, ofSources: 4, ofTypes: 4, ofHours: 4, files: 0 });
  for (const key of blobs) await expect(platform.runtime.blobs.read(key)).rejects.toMatchObject({ code: 'not_found' });
  const types = z.object({ items: z.array(z.object({ identifier: z.string(), pointCount: z.coerce.number() })) });
  const { json } = await call('GET /sources', { query: { text: 'P-1' } });
  const id = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(json).items[0]?.id ?? '';
  const listed = types.parse((await call('GET /sources/{id}/types', { params: { id } })).json).items;
  expect(Object.fromEntries(listed.map((type) => [type.identifier, type.pointCount]))).toEqual({
    plot: 2,
    'kept-longer': 1,
  });
  expect(await run()).toMatchObject({ result: { points: 0, files: 0, sources: 0 } });
});

async function blobKeys(): Promise<string[]> {
  const rows = await platform.runtime.db.query(
    z.object({ key: z.string() }),
    sql`SELECT blob_key AS key FROM bundle_files WHERE organization_id = ${world.organization.id}`,
  );
  expect(rows).toHaveLength(2);
  return rows.map(({ key }) => key);
}

it('pdk-17 a file stays as long as a point that is kept names it', async () => {
  await upload(
    [
      aPoint({ daysAgo: 100, members: { 'photo@': 'common', n: 3 } }),
      aPoint({ daysAgo: 100, type: 'kept-longer', members: { 'photo@': 'common', n: 4 } }),
    ],
    100,
    { common: 'common' },
  );
  expect(await run()).toMatchObject({ result: { points: 1, files: 0 } });
  expect(await left()).toMatchObject({ files: 1 });
});

it('pdk-17 a rule for all others spares what has one of its own; the clock does the same by itself', async () => {
  await upload([aPoint({ daysAgo: 50, type: 'rare' }), aPoint({ daysAgo: 50, type: 'kept-longer' })], 50);
  await set('*', 40);
  expect(await expireByTheClock(platform.runtime)).toBe(1);
  await runTasks(platform.runtime);
  const rows = await platform.runtime.db.query(
    z.object({ type: z.string() }),
    sql`SELECT DISTINCT d.identifier AS type FROM source_types t
      JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
      WHERE t.organization_id = ${world.organization.id} ORDER BY 1`,
  );
  expect(rows.map(({ type }) => type)).toEqual(['kept-longer', 'plot']);
});

it('pdk-17 rules are changed, removed and written down; nonsense and strangers are refused', async () => {
  expect((await set('plot', 0)).status).toBe(400);
  expect((await set('plot', 60)).json).toMatchObject({ keepDays: 60 });
  const { json } = await call('GET /point-retention', { query: { study: world.study.key } });
  const { items } = z
    .object({ items: z.array(z.object({ id: z.string(), type: z.string(), keepDays: z.number() })) })
    .parse(json);
  expect(items.map(({ type, keepDays }) => [type, keepDays])).toEqual([
    ['*', 40],
    ['kept-longer', 400],
    ['plot', 60],
  ]);
  const params = { id: items[2]?.id ?? '' };
  const stranger = await (await anApiWorld(platform.runtime)).as('owner');
  expect((await stranger('DELETE /point-retention/{id}', { params })).status).toBe(404);
  expect((await call('DELETE /point-retention/{id}', { params })).status).toBe(204);
  const { text } = await call('GET /audit');
  for (const action of ['set', 'run', 'remove']) expect(text).toContain(`point-retention.${action}`);
});
