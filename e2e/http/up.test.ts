import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { firstFreeOf } from '#e2e/harness/free-port.ts';
import { SupervisedPlatform } from '#e2e/harness/supervised-platform.ts';
import { openEmbeddedDatabase } from '#lib/platform/db/connection.ts';
import { embeddedAddress } from '#lib/platform/db/embedded-address.ts';
import { sql } from '#lib/platform/db/sql.ts';

const restartTimeoutMs = 60_000;

/** A bundle of two points of one device, made unlike any other. */
function aBundle(source: string): URLSearchParams {
  const timestamp = 1_763_000_000 + Math.random() * 1e6;
  const points = [0, 1].map((offset) => ({
    'passive-data-metadata': {
      source,
      'generator-id': 'pdk-device-battery',
      timestamp: timestamp + offset,
      generator: 'test',
    },
    level: offset,
    id: randomUUID(),
  }));
  return new URLSearchParams({ payload: JSON.stringify(points) });
}

describe('npm run up', () => {
  let platform: SupervisedPlatform;
  beforeAll(async () => {
    platform = await SupervisedPlatform.create();
  });
  afterAll(() => platform.remove());

  const healthy = async () => {
    const answer = await fetch(`${platform.url}/health`).catch(() => null);
    return answer?.status === 200;
  };
  const untilHealthy = () => expect.poll(healthy, { timeout: restartTimeoutMs, interval: 100 }).toBe(true);

  let acknowledged = 0;
  /** Sends like a device: again and again until it is told 201. */
  const send = async (source: string, patienceMs = restartTimeoutMs) => {
    const body = aBundle(source);
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
      const answer = await fetch(`${platform.url}/studies/fleet/data/add-bundle.json`, { method: 'POST', body }).catch(
        () => null,
      );
      if (answer?.status === 201) {
        acknowledged += 1;
        return;
      }
      await sleep(100);
    }
    throw new Error('the upload was never taken');
  };

  const countSchema = z.object({ points: z.coerce.number(), sources: z.coerce.number() });
  const countStored = async () => {
    const db = openEmbeddedDatabase(embeddedAddress(platform.dataDir));
    try {
      const [row] = await db.query(
        countSchema,
        sql`SELECT count(*) AS points, count(DISTINCT source_id) AS sources FROM data_points`,
      );
      return row ?? { points: 0, sources: 0 };
    } finally {
      await db.close();
    }
  };
  const expectAllStored = () =>
    expect
      .poll(async () => (await countStored()).points, { timeout: restartTimeoutMs, interval: 250 })
      .toBe(acknowledged * 2);

  it('platform: starts, tells the first administrator once, and says it is ready when it is', async () => {
    await platform.start();
    expect(await healthy()).toBe(true);
    expect(platform.said).toMatch(/e-mail +\S+@\S+\n +password +\S+/);
    expect((await fetch(`${platform.url}/sign-in`)).status).toBe(200);
    expect((await fetch(`${platform.url}/metrics`)).status).toBe(200);
  });

  it('platform: the command line works while the platform runs', () => {
    expect(platform.cairn('org', 'create', '--name', 'Fleet').status).toBe(0);
    expect(platform.cairn('study', 'create', '--org', 'Fleet', '--name', 'Fleet', '--key', 'fleet').status).toBe(0);
    expect(platform.cairn('doctor')).toMatchObject({ status: 0 });
    expect(platform.cairn('study', 'create', '--org', 'Nobody', '--name', 'Other', '--key', 'other').status).toBe(1);
    expect(platform.cairn('fly').status).toBe(2);
  });

  it('platform: a command from another terminal prints the addresses at which this platform answers', async () => {
    const listed = platform.cairnElsewhere('study', 'list', '--org', 'Fleet');
    expect(listed.status, listed.text).toBe(0);
    const { items } = listed.data as { items: { addresses: { addBundle: string } }[] };
    const address = items[0]?.addresses.addBundle ?? '';
    expect(new URL(address).port).toBe(new URL(platform.url).port);
    expect((await fetch(address, { method: 'OPTIONS' })).status).toBe(200);
  });

  it('platform: kill -9 of the database, the doors and the workers loses no acknowledged upload', async () => {
    const shutdown = new AbortController();
    const device = async (name: string) => {
      while (!shutdown.signal.aborted) await send(name);
    };
    const devices = ['phone-1', 'phone-2', 'phone-3'].map((name) => device(name));
    for (const name of ['database', 'jobs', 'web', 'database'] as const) {
      const before = acknowledged;
      await expect.poll(() => acknowledged, { timeout: restartTimeoutMs }).toBeGreaterThan(before + 10);
      platform.kill(name);
      await expect.poll(() => platform.pidOf(name), { timeout: restartTimeoutMs }).toBeDefined();
      await untilHealthy();
    }
    shutdown.abort();
    await Promise.all(devices);
    await expectAllStored();
    expect((await countStored()).sources).toBe(3);
  });

  it('platform: SIGTERM ends everything cleanly, and the next start has the data', async () => {
    expect(await platform.stop()).toBe(0);
    expect(await healthy()).toBe(false);
    await platform.start();
    expect(platform.said).not.toContain('password');
    await send('phone-1');
    await expectAllStored();
  });

  it('platform: a second platform on the same port says why it does not start', async () => {
    const second = await SupervisedPlatform.create({ PORT: new URL(platform.url).port });
    await expect(second.start()).rejects.toThrow(/PORT .* cannot be used/);
    await second.remove();
  });
});

/** Ports that fetch refuses to call, whoever listens there. */
const refusedByFetch = [4190, 6000, 6566, 6679, 6697, 10080];

describe('npm run up, killed itself', () => {
  let platform: SupervisedPlatform;
  beforeAll(async () => {
    platform = await SupervisedPlatform.create({
      CAIRN_ADMIN_EMAIL: 'Ana@example.org',
      CAIRN_ADMIN_PASSWORD: 'a stone upon a stone',
      PORT: String(await firstFreeOf(refusedByFetch)),
    });
  });
  afterAll(() => platform.remove());

  it('platform: on a port of any number, kill -9 of the supervisor ends its processes, and the next start just works', async () => {
    await platform.start();
    expect(platform.said).toContain('ana@example.org');
    expect(platform.said).not.toContain('a stone upon a stone');
    await platform.killSupervisor();
    await platform.start();
    expect(platform.cairn('doctor')).toMatchObject({ status: 0 });
    expect(await platform.stop()).toBe(0);
  });

  it('platform: the command line starts the database for itself when nothing runs', () => {
    expect(platform.cairn('org', 'list')).toMatchObject({ status: 0 });
    expect(platform.cairn('task', 'list', '--org', 'Nobody').status).toBe(1);
  });
});
