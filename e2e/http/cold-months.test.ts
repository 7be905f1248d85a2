import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { readResult } from '#e2e/harness/archive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { freezeMonth, monthOfText, processUntilEmpty } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';
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
  freezeMonth(platform.runtime, { month: monthOfText(month), depot, workDir: tmpdir(), isDropped: false, now });

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
