import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anApiWorld, type ApiWorld } from '#e2e/harness/api.ts';
import { addBundle, aPoint } from '#e2e/harness/passive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
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

  it('and is let go of after the time that the installation keeps it', async () => {
    const { db, config, log } = platform.runtime;
    await flushAccessRecords(platform.runtime);
    await db.execute(sql`UPDATE access_records SET at = now() - interval '800 days' WHERE action = 'pull.sources'`);
    const swept = await sweepAccessRecords({ db, log, config: { ...config, accessRecordDays: 730 } });
    expect(swept).toBeGreaterThan(0);
    expect(await sweepAccessRecords({ db, log, config })).toBe(0);
  });
});
