import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { alertPageSchema, nowS, openAlertTest, type AlertTest } from '#e2e/harness/alerts.ts';
import type { ApiCall, ApiWorld } from '#e2e/harness/api.ts';
import type { PointOptions } from '#e2e/harness/passive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { registerStatusCheck } from '#lib/passive/index.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let test: AlertTest;
const send: AlertTest['send'] = (...points) => test.send(...points);
const check: AlertTest['check'] = (hoursLater) => test.check(hoursLater);
const alertsOf: AlertTest['alertsOf'] = (source, query) => test.alertsOf(source, query);
const saidOf: AlertTest['saidOf'] = (source, query) => test.saidOf(source, query);
const addRule: AlertTest['addRule'] = (definition, name) => test.addRule(definition, name);

beforeAll(async () => {
  platform = await startPlatform({ env: { CAIRN_INTERNAL_HOSTS: '127.0.0.1' } });
  test = await openAlertTest(platform);
  ({ world, call } = test);
});
afterAll(() => platform.stop());

async function sourceIdOf(identifier: string): Promise<string> {
  const { json } = await call('GET /sources', { query: { text: identifier } });
  return z.object({ items: z.array(z.object({ id: z.string() })) }).parse(json).items[0]?.id ?? '';
}

function builtIn(checkId: string, isEnabled: boolean) {
  return call('PUT /alert-rules/built-in', { body: { studyId: world.study.id, checkId, isEnabled } });
}

describe('pdk-21 status checks over real points', () => {
  it('pdk-21 the battery: opened, renewed with the same id, closed and opened anew when the level changes', async () => {
    await send(
      { source: 'bat', members: { level: 25 } },
      { source: 'bat', type: 'pdk-system-status', members: { storage_available: 5e9 } },
    );
    await check();
    const [low] = await alertsOf('bat');
    expect(low).toMatchObject({
      level: 'warning',
      name: 'Battery Level Low',
      checkId: 'pdk-device-battery',
      sourceIdentifier: 'bat',
    });
    await check();
    const [renewed] = await alertsOf('bat');
    expect(renewed?.id).toBe(low?.id);
    expect(renewed?.updatedAt.getTime()).toBeGreaterThan(low?.updatedAt.getTime() ?? Infinity);
    await send({ source: 'bat', timestamp: nowS() + 1, members: { level: 7 } });
    await check();
    expect(await saidOf('bat')).toEqual(['critical: Battery Level Critically Low']);
    expect(await alertsOf('bat', { state: 'closed' })).toMatchObject([{ id: low?.id, closeReason: 'changed' }]);
    await send({ source: 'bat', timestamp: nowS() + 2, members: { level: 90 } });
    await check();
    expect(await alertsOf('bat')).toEqual([]);
    const history = await alertsOf('bat', { state: 'closed' });
    expect(history.map(({ closeReason }) => closeReason)).toEqual(['changed', 'resolved']);
  });

  it('pdk-21 an upload that is overdue grows worse; a clock that is ahead does not hide it', async () => {
    await send(
      { source: 'ahead', timestamp: nowS() + 90 * 86_400 },
      { source: 'ahead', type: 'pdk-system-status', members: { storage_available: 5e9 } },
    );
    await check(5);
    expect(await saidOf('ahead')).toEqual(['warning: Data upload is overdue']);
    await check(25);
    expect(await saidOf('ahead')).toEqual(['critical: Data upload is critically overdue']);
    await check();
    expect(await saidOf('ahead')).toEqual([]);
  });

  it('pdk-21 what was never sent is said; pushes, extension and Withings only where they are turned on', async () => {
    await call('POST /sources', { body: { study: world.study.key, identifier: 'newcomer', kind: 'phone' } });
    await check();
    const basic = ['critical: Data never uploaded', 'info: No Battery Levels Logged', 'info: No Disk Usage Logged'];
    expect(await saidOf('newcomer')).toEqual(basic);
    const others = ['pdk-remote-nudge', 'pdk-web-extension', 'pdk-withings-device'];
    for (const id of others) expect((await builtIn(id, true)).status).toBe(204);
    await check();
    expect(await saidOf('newcomer')).toEqual(
      [
        ...basic,
        'critical: Browser extension not installed',
        'info: Push Notifications Never Received',
        'info: Withings data never uploaded',
      ].sort(),
    );
    const event = (event_name: string, timestamp: number): PointOptions => ({
      source: 'newcomer',
      type: 'pdk-app-event',
      timestamp,
      members: { event_name },
    });
    await send(
      event('pdk-received-firebase-message', nowS() - 7 * 3600),
      event('app_recv_remote_notification', nowS() - 20 * 3600),
      event('pdk-web-opened', nowS() - 60),
      { source: 'newcomer', type: 'pdk-withings-device', timestamp: nowS() - 50 * 3600 },
    );
    await check();
    expect(await saidOf('newcomer')).toEqual([
      'critical: No Web Visits Uploaded',
      'critical: Withings upload is critically overdue',
      'info: No Battery Levels Logged',
      'info: No Disk Usage Logged',
      'warning: Push Notifications Delayed',
    ]);
    await send({ source: 'newcomer', type: 'pdk-web-upload-visit', timestamp: nowS() - 8 * 86_400 });
    await check();
    expect(await saidOf('newcomer', { check: 'pdk-web-extension' })).toEqual([
      'warning: No Recent Web Visits Uploaded',
    ]);
    for (const id of others) await builtIn(id, false);
    expect(await saidOf('newcomer')).toEqual(['info: No Battery Levels Logged', 'info: No Disk Usage Logged']);
    expect((await alertsOf('newcomer', { check: 'pdk-web-extension', state: 'closed' })).at(-1)).toMatchObject({
      closeReason: 'check_off',
    });
  });

  it('pdk-21 suppression of a source or its group closes its alerts, and none is opened meanwhile', async () => {
    const group = await call('POST /groups', { body: { study: world.study.key, name: 'Quiet' } });
    const groupId = z.object({ id: z.string() }).parse(group.json).id;
    for (const identifier of ['muted-a', 'muted-b']) {
      await call('POST /sources', {
        body: { study: world.study.key, identifier, groupId: identifier === 'muted-b' ? groupId : null },
      });
    }
    await check();
    expect(await saidOf('muted-')).toHaveLength(6);
    const ids = [await sourceIdOf('muted-a')];
    const suppressed = await call('POST /sources/suppress', { body: { selection: { ids }, suppressAlerts: true } });
    expect(suppressed.json).toMatchObject({ changed: 1 });
    expect(await saidOf('muted-')).toHaveLength(3);
    await call('PATCH /groups/{id}', { params: { id: groupId }, body: { suppressAlerts: true } });
    await check();
    expect(await saidOf('muted-')).toEqual([]);
    expect((await alertsOf('muted-', { state: 'closed' })).map(({ closeReason }) => closeReason)).toEqual(
      Array(6).fill('suppressed'),
    );
    await call('PATCH /groups/{id}', { params: { id: groupId }, body: { suppressAlerts: false } });
    await check();
    expect(await saidOf('muted-')).toHaveLength(3);
    await call('POST /sources/archive', { body: { selection: { filter: { text: 'muted-b' } }, archived: true } });
    expect(await saidOf('muted-')).toEqual([]);
  });
});

describe('pdk-22 rules, plug-ins, and who is told', () => {
  it('pdk-22 rules of one’s own: a value at a path, a silence, a region; previewed, switched off, removed', async () => {
    await send(
      { source: 'rig', type: 'rig-state', members: { tank: { level: [3, 17] }, mode: 'idle' } },
      { source: 'rig', type: 'pdk-location', timestamp: nowS() - 60, members: { latitude: -4.3, longitude: 15.3 } },
    );
    const tank = {
      kind: 'threshold',
      type: 'rig-state',
      path: 'tank.level[-1]',
      none: null,
      steps: [{ operator: 'lt', value: 20, level: 'critical', message: 'Tank at {value}' }],
    };
    const area = {
      kind: 'region',
      shape: {
        type: 'polygon',
        ring: [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      },
      said: { level: 'warning', message: 'Out of the area' },
      none: null,
    };
    const preview = await call('POST /alert-rules/preview', { body: { studyId: world.study.id, definition: tank } });
    expect(preview.json).toMatchObject({
      critical: 1,
      warning: 0,
      items: [{ sourceName: 'rig', message: 'Tank at 17' }],
    });
    expect(await saidOf('rig', { check: 'rule' })).toEqual([]);
    const tankId = await addRule(tank, 'Tank');
    await addRule(area, 'Area');
    await addRule(
      {
        kind: 'silence',
        signals: ['rig-st*'],
        none: null,
        steps: [{ hours: 2, level: 'info', message: 'Rig quiet for {age}' }],
      },
      'Quiet',
    );
    await check(3);
    const said = await saidOf('rig');
    expect(said).toEqual(
      expect.arrayContaining(['critical: Tank at 17', 'info: Rig quiet for 3 h', 'warning: Out of the area']),
    );
    const [before] = await alertsOf('rig', { check: `rule:${tankId}` });
    expect(before).toMatchObject({ name: 'Tank at {value}', checkLabel: 'Tank' });
    await send({ source: 'rig', type: 'rig-state', timestamp: nowS() + 1, members: { tank: { level: [1, 16.5] } } });
    await check();
    expect(await alertsOf('rig', { check: `rule:${tankId}` })).toMatchObject([
      { id: before?.id, message: 'Tank at 16.5' },
    ]);
    const off = await call('PUT /alert-rules/{id}', {
      params: { id: tankId },
      body: { name: 'Tank', isEnabled: false, definition: tank },
    });
    expect(off.json).toMatchObject({ isEnabled: false });
    expect(await alertsOf('rig', { check: `rule:${tankId}` })).toEqual([]);
    expect((await call('DELETE /alert-rules/{id}', { params: { id: tankId } })).status).toBe(204);
    expect((await call('GET /alert-rules/{id}', { params: { id: tankId } })).status).toBe(404);
  });

  it('pdk-22 a rule with a slow pattern is refused, as are paths and shapes that are none', async () => {
    const matches = (value: string) => ({
      kind: 'threshold',
      type: 't',
      path: 'p',
      none: null,
      steps: [{ operator: 'matches', value, level: 'info', message: 'm' }],
    });
    for (const definition of [matches('^(a+)+$'), matches('('), { ...matches('a'), path: "x'; drop" + '..' }]) {
      const { status, json } = await call('POST /alert-rules', {
        body: { studyId: world.study.id, name: 'Bad', definition },
      });
      expect(status).toBe(400);
      expect(json).toMatchObject({ code: 'input_invalid' });
    }
    // A path is data, whatever stands in it.
    await addRule({ ...matches('a'), path: "x'; DROP TABLE sources; --" }, 'Odd path');
    await check();
    expect((await call('GET /sources')).status).toBe(200);
  });

  it('pdk-22 a plug-in’s check that fails, wholly or for one source, stops nothing', async () => {
    registerStatusCheck({
      id: 'test-broken',
      label: 'Broken',
      isOnByDefault: true,
      evaluate: () => Promise.reject(new Error('boom')),
    });
    registerStatusCheck({
      id: 'test-picky',
      label: 'Picky',
      isOnByDefault: true,
      evaluate: ({ sources }) => {
        if (sources.some(({ identifier }) => identifier === 'rig')) return Promise.reject(new Error('not this one'));
        return Promise.resolve(
          sources.map(({ id }) => ({ sourceId: id, level: 'info', name: 'Seen', message: 'Seen' })),
        );
      },
    });
    await send({ source: 'plain', members: { level: 50 } });
    const report = await check();
    expect(report.failedChecks).toBe(2);
    expect(await saidOf('plain')).toContain('info: Seen');
    expect(await saidOf('rig')).not.toContain('info: Seen');
    expect(await saidOf('rig')).toContain('info: No Battery Levels Logged');
    const { json } = await call('GET /alert-rules', { query: { studyId: world.study.id } });
    expect(json).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ checkId: 'test-picky', name: 'Picky', isBuiltIn: true }),
      ]) as unknown,
    });
    for (const id of ['test-broken', 'test-picky']) await builtIn(id, false);
    expect(await saidOf('plain')).not.toContain('info: Seen');
  });

  it('pdk-21 a person acknowledges alerts, suppresses their sources, and runs the checks as a task', async () => {
    await call('POST /sources', { body: { study: world.study.key, identifier: 'seen-1', name: 'Seen one' } });
    const task = await call('POST /alerts/run', { body: { study: world.study.key } });
    expect(task.status).toBe(202);
    await runTasks(platform.runtime);
    const [alert] = await alertsOf('seen-1', { level: 'critical' });
    const waiting = async () =>
      z.object({ waiting: z.number() }).parse((await call('GET /alerts/counts', { query: { text: 'seen-1' } })).json)
        .waiting;
    expect(await waiting()).toBe(1);
    const seen = await call('POST /alerts/acknowledge', {
      body: { selection: { ids: [alert?.id] }, acknowledged: true },
    });
    expect(seen.json).toMatchObject({ changed: 1, ids: [alert?.id] });
    expect(await waiting()).toBe(0);
    expect((await alertsOf('seen-1', { acknowledged: 'true' }))[0]?.acknowledgedBy).toMatch(/^manager-/);
    const quiet = await call('POST /alerts/suppress', { body: { selection: { filter: { text: 'seen-1' } } } });
    expect(quiet.json).toMatchObject({ changed: 1 });
    expect(await alertsOf('seen-1')).toEqual([]);
    const audit = await call('GET /audit');
    expect(audit.text).toContain('alert.acknowledge');
    const { json } = await call('GET /alerts/checks', { query: { state: 'all' } });
    expect(json).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ checkId: 'pdk-data-upload' })]) as unknown,
    });
  });

  it('pdk-22 pages of the list follow each other without gap or repeat', async () => {
    const all = await alertsOf('', { limit: '200', state: 'all' });
    for (const sort of ['level', 'opened', 'updated', 'source']) {
      const ids: string[] = [];
      for (let cursor: string | undefined; ;) {
        const { json } = await call('GET /alerts', { query: { state: 'all', sort, limit: 7, cursor } });
        const page = alertPageSchema.parse(json);
        ids.push(...page.items.map(({ id }) => id));
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBe(all.length);
    }
  });
});
