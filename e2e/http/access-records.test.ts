import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anApiWorld, type ApiWorld } from '#e2e/harness/api.ts';
import { addBundle, aPoint } from '#e2e/harness/passive.ts';
import { aStaClient, aTokenOf } from '#e2e/harness/sensor-things.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { newId } from '#lib/platform/ids.ts';
import { receiveSamples } from '#lib/sensors/index.ts';
import { flushAccessRecords } from '#lib/platform/audit/record-access.ts';
import { sweepAccessRecords } from '#lib/platform/audit/sweep-access-records.ts';
import { sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let world: ApiWorld;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  const tenant = { organizationId: world.organization.id, studyId: world.study.id, studyKey: world.study.key };
  await addBundle(platform, tenant, [aPoint()]);
  await processUntilEmpty(platform.runtime);
  // Calls without a token: refused, and noted all the same.
  const address = `${platform.url}/studies/${world.study.key}/data/api/data-sources.json`;
  for (let index = 0; index < 6; index += 1) {
    await fetch(address, { method: 'POST', body: new URLSearchParams({ token: 'none' }) });
  }
});
afterAll(() => platform.stop());

interface Items {
  readonly items: readonly { readonly id: string }[];
}

describe('pdk-28 who read people’s data is noted', () => {
  it('of points as JSON too; the log is read by page and filter, and only by whom it is for', async () => {
    const manager = await world.as('manager');
    const source = await manager('GET /sources', { query: { study: world.study.key, text: 'P-1' } });
    const { items: sourceItems } = source.json as { items: { id: string }[] };
    const types = await manager('GET /sources/{id}/types', { params: { id: sourceItems[0]?.id ?? '' } });
    const [type] = (types.json as { items: { typeId: number }[] }).items;
    const query = { source: sourceItems[0]?.id, type: type?.typeId };
    const points = await manager('GET /points', { query });
    const [point] = (points.json as { items: { createdAtUs: number; contentHash: string }[] }).items;
    const raw = await manager('GET /points/raw', {
      query: { ...query, at: point?.createdAtUs, hash: point?.contentHash },
    });
    expect(raw.status).toBe(200);
    const log = async (asked: Record<string, string | number>) =>
      (await manager('GET /access-records', { query: asked })).json as {
        items: { id: string; action: string; outcome: string; count: number | null }[];
        next: string | null;
      };
    expect((await log({ action: 'point' })).items).toMatchObject([
      { action: 'point.read', outcome: 'ok', count: 1 },
      { action: 'point.list', outcome: 'ok', count: 1 },
    ]);
    expect((await log({ outcome: 'refused' })).items.every(({ outcome }) => outcome === 'refused')).toBe(true);
    const first = await log({ limit: 3 });
    const second = await log({ limit: 3, cursor: first.next ?? '' });
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6);
    const analyst = await world.as('analyst');
    expect((await analyst('GET /access-records')).status).toBe(403);
  });

  it('of charts, summaries, newest points and series too, through every door; once a minute for the same question', async () => {
    const manager = await world.as('manager');
    const sourceId = ((await manager('GET /sources', { query: { text: 'P-1' } })).json as Items).items[0]?.id ?? '';
    const before = new Date().toISOString();
    const reader = await world.as('analyst');
    const types = await reader('GET /sources/{id}/types', { params: { id: sourceId } });
    const [type] = (types.json as { items: { typeId: number }[] }).items;
    const window = { from: '2026-01-01T00:00:00Z', to: '2026-12-31T00:00:00Z' };
    for (const _again of [1, 2]) {
      await reader('GET /points/chart', { query: { source: sourceId, type: type?.typeId, ...window } });
    }
    await reader('GET /points/density', { query: { source: sourceId, ...window } });
    await reader('GET /points/latest', { query: { study: world.study.key } });
    await reader('GET /sources/counts', {});
    await reader('GET /sources/{id}', { params: { id: newId() } });
    const member = await world.as('collector');
    expect((await member('GET /points/density', { query: { source: sourceId, ...window } })).status).toBe(403);

    const body = { study: world.study.key, eui64: '00000000000000AA', protocol: 'elsys', expectedIntervalS: 600 };
    const node = ((await manager('POST /nodes', { body })).json as { id: string }).id;
    const sample = { observedAt: new Date('2026-10-01T00:00:00Z'), values: { co2: 400 }, quality: 'M' as const };
    await receiveSamples(world.system, [{ node: { id: node }, sample }]);
    await reader('GET /nodes/{id}/series', { params: { id: node }, query: window });
    const authorization = await aTokenOf(manager, ['sources.read', 'passive.read', 'registry.read']);
    const sta = aStaClient(platform.url, authorization);
    expect((await sta.call('GET', 'Things?$top=1')).status).toBe(200);
    expect((await sta.call('GET', 'Observations(999999)')).status).toBe(404);
    const series = `${platform.url}/api/v1/nodes/${node}/timeseries/`;
    expect((await fetch(series, { headers: { authorization } })).status).toBe(200);

    const { items } = (await manager('GET /access-records', { query: { from: before, limit: 100 } })).json as {
      items: { action: string; outcome: string; studyId: string | null; detail: { path: string; sourceId?: string } }[];
    };
    // The list that the source was found in may be noted in the millisecond in which the time was taken.
    const later = items.filter(({ detail }) => detail.path !== 'sources');
    const noted = later.map(({ action, outcome, studyId, detail: { path, sourceId: of } }) =>
      [action, path, outcome, of ?? '', studyId === null ? '' : 'study'].join(' '),
    );
    expect(noted.sort()).toEqual(
      [
        `data.read nodes/{id}/series ok ${node} study`,
        `data.read points/chart ok ${sourceId} study`,
        `data.read points/density ok ${sourceId} study`,
        'data.read points/density refused  ',
        'data.read points/latest ok  ',
        'data.read sources/{id} refused  ',
        `data.read sources/{id}/types ok ${sourceId} study`,
        `jsonapi.read nodes/{id}/timeseries ok ${node} `,
        'sta.read Observations({id}) refused  ',
        'sta.read Things ok  ',
      ].sort(),
    );
  });

  it('and is let go of after the time that the installation keeps it', async () => {
    const { db, config, log } = platform.runtime;
    await flushAccessRecords(platform.runtime);
    await db.execute(sql`UPDATE access_records SET at = now() - interval '800 days' WHERE action = 'pull.sources'`);
    const swept = await sweepAccessRecords({ db, log, config: { ...config, accessRecordDays: 730 } });
    expect(swept).toBeGreaterThan(0);
    expect(await sweepAccessRecords({ db, log, config })).toBe(0);
  });
});
