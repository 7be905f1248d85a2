import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { readResult, readTable } from '#e2e/harness/archive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
});
afterAll(() => platform.stop());

interface Sent {
  readonly type?: string;
  readonly at: number;
  readonly source?: string;
  readonly metadata?: object;
}

const aPoint = (members: object, { type = 'pdk-phone-calls', at, source = 'P-1', metadata = {} }: Sent) => ({
  ...members,
  'passive-data-metadata': {
    'generator-id': type,
    generator: `${type}: Meadow/4.1 (Android 14; Acme P7)`,
    source,
    timestamp: at,
    ...metadata,
  },
});

async function upload(points: readonly object[]): Promise<void> {
  const body = new URLSearchParams({ payload: JSON.stringify(points) });
  const address = `${platform.url}/studies/${world.study.key}/data/add-bundle.json`;
  expect((await fetch(address, { method: 'POST', body })).status).toBe(201);
  await processUntilEmpty(platform.runtime);
}

const addRule = (type: string, pattern: string, study = world.study.key) =>
  call('POST /sensitive-fields', { body: { study, type, pattern, note: 'consent form 3' } });

/** Raw points of a type as an export gives them, and the texts of its tables. */
async function exported(type: string): Promise<{ raw: Record<string, unknown>[]; tables: string[] }> {
  const order = { types: [type], formats: ['tables', 'flat', 'raw'], mailWhenReady: false };
  const { json, status } = await call('POST /exports', { body: { study: world.study.key, ...order } });
  expect(status, JSON.stringify(json)).toBe(202);
  await runTasks(platform.runtime);
  const [taskId] = z.object({ taskIds: z.array(z.string()) }).parse(json).taskIds;
  const members = await readResult(world.system, taskId as TaskId);
  const texts = [...members].filter(([name]) => name !== 'CAIRN-MANIFEST');
  return {
    raw: texts
      .filter(([name]) => name.endsWith('.json'))
      .flatMap(([, text]) => JSON.parse(text) as Record<string, unknown>[]),
    tables: texts.filter(([name]) => !name.endsWith('.json')).map(([, text]) => text),
  };
}

const secretNumber = '+243970000001';

it('pdk-42 before there is a rule, everything is kept', async () => {
  await upload([
    aPoint({ number: secretNumber, duration: 61, nested: { name: 'Ada', kept: 1 } }, { at: 1_760_000_000 }),
    aPoint({ note: 'x', latitude: -4.3, longitude: 15.3 }, { type: 'plot', at: 1_760_000_000 }),
  ]);
  expect(JSON.stringify((await exported('pdk-phone-calls')).raw)).toContain(secretNumber);
});

it('pdk-42 a pattern is tried on the codebook first', async () => {
  const body = { study: world.study.key, type: 'pdk-phone-calls', pattern: String.raw`number|nested\.name` };
  expect((await call('POST /sensitive-fields/preview', { body })).json).toEqual({
    variables: [
      { type: 'pdk-phone-calls', path: 'nested.name' },
      { type: 'pdk-phone-calls', path: 'number' },
    ],
    isSlow: false,
  });
  expect((await call('POST /sensitive-fields/preview', { body: { ...body, pattern: '(a+)+b' } })).json).toMatchObject({
    isSlow: true,
  });
});

it('pdk-42 what a rule names is taken off before points are stored, of its type and study alone', async () => {
  expect((await addRule('pdk-phone-calls', String.raw`number|nested\.name`)).status).toBe(201);
  expect((await addRule('plot', 'latitude')).status).toBe(201);
  await upload([
    aPoint({ number: '1', duration: 62, nested: { name: 'B', kept: 2 } }, { at: 1_760_000_200 }),
    aPoint({ number: 'kept here', level: 4 }, { type: 'pdk-device-battery', at: 1_760_000_200 }),
    aPoint({ note: 'y', latitude: -4.4, longitude: 15.4 }, { type: 'plot', at: 1_760_000_200 }),
  ]);
  const stored = await platform.runtime.db.query(
    z.object({ text: z.string() }),
    sql`SELECT properties::text AS text FROM data_points WHERE organization_id = ${world.organization.id}`,
  );
  const texts = stored.map(({ text }) => text).join('\n');
  expect(texts).not.toContain('"number":"1"');
  expect(texts).not.toContain('"name":"B"');
  expect(texts).toContain('kept here');
  expect(texts).not.toContain('-4.4');
});

it('pdk-42 exports leave it out also of points that were stored before', async () => {
  const calls = await exported('pdk-phone-calls');
  expect(calls.raw.length).toBeGreaterThan(1);
  for (const text of [JSON.stringify(calls.raw), ...calls.tables]) {
    expect(text).not.toContain(secretNumber);
    expect(text).not.toContain('Ada');
  }
  expect(JSON.stringify(calls.raw)).toContain('"kept":1');
  const plots = await exported('plot');
  expect(plots.raw).toHaveLength(2);
  expect(plots.raw.every((point) => !('latitude' in point) && point['longitude'] !== undefined)).toBe(true);
  const generic = plots.tables.map((text) => readTable(text)).find(([header]) => header?.includes('Latitude')) ?? [];
  expect(generic.slice(1).map((row) => row[5])).toEqual(['', '']);
});

it('pdk-42 a Task takes it off what was stored before too: points, files of theirs, codebook, counters', async () => {
  const added = z.object({ id: z.string() }).parse((await addRule('plot', 'note')).json);
  const { json, status } = await call('POST /sensitive-fields/apply', { body: { study: world.study.key } });
  expect(status).toBe(202);
  await runTasks(platform.runtime);
  const { taskId } = z.object({ taskId: z.string() }).parse(json);
  const task = await call('GET /tasks/{id}', { params: { id: taskId } });
  expect(task.json).toMatchObject({ state: 'succeeded', result: { points: 3, sources: 1, coldPoints: 0 } });
  const rows = await platform.runtime.db.query(
    z.object({ text: z.string(), isPlaced: z.boolean() }),
    sql`SELECT properties::text AS text, geom IS NOT NULL AS "isPlaced" FROM data_points
      WHERE organization_id = ${world.organization.id}`,
  );
  const texts = rows.map(({ text }) => text).join('\n');
  for (const gone of [secretNumber, 'Ada', '"latitude"', '"note"']) expect(texts).not.toContain(gone);
  expect(texts).toContain('kept here');
  expect(rows.some(({ isPlaced }) => isPlaced)).toBe(false);
  const codebook = await call('GET /codebook');
  expect(codebook.text).not.toContain('nested.name');
  const counted = z.object({ points: z.coerce.number(), ofTypes: z.coerce.number() });
  const [counts] = await platform.runtime.db.query(
    counted,
    sql`SELECT (SELECT count(*) FROM data_points WHERE organization_id = ${world.organization.id}) AS points,
      (SELECT sum(point_count) FROM source_types WHERE organization_id = ${world.organization.id}) AS "ofTypes"`,
  );
  expect(counts?.ofTypes).toBe(counts?.points);
  // A phone that sends an earlier point once more, as it was, repeats what is stored.
  await upload([
    aPoint({ number: secretNumber, duration: 61, nested: { name: 'Ada', kept: 1 } }, { at: 1_760_000_000 }),
  ]);
  const [again] = await platform.runtime.db.query(
    counted.pick({ points: true }),
    sql`SELECT count(*) AS points FROM data_points WHERE organization_id = ${world.organization.id}`,
  );
  expect(again?.points).toBe(counts?.points);
  await call('DELETE /sensitive-fields/{id}', { params: { id: added.id } });
});

it('pdk-42 pdk-43 after a merge a Task takes it off as well, and what phones send again under either name is there once', async () => {
  const at = 1_760_500_000;
  const sent = ['Lent', 'Kept'].flatMap((source, index) => [
    aPoint({ number: `+24390000000${String(index)}`, duration: 7 }, { at, source }),
    aPoint({ duration: 8 }, { at: at + 60, source }),
  ]);
  const rules = z.object({ items: z.array(z.object({ id: z.string(), type: z.string() })) });
  const { items } = rules.parse((await call('GET /sensitive-fields', { query: { study: world.study.key } })).json);
  const rule = items.find(({ type }) => type === 'pdk-phone-calls');
  await call('DELETE /sensitive-fields/{id}', { params: { id: rule?.id ?? '' } });
  await upload(sent);
  const idOf = async (text: string) => {
    const { json } = await call('GET /sources', { query: { text } });
    return z.object({ items: z.array(z.object({ id: z.string() })) }).parse(json).items[0]?.id ?? '';
  };
  const [lent, kept] = [await idOf('Lent'), await idOf('Kept')];
  await call('POST /sources/{id}/merge', { params: { id: lent }, body: { intoId: kept } });
  await runTasks(platform.runtime);
  await addRule('pdk-phone-calls', String.raw`number|nested\.name`);
  const { json } = await call('POST /sensitive-fields/apply', { body: { study: world.study.key } });
  await runTasks(platform.runtime);
  const { taskId } = z.object({ taskId: z.string() }).parse(json);
  // Points that lose nothing stay as they are, whatever their source is called by now.
  const task = await call('GET /tasks/{id}', { params: { id: taskId } });
  expect(task.json).toMatchObject({ state: 'succeeded', result: { points: 2, repeats: 0, sources: 1 } });
  await upload(sent);
  const rows = await platform.runtime.db.query(
    z.object({ text: z.string() }),
    sql`SELECT properties::text AS text FROM data_points WHERE organization_id = ${world.organization.id}
      AND source_id = ${kept} ORDER BY created_at`,
  );
  expect(rows.map(({ text }) => text)).toEqual([
    '{"duration":7}',
    '{"duration":7}',
    '{"duration":8}',
    '{"duration":8}',
  ]);
});

it('pdk-42 a rule that is wrong, slow or there already is refused; removing one is written down', async () => {
  expect((await addRule('*', '(')).status).toBe(400);
  expect((await addRule('*', '(a+)+b')).status).toBe(400);
  expect((await addRule('plot', 'latitude')).status).toBe(409);
  const { json } = await call('GET /sensitive-fields', { query: { study: world.study.key } });
  const { items } = z.object({ items: z.array(z.object({ id: z.string(), type: z.string() })) }).parse(json);
  expect(items.map(({ type }) => type)).toEqual(['pdk-phone-calls', 'plot']);
  const id = items[1]?.id ?? '';
  const stranger = await (await anApiWorld(platform.runtime)).as('owner');
  expect((await stranger('DELETE /sensitive-fields/{id}', { params: { id } })).status).toBe(404);
  expect((await call('DELETE /sensitive-fields/{id}', { params: { id } })).status).toBe(204);
  const { text } = await call('GET /audit');
  expect(text).toContain('sensitive-field.add');
  expect(text).toContain('sensitive-field.remove');
});
