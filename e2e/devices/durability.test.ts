import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOrganization, createStudy, updateStudy } from '#lib/accounts/index.ts';
import { boxPublicKeyOf } from '#lib/platform/crypto/box-keys.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import { measureBacklog, readPoints, renderPoint } from '#lib/passive/index.ts';
import { listSources, listSourcesSchema } from '#lib/sources/index.ts';
import { pointsBetween } from './day.ts';
import { createFleet, type Member } from './fleet.ts';
import type { SimulatedPoint } from './point.ts';
import { createRandom, type Random } from './random.ts';
import { startRealProcesses, type RealProcesses } from './real-processes.ts';
import { createTransport, type Transport } from './transport.ts';

const fleetSize = 20;
const cutShare = 0.2;
/** Somebody dies whenever the doors have answered so many more requests: often, but never so often that nothing works. */
const answersPerKill = 40;
const uploadsPerDevice = 16;
const retryMs = 150;
const patienceMs = 150_000;
const from = new Date('2026-11-18T00:00:00Z');
const to = new Date('2026-11-19T00:00:00Z');
/** Raw private key of the fleet, Base64. */
const devicePrivateKey = 'ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A=';

let platform: RealProcesses;
let ctx: Context;

beforeAll(async () => {
  platform = await startRealProcesses();
}, 180_000);

afterAll(() => platform.stop(), 60_000);

it(
  'pdk-15 twenty devices on bad lines, doors and workers killed again and again: every point is stored exactly once',
  async () => {
    const random = createRandom('durability');
    const serverPublicKey = await prepareStudy();
    const line = createTransport({ baseUrl: platform.url, cutShare, random, maxConnections: fleetSize });
    let answers = 0;
    const transport: Transport = async (request) => {
      const answer = await line(request);
      answers += 1;
      if (answers % answersPerKill === 0) killOne(random, answers / answersPerKill - 1);
      return answer;
    };
    const fleet = createFleet({
      seed: 'durability',
      size: fleetSize,
      prefix: 'D',
      bundlePath: '/studies/durable/data/add-bundle.json',
      transport,
      keys: { serverPublicKey, devicePrivateKey },
    });
    const expected = new Map(
      fleet.map(({ participant }) => [participant.identifier, pointsBetween(participant, from, to)]),
    );
    await Promise.all(fleet.map((member) => liveThrough(member, expected.get(member.device.identifier)!)));
    // The doors are quiet; whatever the workers are at, they die once more in the middle of it.
    for (const worker of platform.processes.slice(1)) worker.kill();
    await expect.poll(async () => (await measureBacklog(platform.runtime)).bundlesWaiting, waiting).toBe(0);
    await expectStoredOnce(expected);
    const deaths = platform.processes.map((each) => each.deaths);
    expect(Math.min(...deaths)).toBeGreaterThan(0);
    line.close();
  },
  patienceMs * 2,
);

const waiting = { timeout: patienceMs, interval: 200 };

async function prepareStudy(): Promise<string> {
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
  return serverPublicKey!;
}

/** Records a day in parts and uploads between them; goes on until the client believes that all is delivered. */
async function liveThrough({ device }: Member, points: readonly SimulatedPoint[]): Promise<void> {
  const partSize = Math.ceil(points.length / uploadsPerDevice);
  for (let start = 0; start < points.length; start += partSize) {
    device.record(points.slice(start, start + partSize));
    await device.flush();
  }
  const deadline = Date.now() + patienceMs;
  while (device.pendingCount > 0) {
    if (Date.now() > deadline) throw new Error(`${device.identifier} cannot deliver ${device.pendingCount} points`);
    await device.flush();
    // A real client waits minutes; this one at least lets a killed door come back.
    await pause(retryMs);
  }
}

/** Everyone dies once, then chance decides. */
function killOne(random: Random, round: number): void {
  const { processes } = platform;
  (processes[round] ?? random.pick(processes)).kill();
}

async function expectStoredOnce(expected: ReadonlyMap<string, readonly SimulatedPoint[]>): Promise<void> {
  const { items } = await listSources(ctx, listSourcesSchema.parse({ study: 'durable', limit: 200 }));
  expect(items.map(({ identifier }) => identifier).sort()).toEqual([...expected.keys()].sort());
  for (const { id, identifier, pointCount } of items) {
    const stored: string[] = [];
    for await (const row of readPoints(ctx, { sourceIds: [id] }))
      stored.push(fingerprint(JSON.parse(renderPoint(row))));
    expect(stored.sort(), identifier).toEqual(expected.get(identifier)!.map(fingerprint).sort());
    expect(pointCount, `counter of ${identifier}`).toBe(stored.length);
  }
}

/** A point's content without what the server adds, members in one order. */
function fingerprint(point: unknown): string {
  const ordered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(ordered);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).filter(([name]) => name !== 'encrypted_transmission');
    return Object.fromEntries(
      members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, ordered(member)]),
    );
  };
  return JSON.stringify(ordered(point));
}
