import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backdateProcessing, processUntilEmpty, readIntakeSeries, sumBins } from '#lib/passive/index.ts';
import { addBundle, aPoint, contextOfTenant, openPassiveTest, type PassiveTest } from '../harness/passive.ts';

let test: PassiveTest;

beforeAll(async () => {
  test = await openPassiveTest();
});
afterAll(() => test.close());

const hourMs = 3_600_000;

describe('a past that was sent all at once', () => {
  it('pdk-19 is counted in the hours in which it was received, every bundle and point once', async () => {
    const tenant = await test.aTenant();
    const other = await test.aTenant();
    const nowMs = Date.now();
    for (const hoursAgo of [30, 30, 5]) {
      const receivedAt = new Date(nowMs - hoursAgo * hourMs);
      const timestamp = Math.floor(nowMs / 1000) - hoursAgo * 3600 + Math.random();
      await addBundle(test, tenant, [aPoint({ timestamp }), { odd: true }], { receivedAt });
    }
    await addBundle(test, other, [aPoint()], { receivedAt: new Date(nowMs - 30 * hourMs) });
    await processUntilEmpty(test.runtime);
    const series = async (of = tenant) => {
      const ctx = contextOfTenant(test, of);
      return (await readIntakeSeries(ctx, { studyIds: null, step: 'hour', count: 48 })).bins;
    };
    const before = sumBins(await series());
    for (let times = 0; times < 2; times += 1) await backdateProcessing(contextOfTenant(test, tenant));
    const bins = await series();
    expect(sumBins(bins)).toEqual(before);
    expect(bins.filter(({ pointsAdded }) => pointsAdded > 0).map((bin) => bin.pointsAdded)).toEqual([2, 1]);
    expect(bins.filter(({ bundlesProcessed }) => bundlesProcessed > 0)).toHaveLength(2);
    expect(bins.at(-1)).toMatchObject({ bundlesProcessed: 0, pointsAdded: 0, pointsQuarantined: 0 });
    expect((await series(other)).at(-1)).toMatchObject({ bundlesProcessed: 1, pointsAdded: 1 });
  });
});
