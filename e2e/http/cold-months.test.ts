import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { anAdministrator } from '#e2e/harness/administrator.ts';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { readResult } from '#e2e/harness/archive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { readTimeline } from '#e2e/harness/timeline.ts';
import { freezeMonth, monthOfText, openColdPlace, processUntilEmpty, startCatchUps } from '#lib/passive/index.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import { createFolderDepot } from '#lib/platform/depots/folder-depot.ts';
import type { TaskId } from '#lib/platform/ids.ts';

let platform: TestPlatform;
let world: ApiWorld;
let other: ApiWorld;
let call: ApiCall;
let folder: string;
const now = new Date('2026-11-15T00:00:00Z');

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  other = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  folder = await mkdtemp(join(tmpdir(), 'cairn-cold-'));
  await upload(world, [
    aPoint(
      '2025-01-03T10:00:00.250Z',
      { note: 'cold', exact: '12345678901234567890' },
      { latitude: -4.3, longitude: 15.3 },
    ),
    aPoint('2025-01-31T23:59:59Z', { note: 'last of January' }),
    aPoint('2025-02-01T00:00:00Z', { note: 'February' }),
  ]);
  await upload(other, [aPoint('2025-01-05T00:00:00Z', { note: 'of others' })]);
});
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

function aPoint(at: string, members: object, place: object = {}): object {
  const generator = 'plot: Meadow/4.1 (Android 14; Acme P7)';
  const metadata = { 'generator-id': 'plot', generator, source: 'P-1', timestamp: Date.parse(at) / 1000, ...place };
  return { ...members, 'passive-data-metadata': metadata };
}

async function upload({ study }: ApiWorld, points: readonly object[]): Promise<void> {
  const body = new URLSearchParams({ payload: JSON.stringify(points) });
  const address = `${platform.url}/studies/${study.key}/data/add-bundle.json`;
  expect((await fetch(address, { method: 'POST', body })).status).toBe(201);
  await processUntilEmpty(platform.runtime);
}

const freeze = (month: string, depot: Depot = createFolderDepot(folder)) =>
  freezeMonth(platform.runtime, {
    month: monthOfText(month),
    depot,
    place: folder,
    workDir: tmpdir(),
    isDropped: false,
    now,
  });

async function notesInDatabase(): Promise<string[]> {
  const rows = await platform.runtime.db.query(
    z.object({ note: z.string() }),
    sql`SELECT properties ->> 'note' AS note FROM data_points ORDER BY 1`,
  );
  return rows.map(({ note }) => note);
}

it('pdk-17 a month that is not over, or not there, stays where it is', async () => {
  await expect(freeze('2026-11')).rejects.toMatchObject({ code: 'input_invalid' });
  await expect(freeze('2024-07')).rejects.toMatchObject({ code: 'not_found' });
});

it('pdk-17 when points come while a month is written, or its file is spoiled, nothing leaves the database', async () => {
  const whole = createFolderDepot(folder);
  const busy: Depot = {
    ...whole,
    async put(file, run) {
      const receipt = await whole.put(file, run);
      await upload(world, [aPoint('2025-01-20T00:00:00Z', { note: `late ${file.sha256.slice(0, 6)}` })]);
      return receipt;
    },
  };
  await expect(freeze('2025-01', busy)).rejects.toMatchObject({ code: 'state_conflict' });
  const spoiled: Depot = {
    ...whole,
    open: async () => (await import('node:stream')).Readable.from([Buffer.from('x')]),
  };
  await expect(freeze('2025-01', spoiled)).rejects.toMatchObject({ code: 'destination_unavailable' });
  expect((await call('GET /cold-months')).json).toMatchObject({ items: [] });
  expect(await notesInDatabase()).toContain('cold');
});

it('pdk-17 a month leaves as one Parquet file for each organization, whole, read by somebody else', async () => {
  const before = await notesInDatabase();
  const frozen = await freeze('2025-01');
  const ours = frozen.files.find(({ organizationId }) => organizationId === world.organization.id);
  expect(frozen.files).toHaveLength(2);
  const bytes = await readFile(join(folder, ours?.path ?? ''));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows = (await parquetReadObjects({ file })) as Record<string, unknown>[];
  expect(rows).toHaveLength(ours?.points ?? -1);
  const cold = rows.find(({ properties }) => String(properties).includes('"cold"'));
  expect(cold).toMatchObject({
    source: 'P-1',
    type: 'plot',
    created_at_us: BigInt(Date.parse('2025-01-03T10:00:00.250Z')) * 1000n,
    lon: 15.3,
    lat: -4.3,
  });
  expect(cold?.['properties']).toContain('"exact":"12345678901234567890"');
  expect(JSON.stringify(rows.map(({ properties }) => properties))).not.toContain('of others');
  expect(await notesInDatabase()).toEqual(['February']);
  expect(before.length).toBe(1 + frozen.points);
  expect((await call('GET /cold-months')).json).toMatchObject({
    items: [{ month: '2025-01', points: ours?.points, path: ours?.path, sha256: ours?.sha256 }],
  });
});

it('pdk-17 totals still count what is cold, and an export names it in its log and its manifest', async () => {
  const { json } = await call('GET /sources', { query: { text: 'P-1' } });
  const source = z.object({ items: z.array(z.object({ pointCount: z.coerce.number() })) }).parse(json).items[0];
  expect(source?.pointCount).toBeGreaterThan(3);
  const order = { study: world.study.key, formats: ['raw'], mailWhenReady: false };
  const ordered = await call('POST /exports', { body: order });
  await runTasks(platform.runtime);
  const { taskIds } = z.object({ taskIds: z.array(z.string()) }).parse(ordered.json);
  const members = await readResult(world.system, taskIds[0] as TaskId);
  expect(JSON.parse(members.get('CAIRN-MANIFEST') ?? '{}')).toMatchObject({ coldMonths: [{ month: '2025-01' }] });
  const log = await call('GET /tasks/{id}/log', { params: { id: taskIds[0] ?? '' } });
  expect(log.text).toContain('2025-01 are not in the archive');
  const later = await call('POST /exports', { body: { ...order, from: '2025-02-01', to: '2025-02-28' } });
  await runTasks(platform.runtime);
  const [only] = z.object({ taskIds: z.array(z.string()) }).parse(later.json).taskIds;
  expect(JSON.parse((await readResult(world.system, only as TaskId)).get('CAIRN-MANIFEST') ?? '{}')).toMatchObject({
    coldMonths: [],
  });
});

it('pdk-17 what comes late for a cold month is stored, and can leave in its turn', async () => {
  await upload(world, [aPoint('2025-01-09T00:00:00Z', { note: 'very late' })]);
  expect(await notesInDatabase()).toEqual(['February', 'very late']);
  expect(await freeze('2025-01')).toMatchObject({ points: 1 });
  expect(await notesInDatabase()).toEqual(['February']);
  expect((await call('GET /cold-months')).json).toMatchObject({ items: [{ month: '2025-01' }, { month: '2025-01' }] });
});

const fileSchema = z.object({ path: z.string(), points: z.coerce.number(), sha256: z.string(), month: z.string() });
const filesOf = async (as: ApiCall) =>
  z.object({ items: z.array(fileSchema) }).parse((await as('GET /cold-months')).json).items;

/** What all files of an organization hold, in the place where they lie. */
async function coldRows(as: ApiCall, place: string): Promise<Record<string, unknown>[]> {
  const depot = openColdPlace(platform.runtime.config, place);
  const rows: Record<string, unknown>[] = [];
  // What the Task moved out lies in the data folder.
  for (const { path, points } of (await filesOf(as)).filter(({ month }) => month !== '2025-02')) {
    const bytes = Buffer.concat((await (await depot.open(path)).toArray()) as Buffer[]);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const read = (await parquetReadObjects({ file })) as Record<string, unknown>[];
    expect(read).toHaveLength(points);
    rows.push(...read);
  }
  return rows;
}

async function taskOf(as: ApiCall, answer: { readonly json: unknown; readonly status: number }) {
  expect(answer.status, JSON.stringify(answer.json)).toBe(202);
  await runTasks(platform.runtime);
  const { taskId } = z.object({ taskId: z.string() }).parse(answer.json);
  const task = z
    .object({ state: z.string(), result: z.record(z.string(), z.unknown()).nullable() })
    .parse((await as('GET /tasks/{id}', { params: { id: taskId } })).json);
  return { ...task, log: (await as('GET /tasks/{id}/log', { params: { id: taskId } })).text };
}

it('pdk-17 an administrator moves a month out by a Task, which can be stopped before anything has changed', async () => {
  const admin = await anAdministrator(platform.runtime, world);
  expect((await call('GET /installation/months')).status).toBe(403);
  const held = z.object({
    items: z.array(z.object({ month: z.string(), isOver: z.boolean(), sizeBytes: z.number() })),
  });
  const { items } = held.parse((await admin('GET /installation/months')).json);
  expect(items.find(({ month }) => month === '2025-02')).toMatchObject({ isOver: true });
  const freezeOf = (month: string) => admin('POST /installation/months/freeze', { body: { month, isDropped: true } });
  expect((await freezeOf('2015-03')).status).toBe(404);
  const first = await freezeOf('2025-02');
  const { taskId } = z.object({ taskId: z.string() }).parse(first.json);
  expect((await admin('POST /tasks/{id}/stop', { params: { id: taskId } })).status).toBeLessThan(300);
  await runTasks(platform.runtime);
  expect(await notesInDatabase()).toEqual(['February']);
  const done = await taskOf(admin, await freezeOf('2025-02'));
  expect(done).toMatchObject({ state: 'succeeded', result: { month: '2025-02' } });
  expect(done.log).toContain('2025-02 left the database');
  expect(await notesInDatabase()).toEqual([]);
});

it('pdk-43 pdk-17 what is erased or merged is erased or merged in cold files too, each read back before it counts', async () => {
  const send = (source: string, at: string, note: string) => {
    const metadata = { 'generator-id': 'plot', generator: 'plot: Meadow/4.1 (Android 14; Acme P7)', source };
    return { note, 'passive-data-metadata': { ...metadata, timestamp: Date.parse(at) / 1000 } };
  };
  await upload(world, [
    ...[send('Gone', '2025-03-01T00:00:00Z', 'secret of Gone'), send('Stays', '2025-03-02T00:00:00Z', 'of Stays')],
    ...[send('Old', '2025-03-03T00:00:00Z', 'of Old'), send('Gone', '2025-04-01T00:00:00Z', 'April of Gone')],
  ]);
  for (const month of ['2025-03', '2025-04']) await freeze(month);
  const idOf = async (text: string) => {
    const { json } = await call('GET /sources', { query: { text } });
    return z.object({ items: z.array(z.object({ id: z.string() })) }).parse(json).items[0]?.id ?? '';
  };
  const [gone, stays, old] = [await idOf('Gone'), await idOf('Stays'), await idOf('Old')];
  const before = await filesOf(call);
  const merged = await taskOf(
    call,
    await call('POST /sources/{id}/merge', { params: { id: old }, body: { intoId: stays } }),
  );
  expect(merged).toMatchObject({ state: 'succeeded', result: { coldPoints: 1 } });
  const plan = await call('GET /sources/{id}/erase', { params: { id: gone } });
  expect(plan.json).toMatchObject({ coldFiles: before.length });
  const erase = async (id: string) => {
    const { json } = await call('GET /sources/{id}/erase', { params: { id } });
    const { points } = z.object({ points: z.number() }).parse(json);
    return taskOf(call, await call('POST /sources/{id}/erase', { params: { id }, body: { expectedPoints: points } }));
  };
  const erased = await erase(gone);
  expect(erased).toMatchObject({ state: 'succeeded', result: { coldPoints: 2 } });
  expect(erased.log).toContain('nothing is left in it; it is removed.');
  expect(erased.log).toContain('read back, SHA-256');
  const rows = await coldRows(call, folder);
  expect(JSON.stringify(rows.map(({ properties }) => properties))).not.toContain('of Gone');
  const march = rows.filter(({ source }) => source === 'Stays');
  expect(march.map(({ properties }) => String(properties)).sort()).toEqual([
    '{"note":"of Old"}',
    '{"note":"of Stays"}',
  ]);
  // Nothing of the replaced files lies there still, and no table that was put aside has any of it.
  const named = (await readdir(join(folder, 'points'), { recursive: true })).join();
  for (const { path } of before.filter(({ month }) => month === '2025-04')) expect(named).not.toContain(basename(path));
  const [aside] = await platform.runtime.db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) AS count FROM cold.data_points_2025_03 WHERE source_id = ${gone}`,
  );
  expect(aside?.count).toBe(0);
  // Who was merged goes with whom it was merged into.
  expect(await erase(stays)).toMatchObject({ result: { coldPoints: 2 } });
  expect(JSON.stringify((await filesOf(call)).map(({ month }) => month))).not.toContain('2025-03');
});

const sourceSchema = z.object({ id: z.string(), name: z.string(), pointCount: z.coerce.number() });

async function sourceNamed(text: string) {
  const { json } = await call('GET /sources', { query: { text } });
  return z
    .object({ items: z.array(sourceSchema) })
    .parse(json)
    .items.find(({ name }) => name === text);
}

const countOf = async (text: string) => (await sourceNamed(text))?.pointCount;

const hoursOf = async (text: string) => readTimeline(call, (await sourceNamed(text))?.id ?? '', lateMay);
const lateMay = { from: '2025-05-20T00:00:00Z', to: '2025-06-03T00:00:00Z' };

it('pdk-43 pdk-17 a split takes cold points along by its rule, in files and in tables that were put aside', async () => {
  const send = (type: string, at: string, note: string) => {
    const generator = `${type}: Meadow/4.1 (Android 14; Acme P7)`;
    const metadata = { 'generator-id': type, generator, source: 'Whole', timestamp: Date.parse(at) / 1000 };
    return { note, 'passive-data-metadata': metadata };
  };
  await upload(world, [
    send('walk', '2025-05-01T00:00:00Z', 'early walk'),
    send('walk', '2025-05-20T00:00:00Z', 'walk at the beginning'),
    send('plot', '2025-05-21T00:00:00Z', 'plot of May'),
    send('walk', '2025-05-31T12:00:00Z', 'walk at the end'),
    send('walk', '2025-06-02T00:00:00Z', 'walk of June'),
  ]);
  await freeze('2025-05');
  const { json } = await call('GET /sources', { query: { text: 'Whole' } });
  const whole = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(json).items[0]?.id ?? '';
  const split = (rule: object, newIdentifier: string) =>
    call('POST /sources/{id}/split', { params: { id: whole }, body: { rule, newIdentifier } });
  // Half-open: what is made at the beginning goes, what is made at the end stays.
  const rule = { types: ['walk'], from: '2025-05-20T00:00:00Z', to: '2025-05-31T12:00:00Z' };
  const plan = await call('POST /sources/{id}/split/plan', { params: { id: whole }, body: { rule } });
  expect(plan.json).toMatchObject({ points: 0, coldFiles: (await filesOf(call)).length });
  const done = await taskOf(call, await split(rule, 'Part'));
  expect(done).toMatchObject({ state: 'succeeded', result: { points: 0, coldPoints: 1 } });
  const notesOf = async (name: string) =>
    (await coldRows(call, folder)).flatMap(({ source, properties }) => (source === name ? [String(properties)] : []));
  expect(await notesOf('Part')).toEqual(['{"note":"walk at the beginning"}']);
  expect((await notesOf('Whole')).sort()).toEqual([
    '{"note":"early walk"}',
    '{"note":"plot of May"}',
    '{"note":"walk at the end"}',
  ]);
  const aside = await platform.runtime.db.query(
    z.object({ name: z.string(), count: z.coerce.number() }),
    sql`SELECT s.identifier AS name, count(*) AS count FROM cold.data_points_2025_05 p
      JOIN sources s ON s.organization_id = p.organization_id AND s.id = p.source_id GROUP BY 1 ORDER BY 1`,
  );
  expect(aside).toEqual([
    { name: 'Part', count: 1 },
    { name: 'Whole', count: 3 },
  ]);
  // Totals go on counting what is cold, each where it is now.
  expect([await countOf('Part'), await countOf('Whole')]).toEqual([1, 4]);
  // So do timelines, hour by hour.
  expect(await hoursOf('Part')).toEqual([['2025-05-20T00', 1]]);
  expect(await hoursOf('Whole')).toEqual([
    ['2025-05-21T00', 1],
    ['2025-05-31T12', 1],
    ['2025-06-02T00', 1],
  ]);
  // And what charts draw of it, which is in no point any more.
  const [drawn] = await platform.runtime.db.query(
    z.object({ lines: z.number(), hours: z.number() }),
    sql`SELECT count(a.lines)::int4 AS lines, count(*)::int4 AS hours FROM source_hours h
      JOIN sources s ON s.organization_id = h.organization_id AND s.id = h.source_id
      LEFT JOIN source_aggregates a ON a.organization_id = h.organization_id AND a.source_id = h.source_id
        AND a.type_id = h.type_id AND a.hour_at = h.hour_at
      WHERE s.identifier IN ('Part', 'Whole') AND s.organization_id = ${world.organization.id}`,
  );
  expect(drawn).toEqual({ lines: 5, hours: 5 });
  // Warm and cold by one rule; what was split off is erased from the files for itself.
  const rest = await taskOf(call, await split({ types: ['walk'] }, 'Walks'));
  expect(rest).toMatchObject({ state: 'succeeded', result: { points: 1, coldPoints: 2 } });
  expect((await notesOf('Walks')).sort()).toEqual(['{"note":"early walk"}', '{"note":"walk at the end"}']);
  expect(await notesOf('Whole')).toEqual(['{"note":"plot of May"}']);
  expect([await countOf('Walks'), await countOf('Whole')]).toEqual([3, 1]);
});

it('pdk-17 files that an earlier version wrote are counted by a Task that a worker starts; what was lost is counted anew', async () => {
  const { db } = platform.runtime;
  const before = [await countOf('Walks'), await hoursOf('Walks')];
  const walks = await sourceNamed('Walks');
  // As an earlier version left it: nothing noted of files, and a source that was counted without them.
  await db.execute(sql`DELETE FROM cold_counts`);
  await db.execute(sql`DELETE FROM source_hours WHERE source_id = ${walks?.id} AND hour_at < '2025-06-01'`);
  await db.execute(sql`UPDATE source_types SET point_count = 1 WHERE source_id = ${walks?.id}`);
  await db.execute(sql`UPDATE sources SET point_count = 1 WHERE id = ${walks?.id}`);
  expect(await countOf('Walks')).toBe(1);
  const [damaged] = await filesOf(await other.as('owner'));
  await writeFile(join(folder, damaged?.path ?? ''), 'something else');
  const migration = await readFile('prisma/migrations/20261129180500_cold_hours/migration.sql', 'utf8');
  await db.execute(rawSql(migration.slice(migration.indexOf('INSERT INTO'))));
  expect(await startCatchUps(platform.runtime)).toBe(2);
  expect(await startCatchUps(platform.runtime)).toBe(0);
  await runTasks(platform.runtime);
  expect([await countOf('Walks'), await hoursOf('Walks')]).toEqual(before);
  const taskSchema = z.object({ items: z.array(z.object({ state: z.string(), result: z.unknown() })) });
  const tasks = taskSchema.parse((await call('GET /tasks', { query: { kind: 'passive.count-cold' } })).json).items;
  expect(tasks[0]).toMatchObject({ state: 'succeeded', result: { unreached: 0, sources: 1 } });
  const others = taskSchema.parse((await (await other.as('owner'))('GET /tasks')).json).items;
  expect(others[0]).toMatchObject({ state: 'succeeded', result: { files: 0, unreached: 1, sources: 0 } });
});

it('pdk-42 what is not kept is taken off cold files too; a file whose place nobody noted is found, or named', async () => {
  const placesOf = () =>
    platform.runtime.db.query(
      z.object({ month: z.string(), place: z.string().nullable() }),
      sql`SELECT month, place FROM cold_months WHERE organization_id = ${world.organization.id}
        AND month IN ('2025-02', '2025-05') ORDER BY month`,
    );
  // One lies where files of cold months go now, the other in a folder that was named by hand.
  await platform.runtime.db.execute(
    sql`UPDATE cold_months SET place = NULL WHERE organization_id = ${world.organization.id}
      AND month IN ('2025-02', '2025-05')`,
  );
  const rule = { study: world.study.key, type: 'plot', pattern: 'exact|latitude', note: '' };
  expect((await call('POST /sensitive-fields', { body: rule })).status).toBe(201);
  const done = await taskOf(call, await call('POST /sensitive-fields/apply', { body: { study: world.study.key } }));
  expect(done).toMatchObject({ state: 'succeeded', result: { points: 0, coldPoints: 1 } });
  expect(done.log.split('is not looked at')).toHaveLength(2);
  expect(await placesOf()).toEqual([
    { month: '2025-02', place: 'data' },
    { month: '2025-05', place: null },
  ]);
  const rows = await coldRows(call, folder);
  const cold = rows.find(({ properties }) => String(properties).includes('"cold"'));
  expect(cold).toMatchObject({ properties: '{"note":"cold"}', lon: null, lat: null });
  // Nor do charts draw what is not kept.
  const drawn = await platform.runtime.db.query(
    z.object({ hour: z.coerce.string() }),
    sql`SELECT hour_at::text AS hour FROM source_aggregates a JOIN data_types d
      ON d.organization_id = a.organization_id AND d.id = a.type_id
      WHERE a.organization_id = ${world.organization.id} AND d.identifier = 'plot' AND hour_at < '2025-02-01'`,
  );
  expect(drawn).toEqual([]);
});
