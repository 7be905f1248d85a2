import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { headersOfToken } from '#e2e/harness/accounts.ts';
import { anApiWorld, callWith, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { readResult } from '#e2e/harness/archive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { runSchedules, scheduleSchema } from '#lib/exports/index.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import type { TaskId } from '#lib/platform/ids.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
const dayMs = 86_400_000;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  const today = Math.floor(Date.now() / dayMs) * 86_400;
  // One of yesterday, one of long ago.
  await upload([aPoint(today - 3600, 'yesterday'), aPoint(today - 90 * 86_400, 'long ago')]);
});
afterAll(() => platform.stop());

function aPoint(timestamp: number, note: string): object {
  const generator = 'plot: Meadow/4.1 (Android 14; Acme P7)';
  return { note, 'passive-data-metadata': { 'generator-id': 'plot', generator, source: 'P-1', timestamp } };
}

async function upload(points: readonly object[]): Promise<void> {
  const body = new URLSearchParams({ payload: JSON.stringify(points) });
  const address = `${platform.url}/studies/${world.study.key}/data/add-bundle.json`;
  expect((await fetch(address, { method: 'POST', body })).status).toBe(201);
  await processUntilEmpty(platform.runtime);
}

const draft = (more: object = {}) => ({
  study: world.study.key,
  name: 'Nightly',
  order: { formats: ['raw'], mailWhenReady: false },
  every: 'day',
  hour: 4,
  onDay: 1,
  covers: 'period',
  ...more,
});

async function list() {
  const { json } = await call('GET /export-schedules', { query: { study: world.study.key } });
  return z.object({ items: z.array(scheduleSchema) }).parse(json).items;
}

/** What the archive of a schedule's last order holds. */
async function archiveOf(name: string): Promise<string> {
  await runTasks(platform.runtime);
  const schedule = (await list()).find((one) => one.name === name);
  const members = await readResult(world.system, schedule?.lastTaskId as TaskId);
  return [...members]
    .filter(([member]) => member.endsWith('.json'))
    .map(([, text]) => text)
    .join('\n');
}

it('pdk-35 a schedule orders when it is due, once, the points of the period before', async () => {
  const made = await call('POST /export-schedules', { body: draft() });
  expect(made.status).toBe(201);
  const { nextRunAt } = scheduleSchema.parse(made.json);
  expect(nextRunAt.getTime()).toBeGreaterThan(Date.now());
  expect(nextRunAt.getUTCHours()).toBe(4);
  expect(await runSchedules(platform.runtime)).toBe(0);
  // Tomorrow at the latest; the day before that is today or yesterday.
  await upload([aPoint(nextRunAt.getTime() / 1000 - 86_400, 'the day before')]);
  expect(await runSchedules(platform.runtime, () => nextRunAt)).toBe(1);
  expect(await runSchedules(platform.runtime, () => nextRunAt)).toBe(0);
  const [schedule] = await list();
  expect(schedule).toMatchObject({ lastError: null, isEnabled: true, lastRunAt: nextRunAt });
  expect(schedule?.nextRunAt.getTime()).toBe(nextRunAt.getTime() + dayMs);
  const text = await archiveOf('Nightly');
  expect(text).toContain('the day before');
  expect(text).not.toContain('long ago');
});

it('pdk-35 a schedule of everything orders everything, each time', async () => {
  const body = draft({ name: 'Whole', covers: 'all', every: 'month' });
  const { nextRunAt } = scheduleSchema.parse((await call('POST /export-schedules', { body })).json);
  expect(nextRunAt.getUTCDate()).toBe(1);
  await runSchedules(platform.runtime, () => nextRunAt);
  expect(await archiveOf('Whole')).toContain('long ago');
});

it('pdk-35 switched off nothing is ordered, and what was missed is not made up for', async () => {
  const schedule = (await list()).find(({ name }) => name === 'Nightly');
  const params = { id: schedule?.id ?? '' };
  expect((await call('PATCH /export-schedules/{id}', { params, body: { isEnabled: false } })).json).toMatchObject({
    isEnabled: false,
  });
  const later = new Date(Date.now() + 3 * dayMs);
  const before = (await list()).find(({ name }) => name === 'Nightly')?.lastRunAt;
  await runSchedules(platform.runtime, () => later);
  expect((await list()).find(({ name }) => name === 'Nightly')?.lastRunAt).toEqual(before);
  expect((await call('DELETE /export-schedules/{id}', { params })).status).toBe(204);
  expect((await list()).map(({ name }) => name)).toEqual(['Whole']);
  const { text } = await call('GET /audit');
  for (const action of ['create', 'switch', 'remove']) expect(text).toContain(`export-schedule.${action}`);
});

it('pdk-35 who lost the right to export has no exports made any more', async () => {
  const analyst = await world.as('analyst');
  expect((await analyst('POST /export-schedules', { body: draft({ name: 'Left' }) })).status).toBe(201);
  const schedule = (await list()).find(({ name }) => name === 'Left');
  const people = z
    .object({ items: z.array(z.object({ email: z.string(), memberships: z.array(z.object({ id: z.string() })) })) })
    .parse((await call('GET /users')).json);
  const person = people.items.find(({ email }) => email === schedule?.createdBy);
  for (const { id } of person?.memberships ?? [])
    expect((await call('DELETE /memberships/{id}', { params: { id } })).status).toBe(204);
  const at = schedule?.nextRunAt ?? new Date();
  await runSchedules(platform.runtime, () => at);
  const after = (await list()).find(({ name }) => name === 'Left');
  expect(after).toMatchObject({ isEnabled: false, lastTaskId: null });
  expect(after?.lastError).toContain('does not belong');
});

it('pdk-35 what no order can be, a token, and a stranger are refused', async () => {
  expect((await call('POST /export-schedules', { body: draft({ onDay: 3 }) })).status).toBe(400);
  expect((await call('POST /export-schedules', { body: draft({ order: { types: ['never sent'] } }) })).status).toBe(
    400,
  );
  const scopes = ['studies.read', 'passive.export'];
  const { json } = await call('POST /tokens', { body: { name: 'x', scopes, studyId: null, lifeDays: 1 } });
  const program = await callWith(headersOfToken(z.object({ token: z.string() }).parse(json).token));
  expect((await program('POST /export-schedules', { body: draft() })).status).toBe(403);
  const stranger = await (await anApiWorld(platform.runtime)).as('owner');
  const id = (await list())[0]?.id ?? '';
  expect((await stranger('DELETE /export-schedules/{id}', { params: { id } })).status).toBe(404);
  expect((await stranger('POST /export-schedules', { body: draft() })).status).toBe(404);
});
