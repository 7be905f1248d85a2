import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import {
  actorOfPerson,
  createOrganization,
  createStudy,
  createToken,
  createUser,
  updateStudy,
} from '#lib/accounts/index.ts';
import { boxPublicKeyOf } from '#lib/platform/crypto/box-keys.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import { measureBacklog } from '#lib/passive/index.ts';
import { pointsBetween } from './day.ts';
import { expectStoredOnce, type SentPoints } from './expect-stored-once.ts';
import type { Member } from './fleet.ts';
import type { SimulatedPoint } from './point.ts';
import { createRandom, type Random } from './random.ts';
import { startRealProcesses, type RealProcesses } from './real-processes.ts';
import { createSoakFleet } from './soak-fleet.ts';
import { createTransport } from './transport.ts';

/** How long devices record, send and lose their connections while processes die: two minutes before a release. */
const soakMs = 1000 * z.coerce.number().min(5).max(86_400).default(30).parse(process.env['CAIRN_SOAK_SECONDS']);
const fleetSize = 50;
const cutShare = 0.2;
/** Between one death and the next: often, but long enough for a process to be of use in between. */
const killPauseMs = { least: 1500, most: 4000 } as const;
/** Between two things a device does; phones upload at every fourth. */
const stepMs = { least: 200, most: 800 } as const;
const stepsPerUpload = 4;
const retryMs = 150;
const patienceMs = 180_000;
const from = new Date('2026-11-10T00:00:00Z');
/** A day of life in half a minute. */
const dayMs = 86_400_000;
const to = new Date(from.getTime() + Math.max(1, Math.ceil(soakMs / 30_000)) * dayMs);
/** Raw private key of the fleet, Base64. */
const devicePrivateKey = 'ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A=';

let platform: RealProcesses;
let ctx: Context;

beforeAll(async () => {
  platform = await startRealProcesses();
}, 180_000);

afterAll(() => platform.stop(), 60_000);

it(
  'pdk-15 pdk-01 pdk-02 pdk-07 fifty devices of every kind on bad lines, doors and workers killed: every point is stored once',
  async ({ annotate }) => {
    const random = createRandom('soak');
    const { serverPublicKey, browserToken } = await prepareStudy();
    const line = createTransport({ baseUrl: platform.url, cutShare, random, maxConnections: fleetSize });
    const fleet = createSoakFleet({
      seed: 'soak',
      size: fleetSize,
      prefix: 'S',
      bundlePath: '/studies/durable/data/add-bundle.json',
      transport: line,
      keys: { serverPublicKey, devicePrivateKey },
      browserToken,
    });
    const lives = fleet.map((member) => ({ member, points: pointsBetween(member.participant, from, to) }));
    const endsAt = Date.now() + soakMs;
    await Promise.all([killUntil(endsAt, random), ...lives.map((life) => liveUntil(endsAt, life))]);
    await Promise.all(lives.map(({ member }) => deliver(member)));
    // The doors are quiet; whatever the workers are at, they die once more in the middle of it.
    for (const worker of platform.processes.slice(1)) worker.kill();
    await expect.poll(async () => (await measureBacklog(platform.runtime)).bundlesWaiting, waiting).toBe(0);
    const stored = await expectStoredOnce(ctx, 'durable', new Map(lives.map(sentBy)));
    const deaths = platform.processes.map((each) => each.deaths);
    expect(Math.min(...deaths)).toBeGreaterThan(0);
    await annotate(`${String(stored)} points of ${String(fleetSize)} devices; deaths: ${deaths.join(', ')}`);
    line.close();
  },
  soakMs + patienceMs * 3,
);

const waiting = { timeout: patienceMs, interval: 200 };

async function prepareStudy(): Promise<{ serverPublicKey: string; browserToken: string }> {
  const { runtime } = platform;
  const system = (organizationId: OrganizationId) =>
    runtime.context({ organizationId, actor: { kind: 'system', label: 'tests' }, requestId: newId() });
  const organization = await createOrganization(system(newId()), { name: 'Durable', ownerIds: [] });
  ctx = system(organization.id);
  const wanted = { key: 'durable', name: 'Durable', description: '', isDefaultIntake: false };
  const study = await createStudy(ctx, wanted, runtime.config);
  const { serverPublicKey } = await updateStudy(ctx, {
    studyId: study.id,
    clientPublicKey: boxPublicKeyOf(devicePrivateKey),
  });
  const email = 'owner@durable.example';
  const person = { email, name: 'Owner', password: 'a stone upon a stone', role: 'owner', locale: 'en' } as const;
  await createUser(ctx, { ...person, mustChangePassword: false });
  const { actor } = await actorOfPerson(runtime, { email, organization: organization.id });
  const owner = runtime.context({ organizationId: organization.id, actor, requestId: newId() });
  const scopes = ['intake.send'] as const;
  const { token } = await createToken(owner, { name: 'browsers', scopes: [...scopes], studyId: study.id, lifeDays: 1 });
  return { serverPublicKey: serverPublicKey!, browserToken: token };
}

interface Life {
  readonly member: Member;
  readonly points: readonly SimulatedPoint[];
}

/** Records a life in small parts, uploads now and then; what is left of it at the end is recorded at once. */
async function liveUntil(endsAt: number, { member: { device }, points }: Life): Promise<void> {
  const random = createRandom('steps', device.identifier);
  const partSize = Math.ceil((points.length * (stepMs.least + stepMs.most)) / 2 / soakMs);
  let recorded = 0;
  for (let step = 1; Date.now() < endsAt; step += 1) {
    device.record(points.slice(recorded, recorded + partSize));
    recorded += partSize;
    if (step % stepsPerUpload === 0) await device.flush();
    await pause(random.between(stepMs.least, stepMs.most));
  }
  device.record(points.slice(recorded));
}

/** Goes on until the client believes that all is delivered. */
async function deliver({ device }: Member): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (device.pendingCount > 0) {
    if (Date.now() > deadline) throw new Error(`${device.identifier} cannot deliver ${device.pendingCount} points`);
    await device.flush();
    // A real client waits minutes; this one at least lets a killed door come back.
    await pause(retryMs);
  }
}

/** Everyone dies once, then chance decides. */
async function killUntil(endsAt: number, random: Random): Promise<void> {
  const { processes } = platform;
  for (let round = 0; Date.now() < endsAt || round < processes.length; round += 1) {
    await pause(random.between(killPauseMs.least, killPauseMs.most));
    (processes[round] ?? random.pick(processes)).kill();
  }
}

function sentBy({ member: { device }, points }: Life): [string, SentPoints] {
  const { delivered = [], doubtful = [] } = device.beside ?? {};
  return [device.identifier, { certain: [...points, ...delivered], doubtful }];
}
