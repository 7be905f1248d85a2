import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listQuarantined, listVariables, processUntilEmpty, replayQuarantined } from '#lib/passive/index.ts';
import { addBundle, aPoint, contextOfTenant, openPassiveTest, type PassiveTest } from '../harness/passive.ts';
import { aPerson, contextOf, type Tenant } from '../harness/tenant.ts';

let test: PassiveTest;

beforeAll(async () => {
  test = await openPassiveTest();
});
afterAll(() => test.close());

const type = 'fieldlab-mood';
const mood = (second: number, members: object) => aPoint({ type, timestamp: 1_760_000_000 + second, members });

async function variablesOf(tenant: Tenant) {
  const variables = await listVariables(contextOfTenant(test, tenant), { typeIdentifier: type });
  return new Map(variables.map((variable) => [variable.path, variable]));
}

describe('pdk-45 variables are inferred as points are stored', () => {
  it('pdk-45 every path with its kinds, range, examples and count; repeats change nothing', async () => {
    const tenant = await test.aTenant();
    const points = [
      mood(1, { score: 4, label: 'calm', tags: ['a'], answers: [{ item: 1, text: 'I slept well, thanks' }] }),
      mood(2, { score: 7.5, label: 'tense', tags: [], note: 'met Anna at the clinic' }),
      mood(3, { score: null, label: 'calm' }),
    ];
    await addBundle(test, tenant, points);
    await processUntilEmpty(test.runtime);
    await addBundle(test, tenant, [...points, mood(4, { score: -2, label: 'tired' })]);
    await addBundle(test, tenant, [points[0]!, points[0]!]);
    await processUntilEmpty(test.runtime);
    const variables = await variablesOf(tenant);
    expect([...variables.keys()]).toEqual([
      'answers',
      'answers[]',
      'answers[].item',
      'answers[].text',
      'label',
      'note',
      'passive-data-metadata',
      'passive-data-metadata.generator',
      'passive-data-metadata.generator-id',
      'passive-data-metadata.source',
      'passive-data-metadata.timestamp',
      'passive-data-metadata.timezone',
      'passive-data-metadata.timezone-offset',
      'score',
      'tags',
      'tags[]',
    ]);
    expect(variables.get('score')).toMatchObject({
      kinds: ['integer', 'number', 'null'],
      minimum: -2,
      maximum: 7.5,
      pointCount: 4,
      examples: null,
    });
    expect(variables.get('label')).toMatchObject({
      examples: ['calm', 'tense', 'tired'],
      longestText: 5,
      pointCount: 4,
    });
    expect(variables.get('note')).toMatchObject({ examples: null, pointCount: 1, longestText: 22 });
    expect(variables.get('answers[].text')).toMatchObject({ kinds: ['string'], examples: null, pointCount: null });
    expect(variables.get('tags')).toMatchObject({ kinds: ['list'], longestList: 1, pointCount: 2 });
    expect(variables.get('passive-data-metadata.source')).toMatchObject({ examples: null, pointCount: 4 });
    expect(variables.get('passive-data-metadata.timezone')?.examples).toEqual(['Africa/Kampala']);
  });

  it('pdk-45 a variable whose texts turn out to be free loses its examples for good', async () => {
    const tenant = await test.aTenant();
    await addBundle(test, tenant, [mood(1, { label: 'calm' })]);
    await processUntilEmpty(test.runtime);
    await addBundle(test, tenant, [mood(2, { label: 'I do not feel so well today' })]);
    await processUntilEmpty(test.runtime);
    await addBundle(test, tenant, [mood(3, { label: 'calm' })]);
    await processUntilEmpty(test.runtime);
    expect((await variablesOf(tenant)).get('label')).toMatchObject({ examples: null, pointCount: 3 });
  });

  it('pdk-45 what is replayed from quarantine is noted too', async () => {
    const tenant = await test.aTenant();
    await addBundle(test, tenant, [aPoint({ type, timestamp: 1_754_742_600_000, members: { late: true } })]);
    await processUntilEmpty(test.runtime);
    expect((await variablesOf(tenant)).size).toBe(0);
    const ctx = contextOfTenant(test, tenant);
    const { items } = await listQuarantined(ctx, { studyIds: null });
    expect(await replayQuarantined(ctx, { ids: items.map(({ id }) => id), mend: true })).toMatchObject([
      { outcome: 'stored' },
    ]);
    expect((await variablesOf(tenant)).get('late')).toMatchObject({ kinds: ['boolean'], pointCount: 1 });
  });

  it('pdk-45 tells nobody of studies whose points they may not see', async () => {
    const tenant = await test.aTenant();
    await addBundle(test, tenant, [mood(1, { score: 1 })]);
    await processUntilEmpty(test.runtime);
    const stranger = contextOf(test.runtime.db, tenant, aPerson(['sources.read']));
    expect(await listVariables(stranger)).toEqual([]);
    const reader = contextOf(test.runtime.db, tenant, aPerson(['passive.read']));
    expect((await listVariables(reader)).length).toBeGreaterThan(0);
    const elsewhere = await test.aTenant();
    expect(await listVariables(contextOfTenant(test, elsewhere))).toEqual([]);
  });
});
