import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { addBundle, aPoint } from '#e2e/harness/passive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { installSources } from '#e2e/harness/source-surroundings.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { countSamples, receiveSamples, summarizeSamples } from '#lib/sensors/index.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('manager');
});
afterAll(() => platform.stop());

async function numbers(statement: SqlStatement): Promise<number[]> {
  const rows = await platform.runtime.db.query(z.object({ n: z.coerce.number() }), statement);
  return rows.map(({ n }) => n);
}
const numberOf = async (statement: SqlStatement) => (await numbers(statement))[0] ?? 0;

async function sourceId(identifier: string): Promise<string> {
  const [row] = await platform.runtime.db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM sources WHERE organization_id = ${world.organization.id} AND identifier = ${identifier}`,
  );
  return row?.id ?? '';
}

describe('pdk-43 sensors', () => {
  it('pdk-43 observations, messages and places merge, are split by quantity and time, and erased', async () => {
    const node = async (eui64: string) => {
      const body = { study: world.study.key, eui64, protocol: 'elsys', expectedIntervalS: 600 };
      return ((await call('POST /nodes', { body })).json as { id: string }).id;
    };
    const [old, young] = [await node('00000000000000AA'), await node('00000000000000BB')];
    const at = (index: number) => new Date(Date.UTC(2026, 9, 1, index));
    const sample = (id: string, index: number, values: Record<string, number>) => ({
      node: { id },
      sample: { observedAt: at(index), values, quality: 'M' as const },
    });
    await receiveSamples(world.system, [
      ...[0, 1, 2].map((index) => sample(old, index, { temperature: 20 + index, co2: 400 + index })),
      sample(young, 2, { temperature: 99 }),
      sample(young, 3, { temperature: 21 }),
    ]);
    await platform.runtime.db.execute(sql`INSERT INTO sensor_messages (organization_id, id, source_id, eui64, network,
        identity_sha256, payload, port, sent_at, received_at, state)
      VALUES (${world.organization.id}, ${newId()}, ${old}, '00000000000000AA', 'ttn', '\x01', '\x02', 1, now(), now(), 'decoded')`);
    const pictures = await installSources(world, [
      [old, 0, 10],
      [old, 20, 30],
      [young, 5, 15],
    ]);
    const ofSource = (id: string) =>
      numbers(sql`SELECT value AS n FROM observations WHERE organization_id = ${world.organization.id}
        AND source_id = ${id} ORDER BY quantity_id, observed_at`);
    const plan = await call('POST /sources/{id}/merge/plan', { params: { id: old }, body: { intoId: young } });
    expect(plan.json).toMatchObject({ points: 6, types: 2 });
    const tenant = { organizationId: world.organization.id, studyId: world.study.id, studyKey: world.study.key };
    await addBundle(platform, tenant, [aPoint({ source: 'phone' })]);
    await processUntilEmpty(platform.runtime);
    const phone = await sourceId('phone');
    expect((await call('POST /sources/{id}/merge', { params: { id: old }, body: { intoId: phone } })).status).toBe(400);
    const samplesOf = async (nodeId: string) => {
      const span = { organizationId: world.organization.id, nodeId, from: null, to: null };
      return (await summarizeSamples(platform.runtime.db, [span]))[0]?.count;
    };
    const countDays = () => countSamples(platform.runtime, () => new Date('2026-11-01T01:07:00Z'));
    await countDays();
    expect([await samplesOf(old), await samplesOf(young)]).toEqual([3, 2]);
    await call('POST /sources/{id}/merge', { params: { id: old }, body: { intoId: young } });
    await runTasks(platform.runtime);
    // The instant that both had is one sample, counted or not.
    expect(await samplesOf(young)).toBe(4);
    await countDays();
    expect(await samplesOf(young)).toBe(4);
    expect((await ofSource(young)).sort((a, b) => a - b)).toEqual([20, 21, 21, 99, 400, 401, 402]);
    expect(
      await numberOf(
        sql`SELECT point_count AS n FROM sources WHERE organization_id = ${world.organization.id} AND id = ${young}`,
      ),
    ).toBe(7);
    expect(
      await numberOf(
        sql`SELECT count(*) AS n FROM sensor_messages WHERE organization_id = ${world.organization.id} AND source_id = ${young}`,
      ),
    ).toBe(1);

    const places = sql`SELECT count(*) AS n FROM installations WHERE organization_id = ${world.organization.id}
      AND source_id = ${young} AND removed_at IS NULL`;
    expect(await numberOf(places)).toBe(2);
    const rule = { types: ['co2'], from: at(1).toISOString(), to: null };
    expect(
      (await call('POST /sources/{id}/split', { params: { id: young }, body: { rule, newIdentifier: 'air' } })).status,
    ).toBe(202);
    await runTasks(platform.runtime);
    const air = await sourceId('air');
    expect([await ofSource(air), (await ofSource(young)).length]).toEqual([[401, 402], 5]);
    // Instants of young keep their temperature; those of air are samples of their own.
    expect([await samplesOf(air), await samplesOf(young)]).toEqual([2, 4]);
    expect((await call('GET /nodes/{id}', { params: { id: air } })).json).toMatchObject({
      protocol: 'ELSYS',
      eui64: null,
    });

    await call('POST /sources/{id}/erase', { params: { id: young }, body: { expectedPoints: 5 } });
    await runTasks(platform.runtime);
    expect(await ofSource(young)).toEqual([]);
    for (const key of pictures)
      await expect(platform.runtime.blobs.read(key)).rejects.toMatchObject({ code: 'not_found' });
    const left = sql`SELECT count(*) AS n FROM sensor_messages WHERE organization_id = ${world.organization.id}`;
    expect([await numberOf(left), (await call('GET /nodes/{id}', { params: { id: young } })).status]).toEqual([0, 404]);
  });
});
