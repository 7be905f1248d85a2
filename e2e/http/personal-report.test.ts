import { afterAll, beforeAll, expect, it } from 'vitest';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { addBundle, aPoint } from '#e2e/harness/passive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { ZipArchive } from '#lib/formats/zip/zip-archive.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { listSources } from '#lib/sources/index.ts';

let platform: TestPlatform;
let world: ApiWorld;
let analyst: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  analyst = await world.as('analyst');
});
afterAll(() => platform.stop());

const begin = Date.UTC(2026, 9, 1, 22, 0) / 1000;
const evil = '<script>alert("x")</script>';

async function aSource(identifier: string, points: readonly object[], files: readonly string[] = []): Promise<string> {
  const tenant = { organizationId: world.organization.id, studyId: world.study.id } as never;
  if (points.length > 0) await addBundle(platform, tenant, points, { files });
  await processUntilEmpty(platform.runtime);
  const { items } = await listSources(world.system, {
    sort: 'name',
    order: 'asc',
    limit: 50,
    cursor: undefined,
  } as never);
  return items.find((source) => source.identifier === identifier)!.id;
}

async function report(sourceId: string, wish: object): Promise<{ name: string; pages: Map<string, string> }> {
  const ordered = await analyst('POST /sources/{id}/personal-report', { params: { id: sourceId }, body: wish });
  expect(ordered.status, ordered.text).toBe(202);
  await runTasks(platform.runtime);
  const { taskId } = ordered.json as { taskId: string };
  const task = await analyst('GET /tasks/{id}', { params: { id: taskId } });
  expect(task.json).toMatchObject({ state: 'succeeded' });
  const result = platform.runtime.db.prisma.task.findFirstOrThrow({ where: { id: taskId } });
  const { resultBlobKey, resultName } = await result;
  const zip = await ZipArchive.open(await platform.runtime.blobs.read(resultBlobKey!), {
    maxEntries: 100,
    maxTotalBytes: 50_000_000,
    maxRatio: 1000,
  });
  const pages = new Map<string, string>();
  for (const name of zip.names()) pages.set(name, Buffer.concat(await Array.fromAsync(zip.read(name))).toString());
  zip.close();
  return { name: resultName!, pages };
}

it('pdk-37 a report opens without a server: counts, charts, tables, thinned positions, files, in the language asked for', async () => {
  const positions = Array.from({ length: 120 }, (_, minute) =>
    aPoint({
      type: 'pdk-location',
      source: 'Ana/1',
      timestamp: begin + minute * 60,
      members: { latitude: 1 + minute / 1000, longitude: 32, accuracy: 5 },
    }),
  );
  const batteries = Array.from({ length: 700 }, (_, index) =>
    aPoint({ source: 'Ana/1', timestamp: begin + index * 3600, members: { level: index % 100, note: evil } }),
  );
  const photo = aPoint({ type: 'photo', source: 'Ana/1', timestamp: begin, members: { 'pic@': 'pic-1' } });
  const id = await aSource('Ana/1', [...positions, ...batteries, photo], ['pic-1']);
  const { name, pages } = await report(id, { locale: 'fr', timeZone: 'Africa/Kampala' });
  expect(name).toBe('Ana_1.zip');
  expect([...pages.keys()].sort()).toEqual(
    [
      'index.html', 'location.html', 'location.geojson', 'attachments.html', 'types/pdk-location.html', 'types/photo.html',
      'types/pdk-device-battery.html', 'data/pdk-location.jsonl', 'data/photo.jsonl', 'data/pdk-device-battery.jsonl',
    ].sort(), // prettier-ignore
  );
  for (const [page, text] of pages) {
    if (!page.endsWith('.html')) continue;
    expect(text).toContain('<html lang="fr">');
    expect(text).toContain("default-src 'none'");
    // Links lead to members of the archive, and nothing is loaded.
    expect(text).not.toMatch(/<script|<img|<link|https?:\/\//);
    for (const [, href] of text.matchAll(/href="([^"]*)"/g)) {
      expect(pages.has(new URL(href!, `file:///${page}`).pathname.slice(1)), href).toBe(true);
    }
  }
  const index = pages.get('index.html')!;
  expect(index).toContain('821 entrées de 3 types');
  expect(index).toContain('Africa/Kampala');
  expect(index.match(/<rect class="mark"/g)!.length).toBeGreaterThan(28);
  const battery = pages.get('types/pdk-device-battery.html')!;
  expect(battery.match(/<tr>/g)).toHaveLength(501);
  expect(index).toContain('<a href="types/pdk-device-battery.html">Batterie</a>');
  expect(battery).toContain('<h1>Batterie</h1>');
  expect(pages.get('types/photo.html')).toContain('<h1>photo</h1>');
  expect(battery).toContain('&lt;script&gt;');
  // 22:00 UTC is the next day there.
  expect(battery).toContain('<title>2026-10-02: 23</title>');
  const lines = pages.get('data/pdk-device-battery.jsonl')!.trimEnd().split('\n');
  expect(lines).toHaveLength(700);
  expect(JSON.parse(lines[0]!)).toEqual({ time: '2026-10-01T22:00:00.000Z', point: { level: 0, note: evil } });
  const geojson = JSON.parse(pages.get('location.geojson')!) as { features: { geometry: { coordinates: number[] } }[] };
  expect(geojson.features).toHaveLength(24);
  expect(geojson.features[1]!.geometry.coordinates).toEqual([32, 1.005]);
  expect(pages.get('location.html')).toContain('<polyline');
  expect(pages.get('attachments.html')).toContain('x.jpg');
  const audit = await platform.runtime.db.prisma.auditEvent.findMany({
    where: { action: 'export.personal', subjectId: id },
  });
  expect(audit).toHaveLength(1);
});

it('pdk-37 somebody of whom nothing came gets a report that says so; another organization gets nothing', async () => {
  const manager = await world.as('manager');
  const made = await manager('POST /sources', { body: { study: world.study.key, identifier: 'Nobody' } });
  const { id } = made.json as { id: string };
  const { pages } = await report(id, {});
  expect([...pages.keys()]).toEqual(['index.html']);
  expect(pages.get('index.html')).toContain('Nothing has been collected yet.');
  const stranger = await (await anApiWorld(platform.runtime)).as('owner');
  const order = (call: ApiCall, body: object = {}) =>
    call('POST /sources/{id}/personal-report', { params: { id }, body });
  expect((await order(stranger)).status).toBe(404);
  expect((await order(await world.as('validator'))).status).toBe(403);
  expect((await order(manager, { timeZone: 'Moon/Crater' })).status).toBe(400);
});
