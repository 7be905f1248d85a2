import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { RawConnection } from '#e2e/harness/raw-connection.ts';
import { SmallDisk } from '#e2e/harness/small-disk.ts';
import { SupervisedPlatform } from '#e2e/harness/supervised-platform.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { openTestDatabase, testDatabaseKind } from '#e2e/harness/test-database.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { openEmbeddedDatabase } from '#lib/platform/db/connection.ts';
import { embeddedAddress } from '#lib/platform/db/embedded-address.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';

// Disks that are full: what cannot be kept is refused as each client needs it, and all is well when there is room again.

const canMount = await SmallDisk.isPossible();

let count = 0;
/** A bundle of one point, unlike any other, of about so many bytes. */
function aBundle(fillerBytes = 0): string {
  count += 1;
  const metadata = {
    source: 'S-1',
    'generator-id': 'pdk-device-battery',
    generator: 'x',
    timestamp: 1760000000 + count,
  };
  return JSON.stringify([{ level: count, filler: noise(fillerBytes), 'passive-data-metadata': metadata }]);
}

/** Letters that do not compress. */
function noise(bytes: number): string {
  const text = Buffer.from(crypto.getRandomValues(new Uint8Array(Math.min(bytes, 65_536)))).toString('base64');
  return text.repeat(Math.ceil(bytes / Math.max(text.length, 1))).slice(0, bytes);
}

/** What came of an upload: a status, or null when the connection was dropped. */
async function upload(method: 'POST' | 'CREATE', address: string, body: string): Promise<number | null> {
  const { origin, pathname, host } = new URL(address);
  const connection = new RawConnection(origin);
  await connection.write(
    `${method} ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`,
  );
  const answer = await connection.nextAnswer();
  connection.end();
  if (answer?.status === 503) {
    expect(JSON.parse(answer.body)).toMatchObject({ added: false });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }
  return answer?.status ?? null;
}

describe.runIf(canMount)('platform: the folder of large uploads is full (needs the right to mount)', () => {
  let disk: SmallDisk;
  let platform: TestPlatform;
  let tenant: Tenant;
  let address: string;

  beforeAll(async () => {
    disk = await SmallDisk.open(8);
    platform = await startPlatform({ env: { CAIRN_DATA_DIR: disk.path } });
    tenant = await aTenant(platform.runtime.db);
    address = `${platform.url}/studies/${tenant.studyKey}/data/add-bundle.json`;
  });
  afterAll(async () => {
    await platform.stop();
    await disk.close();
  });

  const large = () => aBundle(700_000);

  it('platform: large uploads are refused, small ones taken, nothing acknowledged is lost, and room is used at once', async () => {
    const acknowledged: string[] = [];
    const send = async (method: 'POST' | 'CREATE', body: string) => {
      const status = await upload(method, address, body);
      if (status === 201) acknowledged.push(body);
      return status;
    };
    expect(await send('POST', large())).toBe(201);
    disk.fill(1_000_000);
    const statuses: (number | null)[] = [];
    for (let index = 0; index < 6; index += 1) statuses.push(await send(index % 2 === 0 ? 'POST' : 'CREATE', large()));
    expect(statuses).toEqual([201, null, 503, null, 503, null]);
    const form = new FormData();
    form.set('payload', aBundle());
    form.set('photo', new Blob([noise(700_000)]), 'photo.jpg');
    expect((await fetch(address, { method: 'POST', body: form })).status).toBe(503);
    expect([await send('POST', aBundle()), await send('CREATE', aBundle())]).toEqual([201, 201]);
    disk.empty();
    expect([await send('CREATE', large()), await send('POST', large())]).toEqual([201, 201]);
    expect((await fetch(address, { method: 'POST', body: form })).status).toBe(201);
    expect(await storedBodies()).toEqual(expect.arrayContaining(acknowledged));
    const names = await readdir(join(disk.path, 'blobs'));
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
  });

  async function storedBodies(): Promise<string[]> {
    const { db, blobs } = platform.runtime;
    const rowSchema = z.object({ body: z.instanceof(Buffer).nullable(), blob_key: z.string().nullable() });
    const rows = await db.query(
      rowSchema,
      sql`SELECT body, blob_key FROM bundles WHERE organization_id = ${tenant.organizationId}`,
    );
    return Promise.all(rows.map(async ({ body, blob_key: key }) => (body ?? (await blobs.read(key ?? ''))).toString()));
  }
});

describe.runIf(canMount && testDatabaseKind === 'embedded')(
  'platform: the disk of the embedded database is full (needs the right to mount)',
  () => {
    let disk: SmallDisk;
    let platform: SupervisedPlatform;
    let address: string;

    beforeAll(async () => {
      disk = await SmallDisk.open(400);
      platform = await SupervisedPlatform.create({ CAIRN_LOG_LEVEL: 'silent' }, disk.path);
      await platform.start();
      const org = platform.cairn('org', 'create', '--name', 'Full');
      expect(org.status, org.text).toBe(0);
      const study = platform.cairn('study', 'create', '--org', 'Full', '--name', 'Full', '--key', 'full');
      expect(study.status, study.text).toBe(0);
      address = `${platform.url}/studies/full/data/add-bundle.json`;
    });
    afterAll(async () => {
      await platform.remove();
      await disk.close();
    });

    let acknowledged = 0;
    async function send(method: 'POST' | 'CREATE', fillerBytes = 10): Promise<number | null> {
      const status = await upload(method, address, aBundle(fillerBytes));
      if (status === 201) acknowledged += 1;
      return status;
    }

    /** Sends until so many in a row were refused; gives every way in which each method was answered. */
    async function sendUntilRefused(times: number, fillerBytes: number): Promise<Record<string, Set<number | null>>> {
      const seen = { POST: new Set<number | null>(), CREATE: new Set<number | null>() };
      for (let turn = 0, refused = 0; refused < times; turn += 1) {
        const method = turn % 2 === 0 ? 'POST' : 'CREATE';
        const status = await send(method, fillerBytes);
        seen[method].add(status);
        refused = status === 201 ? 0 : refused + 1;
      }
      return seen;
    }

    async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
      const db = openEmbeddedDatabase(embeddedAddress(platform.dataDir));
      try {
        return await work(db);
      } finally {
        await db.close();
      }
    }

    const countPoints = () =>
      withDatabase(async (db) => {
        const rows = await db.query(z.object({ count: z.coerce.number() }), sql`SELECT count(*) FROM data_points`);
        return rows[0]?.count;
      });
    const expectAllThere = async () => {
      await expect.poll(() => send('CREATE'), { timeout: 60_000, interval: 200 }).toBe(201);
      expect(await send('POST', 100_000)).toBe(201);
      await expect.poll(countPoints, { timeout: 60_000, interval: 500 }).toBe(acknowledged);
    };

    it('platform: uploads are refused while its tables cannot grow, nothing acknowledged is lost, and it goes on by itself', async () => {
      expect(await send('POST')).toBe(201);
      disk.fill(2_000_000);
      const seen = await sendUntilRefused(20, 100_000);
      expect(seen['POST']).toEqual(new Set([201, 503]));
      expect(seen['CREATE']).toEqual(new Set([201, null]));
      disk.empty();
      await expectAllThere();
    }, 180_000);

    it('platform: the same when its log cannot grow, which ends it: it is started again until there is room', async () => {
      disk.fill(100_000);
      const database = platform.pidOf('database');
      const growLog = () =>
        withDatabase((db) => db.execute(sql`SELECT pg_logical_emit_message(true, 'x', repeat('x', 1000000))`));
      await expect
        .poll(() => growLog().then(() => 'grew', String), { timeout: 60_000, interval: 1 })
        .toMatch(/No space left|terminated/);
      const seen = await sendUntilRefused(20, 10);
      expect([...(seen['POST'] ?? [])].filter((status) => status !== 503)).toEqual([]);
      expect(seen['CREATE']).toEqual(new Set([null]));
      expect(platform.said).toContain('starting it again');
      disk.empty();
      await expectAllThere();
      expect(platform.pidOf('database')).not.toBe(database);
    }, 180_000);
  },
);

describe.runIf(canMount && testDatabaseKind === 'server')(
  'platform: the disk of the PostgreSQL server is full (needs the right to mount, and the server on this machine)',
  () => {
    it('platform: uploads are refused while it is, nothing acknowledged is lost, and it goes on by itself', async ({
      skip,
    }) => {
      const db = await openTestDatabase();
      const [server] = await db.query(z.object({ data_directory: z.string() }), sql`SHOW data_directory`);
      const owner = await stat(server?.data_directory ?? '').catch(() => null);
      if (!owner) {
        await db.close();
        skip('the server is on another machine');
        return;
      }
      const disk = await SmallDisk.open(30);
      const space = `cairn_${randomBytes(8).toString('hex')}`;
      const folder = join(disk.path, 'space');
      await mkdir(folder, { mode: 0o700 });
      await chown(folder, owner.uid, owner.gid);
      await db.execute(rawSql(`CREATE TABLESPACE ${space} LOCATION '${folder}'`));
      await db.execute(rawSql(`ALTER TABLE bundles SET TABLESPACE ${space}`));
      const platform = await startPlatform({ db });
      try {
        const { organizationId, studyKey } = await aTenant(db);
        const address = `${platform.url}/studies/${studyKey}/data/add-bundle.json`;
        const acknowledged: string[] = [];
        const send = async (method: 'POST' | 'CREATE', fillerBytes: number) => {
          const body = aBundle(fillerBytes);
          const status = await upload(method, address, body);
          if (status === 201) acknowledged.push(body);
          return status;
        };
        expect(await send('POST', 10)).toBe(201);
        disk.fill(1_000_000);
        const seen = { POST: new Set<number | null>(), CREATE: new Set<number | null>() };
        for (let turn = 0; turn < 60; turn += 1) {
          const method = turn % 2 === 0 ? 'POST' : 'CREATE';
          seen[method].add(await send(method, 100_000));
        }
        expect(seen).toEqual({ POST: new Set([201, 503]), CREATE: new Set([201, null]) });
        disk.empty();
        expect([await send('POST', 100_000), await send('CREATE', 100_000)]).toEqual([201, 201]);
        const rows = await db.query(
          z.object({ body: z.instanceof(Buffer) }),
          sql`SELECT body FROM bundles WHERE organization_id = ${organizationId}`,
        );
        expect(rows.map(({ body }) => body.toString()).sort()).toEqual(acknowledged.sort());
      } finally {
        await db.execute(rawSql('DROP TABLE bundles CASCADE'));
        await db.execute(rawSql(`DROP TABLESPACE ${space}`));
        await platform.stop();
        await disk.close();
      }
    });
  },
);
