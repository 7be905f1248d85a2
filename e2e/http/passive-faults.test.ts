import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { clearBundles, measureBacklog, processUntilEmpty, startProcessing } from '#lib/passive/index.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { createRandom } from '../devices/random.ts';
import { startRealProcesses } from '../devices/real-processes.ts';
import { addBundle, aPoint, openPassiveTest, type PassiveTest } from '../harness/passive.ts';
import { aTenant, type Tenant } from '../harness/tenant.ts';

let test: PassiveTest;

beforeAll(async () => {
  test = await openPassiveTest();
});
afterAll(() => test.close());

const sourceCount = 5;
const secondsPerBundle = 20;
const pointsPerBundle = 30;

/** Bundles of a few sources whose ends overlap, as clients that got no answer send them. Gives the number of points. */
async function addOverlapping(at: Pick<PassiveTest, 'runtime'>, tenant: Tenant, bundles: number): Promise<number> {
  for (let number = 0; number < bundles; number += 1) {
    const source = `P-${number % sourceCount}`;
    const from = 1760000000 + Math.floor(number / sourceCount) * secondsPerBundle;
    const points = Array.from({ length: pointsPerBundle }, (_point, index) =>
      aPoint({ source, timestamp: from + index, type: index % 2 === 0 ? 'pdk-location' : 'pdk-app-event' }),
    );
    await addBundle(at, tenant, points);
  }
  return sourceCount * ((bundles / sourceCount - 1) * secondsPerBundle + pointsPerBundle);
}

const numbersSchema = z.object({
  points: z.number(),
  byType: z.number(),
  byHour: z.number(),
  bySource: z.number(),
  byMinute: z.number(),
  processed: z.number(),
  waiting: z.number(),
});

/** The same number, counted in every place that keeps it. */
async function countEverywhere(db: Database, { organizationId: id }: Tenant): Promise<z.infer<typeof numbersSchema>> {
  const [row] = await db.query(
    numbersSchema,
    sql`SELECT
      (SELECT count(*)::int FROM data_points WHERE organization_id = ${id}) AS points,
      (SELECT sum(point_count)::int FROM source_types WHERE organization_id = ${id}) AS "byType",
      (SELECT sum(point_count)::int FROM source_hours WHERE organization_id = ${id}) AS "byHour",
      (SELECT sum(point_count)::int FROM sources WHERE organization_id = ${id}) AS "bySource",
      (SELECT sum(points_added)::int FROM intake_minutes WHERE organization_id = ${id}) AS "byMinute",
      (SELECT sum(bundles_processed)::int FROM intake_minutes WHERE organization_id = ${id}) AS processed,
      (SELECT count(*)::int FROM bundles WHERE organization_id = ${id} AND state = 'waiting') AS waiting`,
  );
  return row!;
}

function all(points: number, bundles: number): z.infer<typeof numbersSchema> {
  return { points, byType: points, byHour: points, bySource: points, byMinute: points, processed: bundles, waiting: 0 };
}

describe('pdk-15 exactly once, whatever happens', () => {
  it('pdk-15 three workers on the same sources neither lose, double nor block', async () => {
    const tenant = await test.aTenant();
    const points = await addOverlapping(test, tenant, 150);
    await Promise.all([1, 2, 3].map(() => processUntilEmpty(test.runtime)));
    expect(await countEverywhere(test.runtime.db, tenant)).toEqual(all(points, 150));
  });

  it('pdk-15 a worker that is killed again and again leaves each point once', async () => {
    const platform = await startRealProcesses();
    try {
      const random = createRandom('kills');
      const tenant = await aTenant(platform.runtime.db);
      const workers = platform.processes.slice(1);
      const waiting = async () => (await measureBacklog(platform.runtime)).bundlesWaiting;
      const sending = new AbortController();
      const adding = addOverlapping(platform, tenant, 400).finally(() => sending.abort());
      for (let kill = 0; kill < 12 && (!sending.signal.aborted || (await waiting()) > 0); kill += 1) {
        await pause(random.between(100, 1000));
        random.pick(workers).kill();
      }
      const points = await adding;
      await expect.poll(waiting, { timeout: 100_000, interval: 200 }).toBe(0);
      expect(workers.reduce((sum, { deaths }) => sum + deaths, 0)).toBeGreaterThan(0);
      expect(await countEverywhere(platform.runtime.db, tenant)).toEqual(all(points, 400));
    } finally {
      await platform.stop();
    }
  });

  it('passive: stops between batches when told to, and goes on where it stopped', async () => {
    const tenant = await test.aTenant();
    const points = await addOverlapping(test, tenant, 60);
    const shutdown = new AbortController();
    const loop = startProcessing(test.runtime, { signal: shutdown.signal, lanes: 2 });
    await pause(100);
    shutdown.abort();
    await loop;
    await processUntilEmpty(test.runtime);
    expect(await countEverywhere(test.runtime.db, tenant)).toEqual(all(points, 60));
  });

  it('passive: hears of bundles while it runs', async () => {
    const tenant = await test.aTenant();
    const shutdown = new AbortController();
    const loop = startProcessing(test.runtime, { signal: shutdown.signal });
    await addBundle(test, tenant, [aPoint()]);
    await expect
      .poll(async () => (await countEverywhere(test.runtime.db, tenant)).points, { timeout: 15_000, interval: 100 })
      .toBe(1);
    shutdown.abort();
    await loop;
  });
});

describe('pdk-16 a store that does not answer', () => {
  it('pdk-16 quarantines a bundle whose file is gone, and processes those behind it', async () => {
    const tenant = await test.aTenant();
    await addBundle(test, tenant, [], { blobKey: `${tenant.organizationId}/bundles/gone` });
    const key = `${tenant.organizationId}/bundles/there`;
    await test.runtime.blobs.put(key, Buffer.from(JSON.stringify([aPoint()])));
    await addBundle(test, tenant, [], { blobKey: key });
    await processUntilEmpty(test.runtime);
    const { points, processed } = await countEverywhere(test.runtime.db, tenant);
    expect([points, processed]).toEqual([1, 1]);
  });
});

describe('pdk-17 retention', () => {
  const bodySchema = z.object({ state: z.string(), hasBytes: z.boolean(), isCleared: z.boolean(), files: z.number() });
  const bodies = (tenant: Tenant) =>
    test.runtime.db.query(
      bodySchema,
      sql`SELECT b.state, b.body IS NOT NULL OR b.blob_key IS NOT NULL AS "hasBytes",
          b.cleared_at IS NOT NULL AS "isCleared",
          (SELECT count(*)::int FROM bundle_files f WHERE f.organization_id = b.organization_id AND f.bundle_id = b.id) AS files
        FROM bundles b WHERE b.organization_id = ${tenant.organizationId} ORDER BY b.received_at`,
    );
  const keep = (tenant: Tenant, days: number | null) =>
    test.runtime.db.execute(sql`UPDATE studies SET bundle_retention_days = ${days}
      WHERE organization_id = ${tenant.organizationId}`);

  it('pdk-17 clears bytes at once, with files and blobs, and never what was not understood', async () => {
    const tenant = await test.aTenant();
    const blobKey = `${tenant.organizationId}/bundles/large`;
    await test.runtime.blobs.put(blobKey, Buffer.from(JSON.stringify([aPoint({ timestamp: 7 })])));
    await addBundle(test, tenant, [aPoint({ members: { 'photo@': 'a' } })], { files: ['a'] });
    await addBundle(test, tenant, [], { blobKey });
    await addBundle(test, tenant, 'not json');
    await keep(tenant, null);
    await processUntilEmpty(test.runtime);
    await clearBundles(test.runtime);
    expect((await bodies(tenant)).map(({ hasBytes }) => hasBytes)).toEqual([true, true, true]);
    await keep(tenant, 0);
    expect(await clearBundles(test.runtime)).toBe(2);
    expect(await bodies(tenant)).toEqual([
      { state: 'processed', hasBytes: false, isCleared: true, files: 1 },
      { state: 'processed', hasBytes: false, isCleared: true, files: 0 },
      { state: 'failed', hasBytes: true, isCleared: false, files: 0 },
    ]);
    await expect(test.runtime.blobs.read(blobKey)).rejects.toMatchObject({ code: 'not_found' });
    expect((await countEverywhere(test.runtime.db, tenant)).points).toBe(2);
    expect(await clearBundles(test.runtime)).toBe(0);
  });

  it('pdk-17 clears by age', async () => {
    const tenant = await test.aTenant();
    const [old] = [
      await addBundle(test, tenant, [aPoint()]),
      await addBundle(test, tenant, [aPoint({ timestamp: 8 })]),
    ];
    await processUntilEmpty(test.runtime);
    await test.runtime.db.execute(sql`UPDATE bundles SET processed_at = now() - interval '15 days'
      WHERE organization_id = ${tenant.organizationId} AND id = ${old}`);
    await keep(tenant, 14);
    await clearBundles(test.runtime);
    expect((await bodies(tenant)).map(({ hasBytes }) => hasBytes)).toEqual([false, true]);
  });
});
