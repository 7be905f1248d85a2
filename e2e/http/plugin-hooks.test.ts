import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { readResult, readTable } from '#e2e/harness/archive.ts';
import { aDonationWorld, giveFile } from '#e2e/harness/donations.ts';
import { aPoint } from '#e2e/harness/passive.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { aZip } from '#e2e/harness/xlsx.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { createToken, actorOfPerson, createUser } from '#lib/accounts/index.ts';
import { checkStudy, processUntilEmpty, readPoints, renderPoint } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import { newId, type TaskId } from '#lib/platform/ids.ts';

/** Every hook throws: nothing of it may reach data or devices. */
const broken = `const no = () => { throw new Error('broken on purpose'); };
export default { name: 'broken', types: [{ identifier: 'rain-gauge-2', secondaryIdentifier: no, location: no }],
  renameSource: no, bundleMetadata: no, updateConfiguration: no, annotateSource: no, sourceActions: no };`;

/** What an installation might add beside a type: a reader of archives, a place for exports, points of elsewhere. */
const harbour = (sent: string) => `import { writeFile } from 'node:fs/promises';
const diary = { what: 'diary', pattern: /diary\\.json$/, *read(text) {
  for (const entry of JSON.parse(text)) yield { event: 'entry', atMs: entry.at, plain: { place: entry.place },
    sealed: { body: entry.body }, engagement: { type: 'post', outgoing: 1 } };
} };
export default { name: 'harbour',
  types: [{ identifier: 'all-rain', label: 'All rain', covers: ['rain-gauge', 'rain-gauge-2'] }],
  importers: [{ service: 'harbour', label: 'Harbour', members: [diary], events: { entry: { label: 'Entry', mediaType: 'text' } } }],
  annotators: [{ id: 'loud', fields: { loud: 'number' }, annotate: (text) => ({ loud: text.split('!').length - 1 }) }],
  destinations: [{ kind: 'quay', title: 'Quay', parameters: [
      { name: 'berth', title: 'Berth', isSecret: false }, { name: 'word', title: 'Password', isSecret: true }],
    async send({ path, sizeBytes, content, parameters }) {
      let bytes = 0;
      for await (const chunk of content) bytes += chunk.length;
      await writeFile(${JSON.stringify(sent)}, JSON.stringify({ path, whole: bytes === sizeBytes, parameters }));
    } }],
  async queryPoints({ type, source, skip, limit }) {
    if (type !== 'tide') return null;
    return { count: 9, points: [{ source, skip, limit }] };
  },
  homeActions: () => [{ title: 'Tide table', href: '/tide' }], homeNotice: () => 'High water at noon',
};`;

let folder: string;
let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let data: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-hooks-'));
  await writeFile(join(folder, 'broken.mjs'), broken);
  const added = [join(folder, 'broken.mjs'), join(folder, 'harbour.mjs')];
  await writeFile(added[1] as string, harbour(join(folder, 'sent.json')));
  const example = resolve(import.meta.dirname, '../../docs/examples/rain-gauge-plugin.mjs');
  platform = await startPlatform({ env: { CAIRN_PLUGINS: [...added, example].join(',') } });
  world = await anApiWorld(platform.runtime);
  call = await world.as('manager');
  data = `${platform.url}/studies/${world.study.key}/data`;
  const points = [
    aPoint({
      type: 'rain-gauge',
      source: 'GAUGE 7',
      members: { tips: 4, channel: 'north', place: '0.3,32.5', sim: '4477' },
    }),
    aPoint({ type: 'rain-gauge-2', source: 'P-1', members: { tips: 1 } }),
  ];
  const body = new URLSearchParams({ payload: JSON.stringify(points) });
  await fetch(`${data}/add-bundle.json`, { method: 'POST', body, headers: { 'user-agent': 'RainPost/hill' } });
  await processUntilEmpty(platform.runtime);
});
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

async function pullToken(scopes: readonly Verb[]): Promise<string> {
  const email = `pull-${newId()}@example.org`;
  const person = { email, name: 'Pull', password: 'a stone upon a stone', role: 'analyst', locale: 'en' } as const;
  await createUser(world.system, { ...person, mustChangePassword: false });
  const { actor } = await actorOfPerson(platform.runtime, { email, organization: world.organization.id });
  const ctx = platform.runtime.context({ organizationId: world.organization.id, actor, requestId: newId() });
  return (await createToken(ctx, { name: 'pull', scopes: [...scopes], studyId: null, lifeDays: 1 })).token;
}

const rowSchema = z.object({
  id: z.string(),
  identifier: z.string(),
  secondaryId: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
});

describe('pdk-44 the example plug-in in a running platform', () => {
  it('pdk-12 pdk-13 pdk-14 renames, inspects, tells apart, places and describes points; a broken one beside it costs nothing', async () => {
    const rows = await platform.runtime.db.query(
      rowSchema,
      sql`SELECT s.id, s.identifier, p.secondary_id AS "secondaryId", ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat
        FROM data_points p JOIN sources s ON s.organization_id = p.organization_id AND s.id = p.source_id
        WHERE p.organization_id = ${world.organization.id} ORDER BY s.identifier`,
    );
    expect(rows).toMatchObject([
      { identifier: 'P-1', secondaryId: null, lon: null },
      { identifier: 'gauge-7', secondaryId: 'north', lon: 32.5, lat: 0.3 },
    ]);
    const texts: string[] = [];
    for await (const row of readPoints(world.system, { sourceIds: rows.map(({ id }) => id) }))
      texts.push(renderPoint(row));
    const gauge = texts.find((text) => text.includes('gauge-7')) ?? '';
    expect(gauge).not.toContain('4477');
    expect(JSON.parse(gauge)).toMatchObject({ 'passive-data-metadata': { 'bundle-details': { post: 'hill' } } });
  });

  it('pdk-09 changes what its devices are told, in the preview as well', async () => {
    const draft = { name: 'All', idPattern: '.*', body: { a: 1 } };
    await call('POST /configurations', { body: { studyId: world.study.id, ...draft } });
    const ask = async (id: string) => (await fetch(`${data}/app-config.json?id=${id}`)).json() as Promise<unknown>;
    expect([await ask('gauge-7'), await ask('P-1')]).toEqual([{ a: 1, 'bucket-mm': 0.2 }, { a: 1 }]);
    const query = { studyId: world.study.id, identifier: 'gauge-7' };
    expect((await call('GET /configurations/explain', { query })).json).toMatchObject({
      configuration: { body: { a: 1, 'bucket-mm': 0.2 } },
    });
  });

  it('pdk-27 adds to source records of the pull API', async () => {
    const token = await pullToken(['sources.read']);
    const answer = await fetch(`${data}/api/data-sources.json`, {
      method: 'POST',
      body: new URLSearchParams({ token }),
    });
    const { matches } = (await answer.json()) as { matches: { identifier: string; network?: string }[] };
    expect(matches.map(({ identifier, network }) => [identifier, network])).toEqual([
      ['P-1', undefined],
      ['gauge-7', 'rain'],
    ]);
  });

  it('says on the System page which plug-in fails, where, and how often', async () => {
    await expect
      .poll(async () => (await call('GET /health-series/now')).json, { timeout: 20_000 })
      .toMatchObject({ plugins: [{ plugin: 'broken', process: 'web', lastError: 'broken on purpose' }] });
  });
});

describe('pdk-44 what plug-ins say of their types', () => {
  const source = async (identifier: string) => {
    const { json } = await call('GET /sources', { query: { study: world.study.key, text: identifier } });
    return (json as { items: { id: string }[] }).items[0]?.id ?? '';
  };

  it('pdk-38 pdk-45 is on the page of a source and in the codebook', async () => {
    const id = await source('gauge-7');
    const types = (await call('GET /sources/{id}/types', { params: { id } })).json as {
      items: { typeId: number; label: string; view: object }[];
    };
    const view = { chart: { kind: 'lines', paths: ['tips'] }, columns: [{ path: 'tips', title: 'Tips' }] };
    expect(types.items).toMatchObject([{ label: 'Rain gauge', view }]);
    const query = { source: id, type: types.items[0]?.typeId };
    expect((await call('GET /points', { query })).json).toMatchObject({ items: [{ cells: { tips: 4 } }] });
    const book = (await call('GET /codebook', { query: { type: 'rain-gauge' } })).json;
    expect(book).toMatchObject({ items: [{ title: 'Rain gauge', category: 'Weather' }] });
    expect(JSON.stringify(book)).toContain('Tips: Each is 0.2 mm of rain.');
  });

  it('pdk-33 pdk-35 is in exports, and a plug-in takes the archive where it belongs', async () => {
    const offered = (await call('POST /exports/types', { body: { study: world.study.key } })).json;
    expect(offered).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ type: 'all-rain' })]) as unknown,
    });
    const owner = await world.as('owner');
    const settings = { kind: 'plugin', plugin: 'quay', parameters: { berth: '4' }, path: 'in' };
    const without = await owner('POST /export-destinations', { body: { name: 'Quay', settings } });
    expect(without.status).toBe(400);
    const body = { name: 'Quay', settings, secrets: { parameters: { word: 'hush-hush-quay' } } };
    const made = await owner('POST /export-destinations', { body });
    expect(made.json).toMatchObject({ secretsSet: ['word'] });
    const destinationIds = [(made.json as { id: string }).id];
    const ordered = await call('POST /exports', {
      body: { study: world.study.key, types: ['all-rain'], destinationIds },
    });
    expect(ordered.status, ordered.text).toBe(202);
    await runTasks(platform.runtime);
    const { taskIds } = ordered.json as { taskIds: TaskId[] };
    const members = await readResult(world.system, taskIds[0] as TaskId);
    const rows = readTable(members.get('rain-gauge/gauge-7.txt') ?? '');
    expect(rows.map((row) => [row[0], ...row.slice(5)])).toEqual([
      ['Source', 'Tips', 'Rain (mm)'],
      ['gauge-7', '4', '0.8'],
    ]);
    expect([...members.keys()].some((name) => name.includes('rain-gauge-2'))).toBe(true);
    const sent = JSON.parse(await readFile(join(folder, 'sent.json'), 'utf8')) as object;
    expect(sent).toMatchObject({ whole: true, parameters: { berth: '4', word: 'hush-hush-quay' } });
    const rest = await owner('GET /export-destinations');
    expect(rest.text).not.toContain('hush-hush-quay');
  });

  it('pdk-22 checks sources, and a study can turn that off', async () => {
    const studyId = world.study.id;
    const clogged = aPoint({ type: 'rain-gauge', source: 'gauge-9', members: { tips: 0, clogged: true } });
    const body = new URLSearchParams({ payload: JSON.stringify([clogged]) });
    await fetch(`${data}/add-bundle.json`, { method: 'POST', body });
    await processUntilEmpty(platform.runtime);
    const { publicUrl } = platform.runtime.config;
    await checkStudy(world.system, { studyId, publicUrl });
    const open = async () =>
      (
        (await call('GET /alerts', { query: { study: world.study.key } })).json as { items: { checkId: string }[] }
      ).items.filter(({ checkId }) => checkId === 'rain-gauge-clogged');
    expect(await open()).toMatchObject([{ name: 'Rain gauge clogged', level: 'warning' }]);
    const listed = (await call('GET /alert-rules', { query: { studyId } })).json;
    expect(JSON.stringify(listed)).toContain('rain-gauge-clogged');
    await call('PUT /alert-rules/built-in', { body: { studyId, checkId: 'rain-gauge-clogged', isEnabled: false } });
    await checkStudy(world.system, { studyId, publicUrl });
    expect(await open()).toEqual([]);
  });

  it('pdk-46 pdk-47 reads archives of its service; what annotators say stands beside sealed texts', async () => {
    const donations = await aDonationWorld(platform.runtime);
    const service = { name: 'Harbour', priority: 1, extensions: ['zip'], isOffered: true };
    const instructions = { en: ['Ask the harbour.'], fr: ['Demandez au port.'], de: ['Fragen Sie im Hafen.'] };
    const owner = await donations.as('owner');
    const kept = await owner('PUT /donations/services/{slug}', {
      params: { slug: 'harbour' },
      body: { ...service, instructions },
    });
    expect(kept.status, kept.text).toBeLessThan(300);
    const asked = await donations.ask('P-9', { services: ['harbour'] });
    const entry = { at: 1_760_000_000_000, place: 'quay', body: 'I love it!!' };
    const content = await aZip({ 'mine/diary.json': JSON.stringify([entry]) });
    await giveFile(asked.call, 'harbour', { name: 'mine.zip', content });
    await donations.work();
    const points = await donations.pointsOf('P-9');
    const entries = points.filter(({ type }) => type === 'pdk-external-harbour-entry');
    expect(entries).toHaveLength(1);
    expect(JSON.parse(entries[0]?.properties ?? '{}')).toMatchObject({
      place: 'quay',
      pdk_loud_body: 2,
      pdk_sentiment_body: 1,
      pdk_length_body: 11,
      pdk_word_count_body: 3,
    });
    expect(entries[0]?.properties).not.toContain('love');
  });

  it('pdk-27 answers pull clients for a type that exists only there', async () => {
    const token = await pullToken(['sources.read', 'passive.read']);
    const ask = async (type: string) => {
      const filters = JSON.stringify([{ generator_identifier: type }, { source: 'gauge-7' }]);
      const fields = { token, filters, excludes: '[]', order_by: '[]', page_size: '5', page_index: '2' };
      const answer = await fetch(`${data}/api/data-points.json`, { method: 'POST', body: new URLSearchParams(fields) });
      return answer.json() as Promise<unknown>;
    };
    expect(await ask('tide')).toMatchObject({ count: 9, matches: [{ source: 'gauge-7', skip: 10, limit: 5 }] });
    expect(await ask('rain-gauge')).toMatchObject({ count: 1, matches: [] });
  });
});

describe('pdk-47 text annotators are there without being asked for', () => {
  it('length, words and mood of a text', () => {
    const { annotators } = platform.runtime.plugins.hooks.plugins.find(({ name }) => name === 'text-annotators') ?? {};
    const scores = (text: string): object =>
      Object.fromEntries((annotators ?? []).flatMap((one) => Object.entries(one.annotate(text))));
    expect(scores('I love this 👍')).toEqual({ length: 13, word_count: 3, sentiment: 1, sentiment_words: 1 });
    expect(scores('not good')).toMatchObject({ sentiment: -0.6 });
    expect(scores('Das ist schrecklich, aber schön.')).toMatchObject({ sentiment: -0.2, sentiment_words: 2 });
    expect(scores('')).toEqual({ length: 0, word_count: 0, sentiment: 0, sentiment_words: 0 });
  });
});
