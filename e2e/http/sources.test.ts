import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { updateStudy } from '#lib/accounts/index.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { sourceSchema } from '#lib/sources/domain/source.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('manager');
});
afterAll(() => platform.stop());

const idsSchema = z.object({ items: z.array(z.object({ id: z.string() })) });
const sourcesSchema = z.object({ items: z.array(sourceSchema.extend({ rate: z.array(z.number()) })) });
const typesSchema = z.object({ items: z.array(z.object({ typeId: z.number(), identifier: z.string() })) });
const pointsSchema = z.object({
  items: z.array(
    z.object({ createdAtUs: z.number(), contentHash: z.string(), cells: z.record(z.string(), z.unknown()) }),
  ),
  next: z.string().nullable(),
});

/** Sends points as a device does and waits until they are stored. */
async function upload(points: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<void> {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) {
    form.set(name, new File([content], 'plot.jpg', { type: 'image/jpeg' }));
  }
  form.set('payload', `[${points.join()}]`);
  const address = `${platform.url}/studies/${world.study.key}/data/add-bundle.json`;
  const answer = await fetch(address, { method: 'POST', body: form });
  expect(answer.status).toBe(201);
  await processUntilEmpty(platform.runtime);
}

const nowSeconds = Math.floor(Date.now() / 1000);

function aPoint(source: string, type: string, { at = nowSeconds, members = '' } = {}): string {
  const generator = `${type}: Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)`;
  const metadata = { 'generator-id': type, generator, source, timestamp: at, timezone: 'Africa/Kampala' };
  return `{${members}${members === '' ? '' : ','}"passive-data-metadata":${JSON.stringify(metadata)}}`;
}

async function sourceNamed(identifier: string) {
  const { items } = sourcesSchema.parse((await call('GET /sources', { query: { text: identifier } })).json);
  const source = items.find((one) => one.identifier === identifier);
  if (!source) throw new Error(`${identifier} is not in the list`);
  return source;
}

async function typeOf(sourceId: string, identifier: string): Promise<number> {
  const { items } = typesSchema.parse((await call('GET /sources/{id}/types', { params: { id: sourceId } })).json);
  return items.find((type) => type.identifier === identifier)?.typeId ?? -1;
}

describe('a source through the doors', () => {
  it('pdk-12 appears by itself with its first upload, in the default group, under its new name', async () => {
    const created = await call('POST /groups', { body: { study: world.study.key, name: 'Arrivals' } });
    const { id: groupId } = z.object({ id: z.string() }).parse(created.json);
    await updateStudy(world.system, {
      studyId: world.study.id,
      defaultGroupId: groupId,
      renameRules: [{ pattern: '^old-', replacement: 'new-' }],
    });
    await upload([aPoint('old-1', 'pdk-device-battery', { members: '"level":80' })]);
    const source = await sourceNamed('new-1');
    expect(source).toMatchObject({ kind: 'phone', groupName: 'Arrivals', state: 'active', pointCount: 1 });
    expect(source.rate.at(-1)).toBe(1);
    expect(source.userAgent).toContain('Acme P7');
    const { items } = idsSchema.parse((await call('GET /sources', { query: { text: 'old-1' } })).json);
    expect(items).toEqual([]);
  });

  it('reg-29 is on the map of places where it was last, for who may see where sources are', async () => {
    await upload([
      aPoint('roamer-1', 'pdk-location', { at: nowSeconds - 60, members: '"latitude":-4.1,"longitude":15.1' }),
      aPoint('roamer-1', 'pdk-location', { members: '"latitude":-4.32,"longitude":15.31' }),
    ]);
    const { json } = await call('GET /sources/positions', { query: { text: 'roamer-1' } });
    expect(json).toMatchObject({
      items: [{ name: 'roamer-1', kind: 'phone', position: [15.31, -4.32] }],
      isTruncated: false,
    });
    const collector = await world.as('collector');
    expect((await collector('GET /sources/positions')).status).toBe(403);
  });

  it('pdk-23 shows the chart that fits, the table and every digit of a point', async () => {
    const levels = [90, 80, 70].map((level, index) =>
      aPoint('battery-1', 'pdk-device-battery', {
        at: nowSeconds - 3600 + index * 600,
        members: `"level":${String(level)},"serial":12345678901234567890,"share":1.10`,
      }),
    );
    await upload(levels);
    const { id: source } = await sourceNamed('battery-1');
    const type = await typeOf(source, 'pdk-device-battery');
    const window = {
      from: new Date((nowSeconds - 86_400) * 1000).toISOString(),
      to: new Date(nowSeconds * 1000).toISOString(),
    };
    const chart = await call('GET /points/chart', { query: { source, type, ...window } });
    expect(chart.json).toMatchObject({ kind: 'lines', paths: ['level'], isSampled: false });
    const points = pointsSchema.parse((await call('GET /points', { query: { source, type, ...window } })).json);
    expect(points.items.map(({ cells }) => cells['level'])).toEqual([70, 80, 90]);
    const [newest] = points.items;
    const raw = await call('GET /points/raw', {
      query: { source, type, at: newest?.createdAtUs, hash: newest?.contentHash },
    });
    expect(raw.text).toContain('12345678901234567890');
    expect(raw.text).toContain('"share":1.10');
    expect(raw.json).toMatchObject({ 'passive-data-metadata': { source: 'battery-1', encrypted_transmission: false } });
    const density = await call('GET /points/density', { query: { source, ...window } });
    expect(density.json).toMatchObject({ types: [{ typeId: type }] });
  });

  it('pdk-13 location points make a track, and what they say of their kind is their secondary id', async () => {
    const place = (index: number) => `"latitude":0.3,"longitude":${String(32.5 + index / 100)}`;
    await upload(
      [0, 1, 2].map((index) =>
        aPoint('walker-1', 'pdk-location', { at: nowSeconds - 1800 + index * 60, members: place(index) }),
      ),
    );
    await upload([aPoint('walker-1', 'pdk-app-event', { members: '"event_name":"opened"' })]);
    const { id: source } = await sourceNamed('walker-1');
    const window = {
      from: new Date((nowSeconds - 7200) * 1000).toISOString(),
      to: new Date((nowSeconds + 60) * 1000).toISOString(),
    };
    const track = await call('GET /points/chart', {
      query: { source, type: await typeOf(source, 'pdk-location'), ...window },
    });
    expect(track.json).toMatchObject({
      kind: 'track',
      positions: [0, 1, 2].map((index) => [(nowSeconds - 1800 + index * 60) * 1000, 32.5 + index / 100, 0.3]),
    });
    const events = await call('GET /points/chart', {
      query: { source, type: await typeOf(source, 'pdk-app-event'), ...window },
    });
    expect(events.json).toMatchObject({ kind: 'counts', names: ['opened'] });
  });

  it('pdk-11 offers the files that points name, to save and never to show', async () => {
    const members = '"photo@":"guid-1","note":"plot corner"';
    await upload([aPoint('camera-1', 'plot-photo', { members })], { 'guid-1': 'the bytes of a picture' });
    const { id: source } = await sourceNamed('camera-1');
    const list = await call('GET /points/attachments', { query: { source } });
    const { items } = z.object({ items: z.array(z.object({ fileId: z.string() })) }).parse(list.json);
    const params = { id: items[0]?.fileId ?? '' };
    const file = await call('GET /points/attachments/{id}', { params });
    expect(file.text).toBe('the bytes of a picture');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    const collector = await world.as('collector');
    expect((await collector('GET /points/attachments/{id}', { params })).status).toBe(403);
  });

  it('pdk-09 says beforehand what a device will be told, and why', async () => {
    const body = { generators: [{ identifier: 'pdk-location' }] };
    const draft = { studyId: world.study.id, name: 'Walkers', idPattern: '^walker-', body };
    expect((await call('POST /configurations', { body: draft })).status).toBe(201);
    const told = await fetch(`${platform.url}/studies/${world.study.key}/data/app-config.json?id=walker-9`);
    expect(await told.json()).toEqual(body);
    const query = { studyId: world.study.id, identifier: 'walker-9' };
    const explained = await call('GET /configurations/explain', { query });
    expect(explained.json).toMatchObject({ configuration: { name: 'Walkers', why: 'pattern', body } });
    const analyst = await world.as('analyst');
    expect((await analyst('GET /configurations/explain', { query })).json).toMatchObject({
      configuration: { why: 'pattern', name: null, body: null },
    });
    const nobody = { studyId: world.study.id, identifier: 'someone' };
    expect((await call('GET /configurations/explain', { query: nobody })).json).toEqual({ configuration: null });
  });
});

describe('acts on sources through the API', () => {
  it('pdk-23 archives many and takes it back; archived ones go on receiving', async () => {
    await upload(['many-1', 'many-2', 'many-3'].map((source) => aPoint(source, 'pdk-device-battery')));
    const [first, second] = [await sourceNamed('many-1'), await sourceNamed('many-2')];
    const selection = { filter: { text: 'many-' }, except: [first.id] };
    const summary = await call('POST /sources/selection', { body: { selection } });
    expect(summary.json).toMatchObject({ all: 2, points: 2, active: 2 });
    const outcome = await call('POST /sources/archive', { body: { selection, archived: true } });
    expect(outcome.json).toMatchObject({ changed: 2 });
    await upload([aPoint('many-2', 'pdk-device-battery', { at: nowSeconds - 60 })]);
    const archived = await call('GET /sources', { query: { text: 'many-', archived: 'true', sort: 'name' } });
    expect(sourcesSchema.parse(archived.json).items.map(({ pointCount }) => pointCount)).toContain(2);
    const back = { selection: { ids: [second.id] }, archived: false };
    expect((await call('POST /sources/archive', { body: back })).json).toEqual({ changed: 1, ids: [second.id] });
  });

  it('pdk-23 names every wrong field of a request', async () => {
    const wrong = await call('POST /sources', { body: { study: world.study.key, identifier: '', kind: 'toaster' } });
    expect(wrong.status).toBe(400);
    expect(wrong.json).toMatchObject({ code: 'input_invalid', fields: { identifier: expect.any(String) as string } });
    const twice = { body: { study: world.study.key, identifier: 'by-hand' } };
    expect((await call('POST /sources', twice)).status).toBe(201);
    expect((await call('POST /sources', twice)).json).toMatchObject({ code: 'already_exists' });
    const backwards = { source: (await sourceNamed('by-hand')).id, from: '2026-02-01', to: '2026-01-01' };
    expect((await call('GET /points/density', { query: backwards })).json).toMatchObject({ code: 'input_invalid' });
  });
});
