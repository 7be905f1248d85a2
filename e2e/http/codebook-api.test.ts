import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { parseCsv } from '#lib/formats/csv/parse-csv.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { codebookTypeSchema } from '#lib/passive/domain/codebook/codebook.ts';
import { sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  await upload([
    aPoint('pdk-device-battery', { level: 50, scale: 100, status: 'charging' }),
    aPoint('lab-mood', { score: 4.5, label: '=calm', body: 'I am well' }),
  ]);
});
afterAll(() => platform.stop());

let second = 1_793_500_000;

function aPoint(type: string, members: object): object {
  second += 1;
  const metadata = { 'generator-id': type, generator: `${type}: Meadow/4.1`, source: 'q-1', timestamp: second };
  return { ...members, 'passive-data-metadata': metadata };
}

async function upload(points: readonly unknown[]): Promise<void> {
  const body = new URLSearchParams({ payload: JSON.stringify(points) });
  const address = `${platform.url}/studies/${world.study.key}/data/add-bundle.json`;
  expect((await fetch(address, { method: 'POST', body })).status).toBe(201);
  await processUntilEmpty(platform.runtime);
}

const bookSchema = z.object({ items: z.array(codebookTypeSchema) });
const read = async (query: Record<string, string> = {}) =>
  bookSchema.parse((await call('GET /codebook', { query })).json).items;
const variableOf = async (type: string, path: string) =>
  (await read({ type }))[0]?.variables.find((variable) => variable.path === path);
const exported = async (format: string) => (await call('GET /codebook/export', { query: { format } })).text;

describe('codebook through the API', () => {
  it('pdk-45 tells types and variables with built-in texts', async () => {
    expect((await read()).map(({ type }) => type)).toEqual(['pdk-device-battery', 'lab-mood']);
    expect(await variableOf('pdk-device-battery', 'level')).toMatchObject({
      kinds: ['integer'],
      minimum: 50,
      group: 'Charge',
      pointCount: 1,
    });
    expect(await read({ studyId: world.study.id, type: 'lab-mood' })).toHaveLength(1);
  });

  it('pdk-45 a description is edited, audited and taken back', async () => {
    const text = { type: 'lab-mood', path: 'score', description: 'How one feels, 0 to 10', groupName: 'Mood' };
    expect((await call('PATCH /codebook', { body: text })).status).toBe(200);
    expect(await variableOf('lab-mood', 'score')).toMatchObject({ description: text.description, isEdited: true });
    const audit = await call('GET /audit', { query: { action: 'codebook.edit' } });
    expect(JSON.stringify(audit.json)).toContain('How one feels');
    await call('PATCH /codebook', { body: { type: 'lab-mood', path: 'score' } });
    expect(await variableOf('lab-mood', 'score')).toMatchObject({ description: '', isEdited: false });
    for (const body of [
      { ...text, path: 'nothing' },
      { ...text, type: 'nothing' },
    ]) {
      expect((await call('PATCH /codebook', { body })).status).toBe(404);
    }
    expect((await call('PATCH /codebook', { body: { ...text, title: 'x' } })).status).toBe(400);
    const analyst = await world.as('analyst');
    expect((await analyst('PATCH /codebook', { body: text })).status).toBe(403);
  });

  it('pdk-45 leaves as CSV, JSON, Markdown and a workbook, without running as a formula', async () => {
    const csv = [...parseCsv(await exported('csv'))].map(({ fields }) => fields);
    expect(csv[0]?.slice(0, 5)).toEqual(['Category', 'Type', 'Type title', 'Group', 'Variable']);
    const label = csv.find((row) => row[1] === 'lab-mood' && row[4] === 'label');
    expect(label?.[11]).toBe("'=calm");
    expect(JSON.parse(await exported('json'))).toMatchObject({ types: [{ type: 'pdk-device-battery' }, {}] });
    expect(await exported('md')).toContain('### Battery (`pdk-device-battery`)');
    expect((await exported('xlsx')).slice(0, 2)).toBe('PK');
    expect((await exported('csv')).includes('I am well')).toBe(false);
  });

  it('pdk-45 is inferred again from what is stored, by a task', async () => {
    const organizationId = world.organization.id;
    const before = await read();
    await platform.runtime.db.execute(sql`DELETE FROM data_variables WHERE organization_id = ${organizationId}`);
    expect(await read()).toEqual([]);
    expect((await call('POST /codebook/infer', { body: {} })).status).toBe(202);
    await runTasks(platform.runtime);
    const again = await read();
    expect(again.map(({ type }) => type)).toEqual(before.map(({ type }) => type));
    expect(again[0]?.variables.map(({ path }) => path)).toEqual(before[0]?.variables.map(({ path }) => path));
    expect(await variableOf('pdk-device-battery', 'level')).toMatchObject({ minimum: 50, pointCount: 1 });
    await upload([aPoint('pdk-device-battery', { level: 51.5 })]);
    expect(await variableOf('pdk-device-battery', 'level')).toMatchObject({ maximum: 51.5, pointCount: 2 });
  });
});
