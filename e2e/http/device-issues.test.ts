import { read as readWorkbook, utils } from '@e965/xlsx';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { headersOfToken } from '#e2e/harness/accounts.ts';
import { anApiWorld, callWith, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { deviceIssueSchema } from '#lib/sources/index.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let token: Headers;

const pageSchema = z.object({ items: z.array(deviceIssueSchema), next: z.string().nullable() });

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  token = await tokenWith(['studies.read', 'sources.read', 'sources.manage']);
  await upload('P-1', 'Android 14 SDK 34; Acme P7');
  await upload('I-1', 'iOS 16.4; iPhone12,1');
});
afterAll(() => platform.stop());

async function tokenWith(scopes: string[], as = call): Promise<Headers> {
  const { json } = await as('POST /tokens', { body: { name: 'issues', scopes, studyId: null, lifeDays: 1 } });
  return headersOfToken(z.object({ token: z.string() }).parse(json).token);
}

/** A point from a device of this platform and model. */
async function upload(source: string, device: string): Promise<void> {
  const generator = `pdk-device-battery: Meadow/4.1 Passive Data Kit/1.0 (${device})`;
  const metadata = { 'generator-id': 'pdk-device-battery', generator, source, timestamp: 1_760_000_000 };
  const body = new URLSearchParams({ payload: JSON.stringify([{ level: 50, 'passive-data-metadata': metadata }]) });
  const address = `${platform.url}/studies/${world.study.key}/data/add-bundle.json`;
  expect((await fetch(address, { method: 'POST', body })).status).toBe(201);
  await processUntilEmpty(platform.runtime);
}

async function idOf(identifier: string): Promise<string> {
  const { json } = await call('GET /sources', { query: { text: identifier } });
  return z.object({ items: z.array(z.object({ id: z.string() })) }).parse(json).items[0]?.id ?? '';
}

async function list(query: Record<string, string | number> = {}) {
  return pageSchema.parse((await call('GET /issues', { query })).json);
}

const door = () => `${platform.url}/studies/${world.study.key}/data/issues.json`;

async function post(fields: Record<string, string>, headers = token) {
  const answer = await fetch(door(), { method: 'POST', body: new URLSearchParams(fields), headers });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

it('pdk-25 an issue is reported with the device as it was, changed, and both are in the audit log', async () => {
  const sourceId = await idOf('P-1');
  const body = { sourceId, kinds: ['storage', 'stability'], description: 'Closes itself', tags: 'pilot, week 3' };
  const made = await call('POST /issues', { body });
  expect(made.status).toBe(201);
  const issue = deviceIssueSchema.parse(made.json);
  expect(issue).toMatchObject({
    sourceIdentifier: 'P-1',
    state: 'opened',
    kinds: ['stability', 'storage'],
    tags: 'pilot, week 3',
    platform: 'Android 14 SDK 34',
    model: 'Acme P7',
    manufacturer: 'Acme',
    app: 'Meadow',
    appVersion: '4.1',
    reportedBy: expect.stringContaining('owner-') as string,
  });
  await upload('P-1', 'Android 15 SDK 35; Acme P8');
  const change = { state: 'in-progress', tags: '' };
  const changed = await call('PATCH /issues/{id}', { params: { id: issue.id }, body: change });
  expect(changed.json).toMatchObject({
    state: 'in-progress',
    tags: '',
    description: 'Closes itself',
    model: 'Acme P7',
  });
  const { text } = await call('GET /audit');
  expect(text).toContain('issue.create');
  expect(text).toContain('issue.update');
});

it('pdk-25 an issue about nothing, of nobody, or in no known state is refused', async () => {
  const sourceId = await idOf('P-1');
  expect((await call('POST /issues', { body: { sourceId, description: ' ' } })).status).toBe(400);
  expect((await call('POST /issues', { body: { sourceId, kinds: ['rust'], description: 'x' } })).status).toBe(400);
  const nobody = '0192f3c0-0000-7000-8000-000000000000';
  expect((await call('POST /issues', { body: { sourceId: nobody, description: 'x' } })).status).toBe(404);
  const id = (await list()).items[0]?.id ?? '';
  expect((await call('PATCH /issues/{id}', { params: { id }, body: { state: 'lost' } })).status).toBe(400);
});

it('pdk-25 the old address takes issues in its own words and lists them', async () => {
  const added = await post({
    source: 'I-1',
    description: 'Map is empty',
    tags: 'maps',
    app_stability: 'false',
    app_ui: 'true',
    location: 'true',
  });
  expect(added).toEqual({ status: 200, json: { success: true, message: 'New issue created successfully.' } });
  expect((await post({ description: 'x' })).json).toEqual({
    success: false,
    message: 'Source identifier not provided.',
  });
  expect((await post({ source: 'X-9' })).json).toEqual({
    success: false,
    message: 'Unable to locate data source with identifier: X-9.',
  });
  const listed = (await (await fetch(door(), { headers: token })).json()) as Record<string, unknown>[];
  expect(listed).toHaveLength(2);
  expect(listed[1]).toMatchObject({
    source: 'I-1',
    model: 'iPhone12,1',
    platform: 'iOS 16.4',
    state: 'opened',
    ui_related: true,
    location_related: true,
    stability_related: false,
    device_stability_related: false,
  });
});

it('pdk-25 the list is narrowed, sorted and paged', async () => {
  expect((await list({ text: 'map is' })).items.map((one) => one.sourceIdentifier)).toEqual(['I-1']);
  expect((await list({ state: 'in-progress' })).items.map((one) => one.sourceIdentifier)).toEqual(['P-1']);
  expect((await list({ kind: 'location' })).items.map((one) => one.sourceIdentifier)).toEqual(['I-1']);
  expect((await list({ manufacturer: 'Acme' })).items.map((one) => one.sourceIdentifier)).toEqual(['P-1']);
  expect((await list({ source: await idOf('P-1') })).items).toHaveLength(1);
  expect((await list({ study: 'elsewhere' })).items).toEqual([]);
  expect((await call('GET /issues/manufacturers')).json).toEqual({ items: ['Acme', 'Apple'], next: null });
  for (const sort of ['updated', 'created', 'source', 'state']) {
    const whole = await list({ sort, order: 'asc' });
    const first = await list({ sort, order: 'asc', limit: 1 });
    const second = await list({ sort, order: 'asc', limit: 1, cursor: first.next ?? '' });
    expect([...first.items, ...second.items], sort).toEqual(whole.items);
    expect(second.next).toBeNull();
  }
});

it('pdk-25 the workbook has the columns of pdk-issues, read by somebody else', async () => {
  const bytes = await downloadWorkbook();
  const book = readWorkbook(bytes);
  const rows = utils.sheet_to_json<unknown[]>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1, defval: '' });
  const kinds = [
    ...['Stability', 'Uptime', 'Responsiveness', 'Battery Use', 'Power Management', 'Data Volume', 'Data Quality'].map(
      (kind) => `${kind} Related`,
    ),
    ...['Bandwidth related', 'Storage related'],
    ...['Configuration', 'Location', 'Correctness', 'UI', 'Device Performance', 'Device Stability'].map(
      (kind) => `${kind} Related`,
    ),
  ];
  expect(rows[0]).toEqual([
    ...['Source', 'Model', 'Manufacturer', 'Platform', 'User Agent', 'State'],
    ...kinds,
    ...['Description', 'Tags'],
  ]);
  const issue = rows.find(([source]) => source === 'P-1') ?? [];
  expect(issue.slice(0, 4)).toEqual(['P-1', 'Acme P7', 'Acme', 'Android 14 SDK 34']);
  expect(issue.slice(5, 7)).toEqual(['in-progress', true]);
  expect(issue.slice(6, 21).filter((flag) => flag === true)).toHaveLength(2);
  expect(issue.slice(21)).toEqual(['Closes itself', '']);
  expect(rows).toHaveLength(3);
});

/** The workbook's bytes, for a program with a token. */
async function downloadWorkbook(): Promise<Buffer> {
  const program = await callWith(new Headers(token));
  const answer = await program('GET /issues/export');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toContain('pdk_export_issues.xlsx');
  return answer.bytes;
}

it('pdk-25 nobody from outside sees or adds an issue; readers only read', async () => {
  expect((await fetch(door())).status).toBe(401);
  const other = await (await anApiWorld(platform.runtime)).as('owner');
  const foreign = await tokenWith(['studies.read', 'sources.read', 'sources.manage'], other);
  expect((await fetch(door(), { headers: foreign })).status).toBe(401);
  expect((await other('GET /issues')).json).toEqual({ items: [], next: null });
  const id = (await list()).items[0]?.id ?? '';
  expect((await other('GET /issues/{id}', { params: { id } })).status).toBe(404);
  const reader = await tokenWith(['studies.read', 'sources.read']);
  expect((await post({ source: 'P-1', description: 'x' }, reader)).status).toBe(403);
  expect((await fetch(door(), { headers: reader })).status).toBe(200);
});
