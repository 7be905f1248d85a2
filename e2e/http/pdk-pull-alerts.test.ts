import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { PullClient, type PulledMatch } from '#e2e/devices/pull-client.ts';
import { testPassword } from '#e2e/harness/accounts.ts';
import { anApiWorld, type ApiWorld } from '#e2e/harness/api.ts';
import { addBundle, aPoint } from '#e2e/harness/passive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { createUser } from '#lib/accounts/index.ts';
import { checkStudy, processUntilEmpty } from '#lib/passive/index.ts';
import { newId } from '#lib/platform/ids.ts';

let platform: TestPlatform;
let world: ApiWorld;
let client: PullClient;

const start = 1_760_000_000;

async function send(points: object[]): Promise<void> {
  const place = { organizationId: world.organization.id, studyId: world.study.id, studyKey: '' };
  await addBundle(platform, place, points);
  await processUntilEmpty(platform.runtime);
}

async function sources(fields: Record<string, string>) {
  const answer = await client.post('/api/data-sources.json', { token: client.token ?? '', ...fields });
  return (await answer.json()) as { matches: PulledMatch[] };
}

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  client = new PullClient({ siteUrl: `${platform.url}/studies/${world.study.key}/data` });
  const email = `manager-${newId()}@example.org`;
  const person = { email, name: 'manager', password: testPassword, role: 'manager', locale: 'en' } as const;
  await createUser(world.system, { ...person, mustChangePassword: false });
  await client.signIn(email, testPassword);
});
afterAll(() => platform.stop());

/** What is told of an open alert (passive-data-kit.md, 1.15). */
const alertsSchema = z.array(
  z.strictObject({
    name: z.string(),
    level: z.string(),
    source: z.string(),
    generator: z.string(),
    created: z.string(),
    updated: z.string(),
    active: z.literal(true),
    details: z.strictObject({ message: z.string() }),
  }),
);

it('pdk-27 sources tell the alerts that are open about them, worst first, and none that is closed', async () => {
  await send([aPoint({ source: 'Q-1', timestamp: start, members: { level: 1 } })]);
  const check = () => checkStudy(world.system, { studyId: world.study.id, publicUrl: 'https://cairn.example' });
  await check();
  const battery = async () => {
    const { matches } = await sources({ filters: '[{"identifier":"Q-1"}]' });
    const alerts = alertsSchema.parse(matches[0]?.['active_alerts']);
    return { alerts, low: alerts.find(({ generator }) => generator === 'pdk-device-battery') };
  };
  const { alerts, low } = await battery();
  expect(low).toMatchObject({
    name: 'Battery Level Critically Low',
    level: 'critical',
    source: 'Q-1',
    active: true,
    details: { message: expect.stringContaining('attery') as string },
  });
  expect(Date.parse(low?.created ?? '')).toBeLessThanOrEqual(Date.parse(low?.updated ?? ''));
  const levels = alerts.map(({ level }) => ['critical', 'warning', 'info'].indexOf(level));
  expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  await send([aPoint({ source: 'Q-1', timestamp: start + 1, members: { level: 90 } })]);
  await check();
  expect((await battery()).low).toBeUndefined();
});
