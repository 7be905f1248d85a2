import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAndroidPhone } from '#e2e/devices/android-phone.ts';
import { createBrowserExtension } from '#e2e/devices/browser-extension.ts';
import type { Device } from '#e2e/devices/device.ts';
import { createIosPhone } from '#e2e/devices/ios-phone.ts';
import { createNetworkProxy } from '#e2e/devices/network-proxy.ts';
import type { SimulatedPoint } from '#e2e/devices/point.ts';
import { createRandom } from '#e2e/devices/random.ts';
import { createTransport } from '#e2e/devices/transport.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { RawConnection } from '#e2e/harness/raw-connection.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { createOrganization, createStudy, createToken, createUser, actorOfPerson } from '#lib/accounts/index.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';

let platform: TestPlatform;
let tenant: Tenant;
let bundlePath: string;
let transport: ReturnType<typeof createTransport>;

beforeAll(async () => {
  platform = await startPlatform();
  tenant = await aTenant(platform.runtime.db);
  bundlePath = `/studies/${tenant.studyKey}/data/add-bundle.json`;
  transport = createTransport({ baseUrl: platform.url });
});
afterAll(async () => {
  transport.close();
  await platform.stop();
});

let made = 0;
const points = (count: number): SimulatedPoint[] =>
  Array.from({ length: count }, () => ({
    number: (made += 1),
    'passive-data-metadata': { source: 'P', generator: 'x: A/1', 'generator-id': 'x', timestamp: 1760000000 + made },
  }));

async function stored(door: string): Promise<number> {
  const [row] = await platform.runtime.db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) FROM bundles
        WHERE organization_id = ${tenant.organizationId} AND door = ${door} AND state = 'waiting'`,
  );
  return row!.count;
}

async function flushAll(device: Device): Promise<void> {
  for (let round = 0; round < 10 && device.pendingCount > 0; round += 1) await device.flush();
  expect(device.pendingCount).toBe(0);
}

/** While it lasts nothing can be stored. */
async function whileNothingIsStored(work: () => Promise<void>): Promise<void> {
  await platform.runtime.db.execute(rawSql('ALTER TABLE bundles RENAME TO bundles_away'));
  try {
    await work();
  } finally {
    await platform.runtime.db.execute(rawSql('ALTER TABLE bundles_away RENAME TO bundles'));
  }
}

describe('pdk-05 clients take our answers as they should', () => {
  it('Android empties its queue, photos included', async () => {
    const phone = createAndroidPhone({ identifier: 'P-1', transport, bundlePath, random: createRandom(1) });
    phone.attach([
      { identifier: 'guid-9', fileName: 'plot.jpg', contentType: 'image/jpeg', bytes: Buffer.alloc(5000, 1) },
    ]);
    phone.record(points(300));
    await flushAll(phone);
    expect(await stored('multipart')).toBe(2);
  });

  it('iOS keeps its points as long as nothing can be stored, and loses none', async () => {
    const phone = createIosPhone({ identifier: 'P-2', transport, bundlePath });
    phone.record(points(70));
    await whileNothingIsStored(async () => {
      await phone.flush();
      expect(phone.pendingCount).toBe(70);
    });
    await flushAll(phone);
    expect(await stored('create')).toBe(3);
  });

  it('the mitmproxy add-on queues again on 503', async () => {
    const proxy = createNetworkProxy({ identifier: 'P-3', transport, bundlePath });
    proxy.record(points(20));
    await whileNothingIsStored(async () => {
      await proxy.flush();
      expect(proxy.pendingCount).toBe(20);
    });
    await flushAll(proxy);
  });

  it('REX gets JSON even when nothing can be stored: a page of HTML would wedge it', async () => {
    const extension = createBrowserExtension({ identifier: 'P-4', transport, bundlePath });
    extension.record(points(64));
    await whileNothingIsStored(async () => {
      const answer = await transport({
        method: 'POST',
        path: bundlePath,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: Buffer.from('payload=%5B%5D'),
      });
      expect(JSON.parse(answer.body)).toMatchObject({ added: false });
    });
    await flushAll(extension);
  });

  it('a lost answer costs a repeat, never a point', async () => {
    const cutting = createTransport({ baseUrl: platform.url, cutShare: 0.5, random: createRandom(7) });
    const before = await stored('create');
    const phone = createIosPhone({ identifier: 'P-5', transport: cutting, bundlePath });
    phone.record(points(320));
    for (let round = 0; round < 100 && phone.pendingCount > 0; round += 1) await phone.flush();
    cutting.close();
    expect(phone.pendingCount).toBe(0);
    const cut = (await stored('create')) - before - 10;
    // Cut while sending, a request never arrived; cut afterwards, it was repeated. Either way ten bundles are there.
    expect(cut).toBe(0);
  });

  it('the legacy extension may send CREATE: the preflight allows it', async () => {
    const answer = await fetch(platform.url + bundlePath, {
      method: 'OPTIONS',
      headers: { origin: 'chrome-extension://abc', 'access-control-request-method': 'CREATE' },
    });
    expect(answer.headers.get('access-control-allow-methods')).toContain('CREATE');
  });

  it('another server may send indented JSON of many megabytes as a form', async () => {
    const text = JSON.stringify(points(40_000), null, 2);
    const answer = await fetch(platform.url + bundlePath, {
      method: 'POST',
      body: new URLSearchParams({ payload: text }),
    });
    expect(answer.status).toBe(201);
    const [row] = await platform.runtime.db.query(
      z.object({ blob_key: z.string() }),
      sql`SELECT blob_key FROM bundles WHERE organization_id = ${tenant.organizationId} AND blob_key IS NOT NULL`,
    );
    expect((await platform.runtime.blobs.read(row!.blob_key)).toString()).toBe(text);
  });
});

describe('pdk-07 the v3 upload', () => {
  let studyId: string;
  let otherKey: string;
  let study: string;
  let token: string;
  let readingToken: string;

  beforeAll(async () => {
    const { runtime } = platform;
    const system = { kind: 'system', label: 'tests' } as const;
    const root = runtime.context({ organizationId: tenant.organizationId, actor: system, requestId: newId() });
    const organization = await createOrganization(root, { name: 'V3', ownerIds: [] });
    const ctx = runtime.context({ organizationId: organization.id, actor: system, requestId: newId() });
    const create = (key: string) =>
      createStudy(ctx, { key, name: key, description: '', isDefaultIntake: false }, runtime.config);
    const made = await create('v3-study');
    studyId = made.id;
    otherKey = (await create('v3-other')).key;
    study = `${platform.url}/studies/${made.key}`;
    const email = 'owner@v3.example';
    const person = { email, name: 'Owner', password: 'a stone upon a stone', role: 'owner', locale: 'en' } as const;
    await createUser(ctx, { ...person, mustChangePassword: false });
    const { actor, organizationId } = await actorOfPerson(runtime, {
      email,
      organization: organization.id,
    });
    const owner = runtime.context({ organizationId, actor, requestId: newId() });
    const aToken = async (scope: 'intake.send' | 'sources.read') =>
      (await createToken(owner, { name: scope, scopes: [scope], studyId: made.id, lifeDays: 1 })).token;
    token = await aToken('intake.send');
    readingToken = await aToken('sources.read');
  });

  async function put(url: string, bearer: string | null, body = gzipSync(JSON.stringify(points(3)))) {
    const headers = {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-pdk-identifier': 'P-6',
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    };
    const answer = await fetch(url, { method: 'PUT', body, headers });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  }

  it('is taken with a token of the study, at both addresses', async () => {
    for (const url of [`${study}/data/add-bundle.json`, `${study}/v3/data/bundle`, `${study}/v3/data/bundle/`]) {
      expect(await put(url, token), url).toMatchObject({ status: 201, json: { added: true } });
    }
    const rows = await platform.runtime.db.query(
      z.object({ door: z.string(), compression: z.string(), is_binary: z.boolean(), claimed_source: z.string() }),
      sql`SELECT door, compression, is_binary, claimed_source FROM bundles WHERE study_id = ${studyId}`,
    );
    expect(rows).toEqual(Array(3).fill({ door: 'put', compression: 'gzip', is_binary: true, claimed_source: 'P-6' }));
  });

  it('is refused without a good token: 401, JSON', async () => {
    for (const bearer of [null, 'wrong', `${token}x`]) {
      expect(await put(`${study}/v3/data/bundle`, bearer)).toMatchObject({ status: 401, json: { added: false } });
    }
  });

  it('is refused with a token for something else or of another study or organization', async () => {
    expect(await put(`${study}/v3/data/bundle`, readingToken)).toMatchObject({ status: 403 });
    expect(await put(`${platform.url}/studies/${otherKey}/v3/data/bundle`, token)).toMatchObject({ status: 403 });
    expect(await put(`${platform.url}${bundlePath}`, token)).toMatchObject({ status: 401 });
  });

  it('is told 400 when it is not gzip', async () => {
    expect(await put(`${study}/v3/data/bundle`, token, Buffer.from('[]'))).toMatchObject({ status: 400 });
  });

  it('works for REX as it is', async () => {
    const path = new URL(`${study}/v3/data/bundle`).pathname;
    const extension = createBrowserExtension({ identifier: 'P-7', transport, bundlePath: path, token });
    extension.record(points(100));
    await flushAll(extension);
  });

  it('says which methods it knows', async () => {
    const answer = await fetch(`${study}/v3/data/bundle`, { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'PUT, HEAD, OPTIONS']);
  });
});

describe('pdk-02 the default study', () => {
  it('answers behind /data, for every door', async () => {
    await platform.runtime.db.execute(
      sql`UPDATE studies SET is_default_intake = true WHERE organization_id = ${tenant.organizationId}`,
    );
    const before = await stored('form');
    const body = new URLSearchParams({ payload: JSON.stringify(points(1)) });
    expect((await fetch(`${platform.url}/data/add-bundle.json`, { method: 'POST', body })).status).toBe(201);
    expect(await stored('form')).toBe(before + 1);
    expect(await (await fetch(`${platform.url}/data/app-config.json`)).text()).toBe('null');
    const connection = new RawConnection(platform.url);
    await connection.write('CREATE /data/add-bundle.json HTTP/1.1\r\nHost: f\r\nContent-Length: 9\r\n\r\n[{"a":1}]');
    expect((await connection.nextAnswer())?.status).toBe(201);
    connection.end();
  });
});
