import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addBundle, aPoint, contextOfTenant, openPassiveTest, type PassiveTest } from '#e2e/harness/passive.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import type { Tenant } from '#e2e/harness/tenant.ts';
import {
  aggregateAgain,
  listQuarantined,
  processUntilEmpty,
  replayQuarantined,
  startCatchUps,
} from '#lib/passive/index.ts';
import { Aggregate } from '#lib/passive/domain/aggregates/aggregate.ts';
import { readAggregate } from '#lib/passive/domain/aggregates/aggregate-text.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { listTasks } from '#lib/platform/tasks/index.ts';

let test: PassiveTest;
let tenant: Tenant;

beforeAll(async () => {
  test = await openPassiveTest();
});
afterAll(() => test.close());

const startS = 1_760_000_000;
const process = () => processUntilEmpty(test.runtime);

const rowSchema = z.object({ type: z.string(), lines: z.string() });

/** What is kept of all hours of a type. */
async function keptOf(type: string): Promise<Aggregate> {
  const rows = await test.runtime.db.query(
    rowSchema,
    sql`SELECT d.identifier AS type, a.lines FROM source_aggregates a JOIN data_types d
        ON d.organization_id = a.organization_id AND d.id = a.type_id
      WHERE a.organization_id = ${tenant.organizationId} AND d.identifier = ${type}`,
  );
  const whole = new Aggregate();
  for (const { lines } of rows) whole.merge(readAggregate(lines));
  return whole;
}

const countOf = ({ counts }: Aggregate) => [...counts.values()].reduce((sum, count) => sum + count, 0);
const figureOf = (aggregate: Aggregate, path: string) => {
  const figures = [...(aggregate.values.get(path)?.values() ?? [])];
  const count = figures.reduce((sum, figure) => sum + figure.count, 0);
  return {
    count,
    sum: Math.round(figures.reduce((sum, figure) => sum + figure.count * figure.mean, 0)),
    minimum: Math.min(...figures.map(({ minimum }) => minimum)),
    maximum: Math.max(...figures.map(({ maximum }) => maximum)),
  };
};

const receiptsSchema = z.object({ received: z.coerce.number() });

async function receivedPoints(): Promise<number> {
  const [row] = await test.runtime.db.query(
    receiptsSchema,
    sql`SELECT coalesce(sum(point_count), 0) AS received FROM source_receipts
      WHERE organization_id = ${tenant.organizationId}`,
  );
  return row?.received ?? 0;
}

const levels = (from: number, to: number, source = 'P-1') =>
  Array.from({ length: to - from }, (_, index) =>
    aPoint({ source, timestamp: startS + (from + index) * 30, members: { level: from + index, voltage: 3700.5 } }),
  );

describe('pdk-38 what charts draw is kept while points are stored', () => {
  it('pdk-38 counts each point once, however often and in whatever pieces it comes', async () => {
    tenant = await test.aTenant();
    await addBundle(test, tenant, levels(0, 60));
    await addBundle(test, tenant, levels(40, 100));
    await Promise.all([process(), process()]);
    await addBundle(test, tenant, levels(0, 100).toReversed());
    await process();
    const kept = await keptOf('pdk-device-battery');
    expect(countOf(kept)).toBe(100);
    expect(figureOf(kept, 'level')).toEqual({ count: 100, sum: 4950, minimum: 0, maximum: 99 });
    expect(figureOf(kept, 'voltage')).toMatchObject({ count: 100, sum: 370_050 });
    expect(await receivedPoints()).toBe(100);
  });

  it('pdk-38 pdk-16 a point that is mended and replayed is added, once', async () => {
    tenant = await test.aTenant();
    const broken = aPoint({ timestamp: startS * 1000, members: { level: 42 } });
    await addBundle(test, tenant, [...levels(0, 3), broken]);
    await process();
    expect(countOf(await keptOf('pdk-device-battery'))).toBe(3);
    const ctx = contextOfTenant(test, tenant);
    const query = { reason: null, state: 'open', cursor: null, limit: 10, studyIds: null } as const;
    const ids = (await listQuarantined(ctx, query)).items.map(({ id }) => id);
    for (let turn = 0; turn < 2; turn += 1) await replayQuarantined(ctx, { ids, mend: true });
    const kept = await keptOf('pdk-device-battery');
    expect(countOf(kept)).toBe(4);
    expect(figureOf(kept, 'level')).toEqual({ count: 4, sum: 45, minimum: 0, maximum: 42 });
    expect(await receivedPoints()).toBe(4);
  });

  it('pdk-38 a batch that is rolled back leaves nothing, and counts when it is done again', async () => {
    tenant = await test.aTenant();
    await addBundle(test, tenant, levels(0, 20));
    // As if the worker died before its commit: what it wrote is not there.
    const { db } = test.runtime;
    await db.execute(sql`ALTER TABLE source_receipts ADD CONSTRAINT no_receipts CHECK (point_count < 0) NOT VALID`);
    await process();
    expect(countOf(await keptOf('pdk-device-battery'))).toBe(0);
    await db.execute(sql`ALTER TABLE source_receipts DROP CONSTRAINT no_receipts`);
    await db.execute(sql`UPDATE bundles SET state = 'waiting' WHERE organization_id = ${tenant.organizationId}`);
    await process();
    expect(figureOf(await keptOf('pdk-device-battery'), 'level')).toEqual({
      count: 20,
      sum: 190,
      minimum: 0,
      maximum: 19,
    });
  });

  it('pdk-38 sums up lists of numbers, names, durations and changes, and leaves instants and identifiers alone', async () => {
    tenant = await test.aTenant();
    await addBundle(test, tenant, [
      aPoint({ type: 'pdk-sensor-accelerometer', members: { sensor_data: { x: [1, 2, 6], observed: [1, 2, 3] } } }),
      aPoint({ type: 'pdk-app-event', members: { event_name: 'opened', event_details: { page: 4 }, observed: 1 } }),
      aPoint({ type: 'pdk-foreground-application', members: { application: 'org.a', duration: 5000 } }),
      aPoint({ type: 'pdk-screen-state', members: { state: 'on' } }),
      aPoint({ type: 'custom', members: { soil: { moisture: 0.4, probe_id: 7, '2026': 1 }, visitId: 9, latitude: 1 } }),
    ]);
    await process();
    const accelerometer = await keptOf('pdk-sensor-accelerometer');
    expect(figureOf(accelerometer, 'sensor_data.x[]')).toEqual({ count: 3, sum: 9, minimum: 1, maximum: 6 });
    expect([...accelerometer.values.keys()]).toEqual(['sensor_data.x[]']);
    const event = await keptOf('pdk-app-event');
    expect([...event.names.keys()]).toEqual(['opened']);
    expect([...event.values.keys()]).toEqual(['event_details.page']);
    expect([...(await keptOf('pdk-foreground-application')).durations]).toEqual([['org.a', 5000]]);
    const intoHourMs = (startS % 3600) * 1000;
    expect((await keptOf('pdk-screen-state')).changes).toEqual([[intoHourMs, 'on']]);
    expect([...(await keptOf('custom')).values.keys()]).toEqual(['soil.moisture']);
  });

  it('pdk-38 an hour of many small uploads stays short', async () => {
    tenant = await test.aTenant();
    for (let from = 0; from < 200; from += 1) {
      await addBundle(test, tenant, [
        aPoint({ timestamp: startS - (startS % 3600) + from * 15, members: { level: from, a: 1.25, b: from / 7 } }),
      ]);
      if (from % 20 === 19) await process();
    }
    // One bundle a turn, as a device sends that is alone.
    for (let from = 200; from < 240; from += 1) {
      await addBundle(test, tenant, [
        aPoint({ timestamp: startS - (startS % 3600) + from * 15, members: { level: from, a: 1.25, b: from / 7 } }),
      ]);
      await process();
    }
    const sizeSchema = z.object({ longest: z.number(), hours: z.coerce.number() });
    const [size] = await test.runtime.db.query(
      sizeSchema,
      sql`SELECT max(octet_length(lines)) AS longest, count(*) AS hours FROM source_aggregates
        WHERE organization_id = ${tenant.organizationId}`,
    );
    expect(size?.hours).toBe(1);
    expect(size?.longest).toBeLessThan(9000);
    expect(figureOf(await keptOf('pdk-device-battery'), 'level')).toMatchObject({
      count: 240,
      minimum: 0,
      maximum: 239,
    });
  });

  it('pdk-38 made anew from the points it is the same', async () => {
    tenant = await test.aTenant();
    await addBundle(test, tenant, [
      ...levels(0, 150),
      ...levels(0, 30, 'P-2'),
      aPoint({ type: 'pdk-app-event', members: { event_name: 'opened' } }),
      aPoint({ type: 'pdk-sensor-light', members: { sensor_data: { light_level: [3, 5] } } }),
    ]);
    await process();
    const types = ['pdk-device-battery', 'pdk-app-event', 'pdk-sensor-light'];
    const all = async () => {
      const kept = await Promise.all(types.map(keptOf));
      return kept.map((one) => [
        countOf(one),
        [...one.names.keys()],
        [...one.values.keys()].map((path) => figureOf(one, path)),
      ]);
    };
    const before = await all();
    const received = await receivedPoints();
    await test.runtime.db.execute(sql`DELETE FROM source_receipts WHERE organization_id = ${tenant.organizationId}`);
    await test.runtime.db.execute(
      sql`UPDATE source_aggregates SET lines = '{"n":[[0,999]]}' WHERE organization_id = ${tenant.organizationId}`,
    );
    expect(await aggregateAgain(contextOfTenant(test, tenant), { sourceId: null, type: null })).toEqual({
      points: 182,
    });
    expect(await all()).toEqual(before);
    expect(await receivedPoints()).toBe(received);
  });
});

describe('pdk-38 points that an earlier version stored', () => {
  it('pdk-38 get what charts draw by a Task that a worker starts by itself, once', async () => {
    tenant = await test.aTenant();
    await addBundle(test, tenant, levels(0, 500));
    await process();
    const { db } = test.runtime;
    const ofTenant = sql`organization_id = ${tenant.organizationId}`;
    await db.execute(sql`DELETE FROM source_aggregates WHERE ${ofTenant}`);
    // As the migration finds it: hours with points, and nothing to draw.
    const migration = await readFile('prisma/migrations/20261129103100_catch_ups/migration.sql', 'utf8');
    await db.execute(rawSql(migration.slice(migration.indexOf('INSERT INTO'))));
    expect(await startCatchUps(test.runtime)).toBe(1);
    expect(await startCatchUps(test.runtime)).toBe(0);
    await runTasks(test.runtime);
    const { items } = await listTasks(contextOfTenant(test, tenant), { studyId: null, cursor: null, limit: 10 });
    expect(items[0]).toMatchObject({ kind: 'passive.aggregate', state: 'succeeded', result: { points: 500 } });
    expect(figureOf(await keptOf('pdk-device-battery'), 'level')).toMatchObject({ count: 500, sum: 124_750 });
    await db.execute(rawSql(migration.slice(migration.indexOf('INSERT INTO'))));
    expect(await startCatchUps(test.runtime)).toBe(0);
  });
});
