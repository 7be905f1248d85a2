import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAlertTest, type AlertTest } from '#e2e/harness/alerts.ts';
import { anApiWorld, type ApiCall } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { checkAllFidelities, fidelityLetters, fidelitySchema } from '#lib/sources/index.ts';

let platform: TestPlatform;
let test: AlertTest;
let call: ApiCall;
let token: string;
const ids = new Map<string, string>();

/** Ten hours ago, in whole seconds: everything of this file happens since. */
const base = Math.floor(Date.now() / 1000) * 1000 - 10 * 3_600_000;
const minutes = (count: number) => new Date(base + count * 60_000);

beforeAll(async () => {
  platform = await startPlatform();
  test = await openAlertTest(platform);
  call = await test.world.as('owner');
  const scopes = { name: 'gateway', scopes: ['intake.send'], studyId: null, lifeDays: 1 };
  token = z.object({ token: z.string() }).parse((await call('POST /tokens', { body: scopes })).json).token;
  for (const [alias, eui64, expectedIntervalS] of [
    ['Hourly', '0000000000000001', undefined],
    ['Quick', '0000000000000002', 600],
    ['Shy', '0000000000000003', undefined],
    ['Odd', '0000000000000004', undefined],
  ] as const) {
    const body = { study: test.world.study.key, eui64, alias, protocol: 'CLAIRCHEN', expectedIntervalS };
    const { json, text } = await call('POST /nodes', { body });
    ids.set(alias, z.object({ id: z.string() }, text).parse(json).id);
  }
});
afterAll(() => platform.stop());

async function sample(alias: string, at: Date, co2 = 620): Promise<void> {
  const attributes = {
    timestamp_s: at.getTime() / 1000,
    co2_ppm: co2,
    temperature_celsius: 21,
    rel_humidity_percent: 40,
  };
  const node = { data: { type: 'Node', id: ids.get(alias) } };
  const response = await fetch(`${platform.url}/ingest/v1/ingest/`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.api+json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ data: { type: 'Sample', attributes, relationships: { node } } }),
  });
  expect(response.status, await response.text()).toBe(201);
}

const look = (at: Date) => checkAllFidelities(platform.runtime, () => at);
const pageSchema = z.object({ items: z.array(fidelitySchema), next: z.string().nullable() });

async function states(): Promise<Record<string, string>> {
  const { items } = pageSchema.parse((await call('GET /fidelity')).json);
  return Object.fromEntries(items.map(({ sourceName, state }) => [sourceName, fidelityLetters[state]]));
}

async function stateAfter(count: number, alias: string) {
  await look(minutes(count));
  return (await states())[alias];
}

async function changesOf(alias: string, query = {}) {
  const params = { id: ids.get(alias) ?? '' };
  const { json } = await call('GET /sources/{id}/fidelity/changes', { params, query });
  const change = z.object({ fromState: z.string(), toState: z.string(), changedAt: z.string() });
  return z.object({ items: z.array(change), next: z.string().nullable() }).parse(json);
}

async function anyNamed(name: string) {
  const { items } = pageSchema.parse((await call('GET /fidelity')).json);
  return z.object({ sourceId: z.string() }).parse(items.find(({ sourceName }) => sourceName === name));
}

/** A token that may read sources. */
async function readToken(): Promise<string> {
  const body = { name: 'reader', scopes: ['sources.read'], studyId: null, lifeDays: 1 };
  return z.object({ token: z.string() }).parse((await call('POST /tokens', { body })).json).token;
}

describe('man-26 fidelity', () => {
  it('man-26 sensors and phones are alive, missing after two intervals and dead after four; the shy one is unknown', async () => {
    await sample('Hourly', minutes(0));
    await sample('Quick', minutes(0));
    await test.send({ source: 'a-phone', timestamp: base / 1000 });
    const before = await states();
    expect(before).toEqual({ Hourly: 'U', Quick: 'U', Shy: 'U', Odd: 'U', 'a-phone': 'U' });
    expect(await look(minutes(1))).toBe(3);
    expect(await states()).toEqual({ Hourly: 'E', Quick: 'E', Shy: 'U', Odd: 'U', 'a-phone': 'E' });
    expect(await look(minutes(1))).toBe(0);
    expect(await stateAfter(20, 'Quick')).toBe('E');
    expect(await stateAfter(20.1, 'Quick')).toBe('M');
    expect(await stateAfter(41, 'Quick')).toBe('D');
    expect(await stateAfter(120, 'Hourly')).toBe('E');
    expect(await stateAfter(120.1, 'Hourly')).toBe('M');
    expect(await stateAfter(240, 'Hourly')).toBe('M');
    await look(minutes(240.1));
    expect(await states()).toEqual({ Hourly: 'D', Quick: 'D', Shy: 'U', Odd: 'U', 'a-phone': 'D' });
  });

  it('man-26 one node that cannot be right costs the others nothing', async () => {
    await sample('Odd', minutes(5));
    await platform.runtime.db.execute(sql`UPDATE sensor_nodes SET expected_interval_s = 2147483647
      WHERE source_id = ${ids.get('Odd') ?? ''}`);
    expect(await look(minutes(241))).toBe(1);
    expect(await states()).toMatchObject({ Odd: 'E', Hourly: 'D' });
  });

  it('man-26 changes are kept with their time, newest first, page by page', async () => {
    const first = await changesOf('Quick', { limit: 2 });
    const second = await changesOf('Quick', { limit: 2, cursor: first.next ?? '' });
    expect([...first.items, ...second.items]).toEqual([
      { fromState: 'missing', toState: 'dead', changedAt: minutes(41).toISOString() },
      { fromState: 'alive', toState: 'missing', changedAt: minutes(20.1).toISOString() },
      { fromState: 'unknown', toState: 'alive', changedAt: minutes(1).toISOString() },
    ]);
    expect(second.next).toBeNull();
  });

  it('man-26 a silence is over at the second delivery in time, so that a node at the edge does not flap', async () => {
    await sample('Quick', minutes(300));
    expect(await stateAfter(301, 'Quick')).toBe('M');
    // 25 minutes are more than the two intervals it has.
    await sample('Quick', minutes(325));
    expect(await stateAfter(326, 'Quick')).toBe('M');
    expect(await stateAfter(327, 'Quick')).toBe('M');
    await sample('Quick', minutes(335));
    expect(await stateAfter(336, 'Quick')).toBe('E');
    expect((await changesOf('Quick')).items.slice(0, 2).map(({ toState }) => toState)).toEqual(['alive', 'missing']);
  });

  it('man-26 an organization decides what it expects; its own order of the two is demanded', async () => {
    const settings = { expectedIntervalS: 36_000, missingAfter: 2, deadAfter: 4 };
    const wrong = await call('PUT /fidelity/settings', { body: { ...settings, deadAfter: 2 } });
    expect(wrong.status).toBe(400);
    expect((await call('PUT /fidelity/settings', { body: settings })).json).toEqual(settings);
    expect((await call('GET /fidelity/settings')).json).toEqual(settings);
    await look(minutes(340));
    const { json } = await call('GET /sources/{id}/fidelity', { params: { id: ids.get('Hourly') ?? '' } });
    expect(json).toMatchObject({
      expectedIntervalS: 36_000,
      missingAfterS: 72_000,
      deadAfterS: 144_000,
      checkedAt: minutes(340).toISOString(),
      lastContactAt: minutes(0).toISOString(),
      vitals: { battery: null, signal: null },
    });
    const back = { expectedIntervalS: 3600, missingAfter: 2, deadAfter: 4 };
    expect((await call('PUT /fidelity/settings', { body: back })).status).toBe(200);
  });

  it('man-26 a phone has an interval of its own when people decide so, and Managair says the same of a node', async () => {
    const phone = await anyNamed('a-phone');
    const params = { id: phone.sourceId };
    const patch = (expectedIntervalS: number | null, who = call) =>
      who('PATCH /sources/{id}/fidelity', { params, body: { expectedIntervalS } });
    expect((await patch(100_000)).status).toBe(204);
    expect((await patch(0)).status).toBe(400);
    expect((await patch(60, await test.world.as('analyst'))).status).toBe(403);
    await look(minutes(341));
    const { json } = await call('GET /sources/{id}/fidelity', { params });
    const own = { expectedIntervalS: 100_000, ownIntervalS: 100_000, missingAfterS: 200_000, mayDecide: true };
    expect(json).toMatchObject(own);
    expect((await patch(null)).status).toBe(204);
    const after = (await call('GET /sources/{id}/fidelity', { params })).json;
    expect(after).toMatchObject({ expectedIntervalS: 3600, ownIntervalS: null });
    const response = await fetch(`${platform.url}/api/v1/fidelity/${ids.get('Quick') ?? ''}/`, {
      headers: { authorization: `Bearer ${await readToken()}`, accept: 'application/vnd.api+json' },
    });
    const attributes = { fidelity: fidelityLetters.alive, last_check_s: minutes(341).getTime() / 1000 };
    expect(await response.json()).toMatchObject({ data: { attributes } });
  });

  it('man-26 strangers see none of it, and lists page by key', async () => {
    const stranger = await (await anApiWorld(platform.runtime)).as('owner');
    const params = { id: ids.get('Hourly') ?? '' };
    expect((await stranger('GET /sources/{id}/fidelity', { params })).status).toBe(404);
    expect((await stranger('GET /sources/{id}/fidelity/changes', { params })).status).toBe(404);
    expect(pageSchema.parse((await stranger('GET /fidelity')).json).items).toEqual([]);
    const first = pageSchema.parse((await call('GET /fidelity', { query: { kind: 'sensor', limit: 3 } })).json);
    const query = { kind: 'sensor', limit: 3, cursor: first.next ?? '' };
    const second = pageSchema.parse((await call('GET /fidelity', { query })).json);
    const names = [...first.items, ...second.items].map(({ sourceName }) => sourceName);
    expect(names.sort()).toEqual(['Hourly', 'Odd', 'Quick', 'Shy']);
    const dead = pageSchema.parse((await call('GET /fidelity', { query: { state: 'unknown' } })).json);
    expect(dead.items.map(({ sourceName }) => sourceName)).toEqual(['Shy']);
  });
});

describe('man-27 alerts on fidelity and thresholds', () => {
  it('man-27 a silent sensor is told of once, by mail too, and suppression closes it', async () => {
    const mail = { recipients: ['keeper@example.org'], mailFrom: 'warning', webhookUrl: null, webhookFrom: 'info' };
    const digest = { isDigestEnabled: false, digestHour: 7, digestDays: [1], timeZone: 'UTC' };
    const saved = await call('PUT /alert-settings', { body: { studyId: test.world.study.id, ...mail, ...digest } });
    expect(saved.status, saved.text).toBe(200);
    await look(minutes(300));
    await test.check();
    expect(await test.saidOf('Hourly')).toEqual(['critical: Sensor is silent, nothing for 10 h']);
    expect(await test.saidOf('Shy')).toEqual([]);
    const [alert] = await test.alertsOf('Hourly');
    await test.check();
    expect((await test.alertsOf('Hourly')).map(({ id }) => id)).toEqual([alert?.id]);
    const sent = await call('GET /alert-settings/messages', { query: { studyId: test.world.study.id } });
    expect(sent.text).toContain('keeper@example.org');
    const selection = { ids: [ids.get('Hourly')] };
    await call('POST /sources/suppress', { body: { selection, suppressAlerts: true } });
    expect(await test.saidOf('Hourly')).toEqual([]);
    await call('POST /sources/suppress', { body: { selection, suppressAlerts: false } });
  });

  it('man-27 a threshold on observations opens an alert, and closes it when the value is well again', async () => {
    await test.addRule({
      kind: 'observation',
      quantity: 'co2',
      steps: [
        { operator: 'gte', value: 2000, level: 'critical', message: 'CO₂ is {value} ppm' },
        { operator: 'gte', value: 1500, level: 'warning', message: 'CO₂ is {value} ppm' },
      ],
      none: null,
      kinds: ['sensor'],
    });
    await sample('Quick', minutes(590), 1620);
    await test.check();
    expect(await test.saidOf('Quick', { check: (await test.alertsOf('Quick')).at(-1)?.checkId ?? '' })).toEqual([
      'warning: CO₂ is 1620 ppm',
    ]);
    await sample('Quick', minutes(595), 700);
    await test.check();
    expect((await test.saidOf('Quick')).filter((said) => said.includes('CO₂'))).toEqual([]);
  });

  it('man-27 a rule of a study’s own speaks of phones, too', async () => {
    const step = { state: 'dead', level: 'info', message: 'Phone is silent' };
    await test.addRule({ kind: 'fidelity', steps: [step], none: null, kinds: ['phone', 'browser', 'other'] });
    await look(minutes(300));
    await test.check();
    expect(await test.saidOf('a-phone')).toContain('info: Phone is silent');
  });
});
