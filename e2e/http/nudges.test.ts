import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { startApns, startFcm, type FcmStandIn, type PushStandIn } from '#e2e/harness/push-services.ts';
import { startWithings, type WithingsStandIn } from '#e2e/harness/withings-service.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import {
  fetchWithings,
  nudgeByTheClock,
  processUntilEmpty,
  readPoints,
  renderPoint,
  rewindWithings,
} from '#lib/passive/index.ts';
import { newId } from '#lib/platform/ids.ts';
import { sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let fcm: FcmStandIn;
let apns: PushStandIn;
let withings: WithingsStandIn;

const appleToken = '00ff11ee22dd33cc44bb55aa66998877';

beforeAll(async () => {
  fcm = await startFcm();
  apns = await startApns();
  withings = await startWithings();
  platform = await startPlatform({ env: { ...fcm.env, ...apns.env, ...withings.env } });
  world = await anApiWorld(platform.runtime);
  call = await world.as('manager');
  await tellToken('A-1', 'pdk-firebase-token', 'fcm-a1');
  await tellToken('A-2', 'pdk-firebase-token', 'fcm-a2');
  await tellToken('I-1', 'pdk-ios-device-token', appleToken.toUpperCase());
});
afterAll(async () => {
  await platform.stop();
  await Promise.all([fcm.stop(), apns.stop(), withings.stop()]);
});

let minute = 0;

/** What the app on a phone logs when it has a push token. */
async function tellToken(source: string, event: string, token: string): Promise<void> {
  minute += 1;
  const generator = 'pdk-app-event: Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)';
  const timestamp = Math.floor(Date.now() / 1000) - 10_000 + minute;
  const metadata = { 'generator-id': 'pdk-app-event', generator, source, timestamp };
  const point = { event_name: event, event_details: { token }, 'passive-data-metadata': metadata };
  const body = new URLSearchParams({ payload: JSON.stringify([point]) });
  const address = `${platform.url}/studies/${world.study.key}/data/add-bundle.json`;
  expect((await fetch(address, { method: 'POST', body })).status).toBe(201);
  await processUntilEmpty(platform.runtime);
}

const taskSchema = z.object({ taskId: z.string() });

/** Starts a round, does the work, and gives what it came to. */
async function nudge(body: object) {
  const { json, status } = await call('POST /nudges', { body });
  expect(status).toBe(202);
  await runTasks(platform.runtime);
  const task = await call('GET /tasks/{id}', { params: { id: taskSchema.parse(json).taskId } });
  return task.json as { state: string; result: Record<string, number> };
}

function forget(): void {
  fcm.taken.length = 0;
  apns.taken.length = 0;
}

/** In no particular order: pushes go side by side. */
const takenTokens = () => fcm.taken.map(({ token }) => token).sort();

const settings = { everyHours: null, activeDays: 14, silentHours: 0 };

it('pdk-39 a round wakes each phone through its service, in the form that the service asks for', async () => {
  const task = await nudge({ study: world.study.key });
  expect(task).toMatchObject({
    state: 'succeeded',
    result: { accepted: 3, failed: 0, dead: 0, withoutService: 0 },
  });
  expect([fcm.complaints, apns.complaints]).toEqual([[], []]);
  expect(takenTokens()).toEqual(['fcm-a1', 'fcm-a2']);
  expect(fcm.taken.find(({ token }) => token === 'fcm-a1')?.body).toEqual({
    message: {
      token: 'fcm-a1',
      data: { operation: 'nudge', source: 'passive-data-kit' },
      android: { priority: 'high' },
    },
  });
  expect(fcm.assertions).toHaveLength(1);
  expect(apns.taken.map(({ token }) => token)).toEqual([appleToken]);
  expect(apns.taken[0]?.body).toEqual({
    aps: { 'content-available': 1 },
    operation: 'nudge',
    source: 'passive-data-kit',
  });
  const { json } = await call('GET /nudges/settings', { query: { study: world.study.key } });
  expect(json).toMatchObject({
    ...settings,
    services: { fcm: true, apns: true },
    tokens: { usable: 3, failing: 0, dead: 0 },
  });
});

it('pdk-39 a withdrawn access token is replaced, and a passing failure is tried once more', async () => {
  forget();
  fcm.withdrawAccess();
  apns.answers.set(appleToken, [
    { status: 503, body: { reason: 'ServiceUnavailable' } },
    { status: 503, body: { reason: 'ServiceUnavailable' } },
  ]);
  const task = await nudge({ study: world.study.key });
  expect(task.result).toMatchObject({ accepted: 2, failed: 1, dead: 0 });
  const { json } = await call('GET /nudges/failures', { query: { study: world.study.key } });
  expect(json).toMatchObject({
    items: [{ sourceName: 'I-1', service: 'apns', state: 'failing', reason: 'ServiceUnavailable', failures: 1 }],
    next: null,
  });
  apns.answers.clear();
  expect((await nudge({ study: world.study.key })).result).toMatchObject({ accepted: 3, failed: 0 });
  expect((await call('GET /nudges/failures', { query: { study: world.study.key } })).json).toMatchObject({ items: [] });
});

it('pdk-39 a dead token is not used again until the app sends another', async () => {
  fcm.answers.set('fcm-a1', [
    { status: 404, body: { error: { status: 'NOT_FOUND', details: [{ errorCode: 'UNREGISTERED' }] } } },
  ]);
  apns.answers.set(appleToken, [{ status: 410, body: { reason: 'Unregistered', timestamp: 1 } }]);
  expect((await nudge({ study: world.study.key })).result).toMatchObject({ accepted: 1, dead: 2 });
  fcm.answers.clear();
  apns.answers.clear();
  forget();
  expect((await nudge({ study: world.study.key })).result).toMatchObject({ accepted: 1, dead: 0 });
  expect(takenTokens()).toEqual(['fcm-a2']);
  const dead = await call('GET /nudges/failures', { query: { study: world.study.key } });
  expect(dead.json).toMatchObject({
    items: [
      { state: 'dead', reason: expect.any(String) as string },
      { state: 'dead', reason: expect.any(String) as string },
    ],
  });
  await tellToken('A-1', 'pdk-firebase-token', 'fcm-a1-new');
  forget();
  expect((await nudge({ study: world.study.key })).result).toMatchObject({ accepted: 2 });
  expect(takenTokens()).toEqual(['fcm-a1-new', 'fcm-a2']);
});

it('pdk-39 chosen sources alone are woken; who chose is in the audit log', async () => {
  forget();
  const { json } = await call('GET /sources', { query: { text: 'A-2' } });
  const ids = z
    .object({ items: z.array(z.object({ id: z.string() })) })
    .parse(json)
    .items.map(({ id }) => id);
  expect((await nudge({ selection: { ids } })).result).toMatchObject({ accepted: 1 });
  expect(takenTokens()).toEqual(['fcm-a2']);
  expect((await (await world.as('owner'))('GET /audit')).text).toContain('nudge.start');
});

it('pdk-39 the clock wakes the phones of a study when its round is due, and only then', async () => {
  expect(await nudgeByTheClock(platform.runtime)).toBe(0);
  const body = { study: world.study.key, everyHours: 6, activeDays: 14, silentHours: 0 };
  expect((await call('PUT /nudges/settings', { body })).json).toMatchObject({ everyHours: 6, lastRoundAt: null });
  forget();
  expect(await nudgeByTheClock(platform.runtime)).toBe(1);
  await runTasks(platform.runtime);
  expect(fcm.taken).toHaveLength(2);
  expect(await nudgeByTheClock(platform.runtime)).toBe(0);
  // Everybody has just been heard of: nobody is silent.
  await call('PUT /nudges/settings', { body: { ...body, silentHours: 24 } });
  expect((await nudge({ study: world.study.key })).result).toMatchObject({ accepted: 0 });
  expect((await call('PUT /nudges/settings', { body: { ...body, everyHours: 0 } })).status).toBe(400);
});

it('pdk-39 without a service nothing is begun, and the reason is told', async () => {
  const runtime = { ...platform.runtime, push: { fcm: null, apns: null } };
  expect(await nudgeByTheClock(runtime)).toBe(0);
  const { startNudge } = await import('#lib/passive/index.ts');
  await expect(startNudge(world.system, { study: world.study.key }, runtime.push)).rejects.toMatchObject({
    code: 'push_not_set_up',
  });
});

it('pdk-40 a participant links a Withings account; activity and sleep become points, each once, with tokens that rotate', async () => {
  const door = `${platform.url}/studies/${world.study.key}/data/withings`;
  const name = `W/${newId()}`;
  const start = await fetch(`${door}/start/${encodeURIComponent(name)}`, { redirect: 'manual' });
  expect(start.status).toBe(302);
  const { code, state, redirectUri } = withings.allow(start.headers.get('location') ?? '');
  expect(redirectUri).toBe(`${platform.runtime.config.publicUrl}/studies/${world.study.key}/data/withings/auth`);
  const back = (query: Record<string, string>) => fetch(`${door}/auth?${new URLSearchParams(query).toString()}`);
  expect((await back({ error: 'access_denied', state })).status).toBe(400);
  expect((await back({ code, state: `${state.slice(0, -4)}AAAA` })).status).toBe(400);
  expect((await back({ code: 'made-up', state })).status).toBeGreaterThanOrEqual(500);
  expect((await back({ code, state })).status).toBe(200);

  const nowS = Math.floor(Date.now() / 1000);
  withings.activity.clear();
  withings.sleep.length = 0;
  withings.activity.set(nowS - 7200, { steps: 52, duration: 60, distance: 40.5, calories: 2.1, elevation: 0 });
  withings.activity.set(nowS - 3 * 86_400, { steps: 9, duration: 60 });
  withings.sleep.push({ startdate: nowS - 30_000, enddate: nowS - 28_000, state: 2, model: 'Sleep Analyzer' });
  const { runtime } = platform;
  expect(await fetchWithings(runtime)).toEqual({ links: 1, points: 2, failed: 0 });
  expect(await fetchWithings(runtime)).toEqual({ links: 0, points: 0, failed: 0 });
  // From four days ago: what is known is not stored again. The token has run out meanwhile.
  await runtime.db.execute(
    sql`UPDATE withings_links SET access_expires_at = now() WHERE organization_id = ${world.organization.id}`,
  );
  expect(await rewindWithings(world.system, new Date((nowS - 3 * 86_400) * 1000))).toBe(1);
  withings.calls.length = 0;
  expect(await fetchWithings(runtime)).toEqual({ links: 1, points: 3, failed: 0 });
  expect(withings.calls[0]).toBe('requesttoken');
  await processUntilEmpty(runtime);
  const [source] = await runtime.db.query(
    z.object({ id: z.string(), tokens: z.string() }),
    sql`SELECT s.id, l.tokens_sealed AS tokens FROM withings_links l JOIN sources s ON s.id = l.source_id
      WHERE s.organization_id = ${world.organization.id} AND s.identifier = ${name}`,
  );
  expect(source?.tokens).not.toContain('refresh-');
  const points: unknown[] = [];
  for await (const row of readPoints(world.system, { sourceIds: [source?.id ?? ''] }))
    points.push(JSON.parse(renderPoint(row)));
  expect(points).toHaveLength(3);
  expect(points).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        datastream: 'intraday-activity',
        activity_start: nowS - 7200,
        steps: 52,
        distance: 40.5,
      }),
      expect.objectContaining({ datastream: 'sleep-measures', state: 'deep', measurement_device: 'Sleep Analyzer' }),
    ]),
  );

  // Too many calls: tried again later. Permission taken back: the row says what to do.
  const failureOf = async () =>
    await runtime.db.query(
      z.object({ failure: z.string().nullable() }),
      sql`SELECT failure FROM withings_links WHERE organization_id = ${world.organization.id}`,
    );
  withings.failWith(601);
  await rewindWithings(world.system, new Date());
  expect(await fetchWithings(runtime)).toEqual({ links: 1, points: 0, failed: 1 });
  expect((await failureOf())[0]?.failure).toContain('601');
  withings.failWith(0);
  withings.revoke();
  await rewindWithings(world.system, new Date());
  expect(await fetchWithings(runtime)).toMatchObject({ failed: 1 });
  expect((await failureOf())[0]?.failure).toContain('link the account again');
  expect(withings.complaints).toEqual([]);

  // What the page of the source shows, and the way out of it.
  const manager = await world.as('manager');
  const params = { id: source?.id ?? '' };
  const shown = async () => (await manager('GET /sources/{id}/withings', { params })).json;
  const startUrl = `${runtime.config.publicUrl}/studies/${world.study.key}/data/withings/start/${encodeURIComponent(name)}`;
  expect(await shown()).toMatchObject({
    startUrl,
    mayManage: true,
    link: { userId: '4711', failure: expect.stringContaining('link the account again') as string },
  });
  const analyst = await world.as('analyst');
  expect((await analyst('GET /sources/{id}/withings', { params })).json).toMatchObject({
    mayManage: false,
    link: { userId: null, lastFetchAt: expect.any(String) as string },
  });
  expect((await analyst('DELETE /sources/{id}/withings', { params })).status).toBe(403);
  expect((await manager('POST /sources/{id}/withings/pull', { params })).status).toBe(204);
  expect(await fetchWithings(runtime)).toMatchObject({ links: 1, failed: 1 });
  expect((await manager('DELETE /sources/{id}/withings', { params })).status).toBe(204);
  expect(await shown()).toMatchObject({ startUrl, link: null });
  expect((await manager('DELETE /sources/{id}/withings', { params })).status).toBe(404);
  expect(await fetchWithings(runtime)).toEqual({ links: 0, points: 0, failed: 0 });
  const acts = await runtime.db.query(
    z.object({ action: z.string() }),
    sql`SELECT action FROM audit_events WHERE organization_id = ${world.organization.id} AND subject_id = ${params.id}
      ORDER BY at, id`,
  );
  expect(acts.map(({ action }) => action)).toEqual(['withings.link', 'withings.pull', 'withings.unlink']);
});
