import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { RawConnection } from '#e2e/harness/raw-connection.ts';
import { aTokenOf } from '#e2e/harness/sensor-things.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { openCuttableDatabase, testDatabaseKind } from '#e2e/harness/test-database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let tenant: Tenant;
let path: string;

beforeAll(async () => {
  platform = await startPlatform();
});
beforeEach(async () => {
  tenant = await aTenant(platform.runtime.db);
  path = `/studies/${tenant.studyKey}/data/add-bundle.json`;
});
afterAll(() => platform.stop());

const execute = (text: string) => platform.runtime.db.execute(rawSql(text));
const bundle = (label: number | string) => JSON.stringify([{ label, 'passive-data-metadata': { source: 's' } }]);

async function post(body: string, headers: Record<string, string> = {}): Promise<{ status: number; json: object }> {
  const answer = await fetch(platform.url + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.status, json: (await answer.json()) as object };
}

async function create(body: string): Promise<number | undefined> {
  const connection = new RawConnection(platform.url);
  await connection.write(`CREATE ${path} HTTP/1.1\r\nHost: f\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  const answer = await connection.nextAnswer();
  connection.end();
  return answer?.status;
}

async function storedCount(): Promise<number> {
  const [row] = await platform.runtime.db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) FROM bundles WHERE organization_id = ${tenant.organizationId}`,
  );
  return row!.count;
}

async function blobFiles(): Promise<string[]> {
  const folder = join(platform.runtime.config.dataDir, 'blobs');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function during<T>(before: string, after: string, work: () => Promise<T>): Promise<T> {
  await execute(before);
  try {
    return await work();
  } finally {
    await execute(after);
  }
}

const withoutBundlesTable = <T>(work: () => Promise<T>) =>
  during('ALTER TABLE bundles RENAME TO bundles_away', 'ALTER TABLE bundles_away RENAME TO bundles', work);

describe('pdk-01 pdk-05 when the database does not take it', () => {
  it('POST gets 503 in JSON, CREATE gets no answer at all, and afterwards both are taken', async () => {
    await withoutBundlesTable(async () => {
      const answer = await post(bundle(1));
      expect(answer).toMatchObject({ status: 503, json: { code: 'bundle_not_stored', added: false } });
      expect(await create(bundle(2))).toBeUndefined();
    });
    expect((await post(bundle(1))).status).toBe(201);
    expect(await create(bundle(2))).toBe(201);
    expect(await storedCount()).toBe(2);
  });

  it('one bundle that spoils a shared commit fails alone', async () => {
    const constraint = `ALTER TABLE bundles ADD CONSTRAINT no_poison CHECK (claimed_source <> 'poison') NOT VALID`;
    const statuses = await during(constraint, 'ALTER TABLE bundles DROP CONSTRAINT no_poison', () =>
      Promise.all(
        Array.from({ length: 40 }, async (_, index) => {
          const { status } = await post(bundle(index), { 'x-pdk-identifier': index % 10 === 3 ? 'poison' : 'p' });
          return status;
        }),
      ),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(36);
    expect(statuses.filter((status) => status === 503)).toHaveLength(4);
    expect(await storedCount()).toBe(36);
  });

  it('connections to the database that are cut again and again cost no acknowledged upload', async () => {
    const { db, cut } = await openCuttableDatabase();
    const shaky = await startPlatform({ db });
    try {
      const { organizationId, studyKey } = await aTenant(db);
      const address = `${shaky.url}/studies/${studyKey}/data/add-bundle.json`;
      const uploads = Array.from({ length: 200 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 5));
        if (index % 20 === 10) cut();
        const body = new URLSearchParams({ payload: bundle(index) });
        const { status } = await fetch(address, { method: 'POST', body });
        return { index, status };
      });
      const answers = await Promise.all(uploads);
      const stored = await db.query(
        z.object({ body: z.instanceof(Buffer) }),
        sql`SELECT body FROM bundles WHERE organization_id = ${organizationId}`,
      );
      const bodies = stored.map(({ body }) => body.toString());
      const acknowledged = answers.filter(({ status }) => status === 201).map(({ index }) => bundle(index));
      expect(bodies).toEqual(expect.arrayContaining(acknowledged));
      expect(new Set(bodies).size).toBe(bodies.length);
      expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
      // A cut costs a second try, not an upload: most are taken.
      expect(acknowledged.length).toBeGreaterThan(150);
    } finally {
      await shaky.stop();
    }
  });

  // On the embedded database everybody shares one session: one client that freezes holds up all of them.
  const onServer = it.skipIf(testDatabaseKind === 'embedded');
  onServer('a server that freezes costs an upload its answer, not its bytes: 503 soon, then stored once', async () => {
    const { db, freeze, cut } = await openCuttableDatabase();
    const frozen = await startPlatform({ db, env: { CAIRN_INTAKE_PATIENCE_SECONDS: '1' } });
    try {
      const { organizationId, studyKey } = await aTenant(db);
      const address = `${frozen.url}/studies/${studyKey}/data`;
      const form = new FormData();
      form.set('payload', bundle('photo'));
      form.set('guid-1', new Blob([Buffer.alloc(1000)], { type: 'image/jpeg' }), 'plot.jpg');
      const uploads = [new URLSearchParams({ payload: bundle('small') }), form];
      const sendAll = () =>
        Promise.all(uploads.map((body) => fetch(`${address}/add-bundle.json`, { method: 'POST', body })));
      // Opens the connections that will freeze.
      await Promise.all(Array.from({ length: 4 }, () => fetch(`${address}/app-config.json`)));
      freeze();
      const refused = await sendAll();
      expect(refused.map(({ status }) => status)).toEqual([503, 503]);
      for (const answer of refused) expect(await answer.json()).toMatchObject({ added: false });
      await expect.poll(async () => (await sendAll()).map(({ status }) => status)).toEqual([201, 201]);
      const [stored] = await db.query(
        z.object({ bundles: z.coerce.number(), files: z.coerce.number() }),
        sql`SELECT count(*) AS bundles, (SELECT count(*) FROM bundle_files f
              WHERE f.organization_id = ${organizationId}) AS files
            FROM bundles WHERE organization_id = ${organizationId}`,
      );
      expect(stored).toEqual({ bundles: 2, files: 1 });
    } finally {
      // What was frozen learns of its end.
      cut();
      await frozen.stop();
    }
  });

  it('files and large bodies of an upload that failed are removed', async () => {
    const before = await blobFiles();
    const form = new FormData();
    form.set('payload', `[${'1,'.repeat(200_000)}1]`);
    form.set('photo', new Blob(['photo']), 'photo.jpg');
    const large = `[${'2,'.repeat(200_000)}2]`;
    await withoutBundlesTable(async () => {
      // While nobody can say whether it is there, nothing is removed; the statement itself says that it is not.
      expect((await fetch(platform.url + path, { method: 'POST', body: form })).status).toBe(503);
    });
    const constraint = `ALTER TABLE bundles ADD CONSTRAINT no_big CHECK (size_bytes < 100000) NOT VALID`;
    const orphans = await blobFiles();
    await during(constraint, 'ALTER TABLE bundles DROP CONSTRAINT no_big', async () => {
      expect((await fetch(platform.url + path, { method: 'POST', body: form })).status).toBe(503);
      expect((await post(large)).status).toBe(503);
      expect(await create(large)).toBeUndefined();
    });
    expect(await blobFiles()).toEqual(orphans);
    expect(before.length).toBeLessThanOrEqual(orphans.length);
  });
});

describe('pdk-02 when the sender goes away', () => {
  it('an upload cut in the middle leaves nothing behind, neither row nor file', async () => {
    const before = await blobFiles();
    const head =
      `POST ${path} HTTP/1.1\r\nHost: f\r\nContent-Type: multipart/form-data; boundary=b1\r\nContent-Length: 900000\r\n\r\n` +
      '--b1\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n';
    for (const opening of [head, `CREATE ${path} HTTP/1.1\r\nHost: f\r\nContent-Length: 9000000\r\n\r\n`]) {
      const connection = new RawConnection(platform.url);
      await connection.write(opening + 'x'.repeat(600_000));
      await new Promise((resolve) => setTimeout(resolve, 100));
      connection.end();
    }
    await expect.poll(blobFiles).toEqual(before);
    expect(await storedCount()).toBe(0);
  });
});

describe('pdk-15 when a worker holds the bundle', () => {
  /** Holds the tenant's bundles in a transaction, as a worker does; resolves once they are held. */
  async function hold(): Promise<() => Promise<void>> {
    const { db } = platform.runtime;
    const released = Promise.withResolvers<undefined>();
    const locked = Promise.withResolvers<undefined>();
    const held = db.transaction(async () => {
      await db.execute(sql`SELECT 1 FROM bundles WHERE organization_id = ${tenant.organizationId} FOR UPDATE`);
      locked.resolve(undefined);
      await released.promise;
    });
    await locked.promise;
    return async () => {
      released.resolve(undefined);
      await held;
    };
  }

  const expectOneRepeat = () =>
    expect
      .poll(() =>
        platform.runtime.db.query(
          z.object({ repeat_count: z.number() }),
          sql`SELECT repeat_count FROM bundles WHERE organization_id = ${tenant.organizationId} ORDER BY id`,
        ),
      )
      .toEqual([{ repeat_count: 1 }, { repeat_count: 0 }]);

  it.runIf(testDatabaseKind === 'server')(
    'on a PostgreSQL server: its repeat and the uploads beside it are answered at once',
    async () => {
      await post(bundle('held'));
      const release = await hold();
      // The answers come while the row is still held: it is let go only after them.
      const answers = await Promise.all([post(bundle('held')), post(bundle('beside'))]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      await release();
      await expectOneRepeat();
    },
  );

  it.runIf(testDatabaseKind === 'embedded')(
    'on the embedded database, which has one session: its repeat and the uploads beside it wait, and are answered when it lets go',
    async () => {
      await post(bundle('held'));
      const release = await hold();
      const sent = [post(bundle('held')), create(bundle('beside'))] as const;
      const first = await Promise.race([...sent, new Promise((resolve) => setTimeout(resolve, 300, 'still waiting'))]);
      expect(first).toBe('still waiting');
      await release();
      expect([(await sent[0]).status, await sent[1]]).toEqual([201, 201]);
      await expectOneRepeat();
    },
  );
});

describe('platform: too many uploads from one address', () => {
  it('POST gets 429 with the seconds to wait, CREATE gets no answer; reading is not limited', async () => {
    const limited = await startPlatform({ env: { CAIRN_INTAKE_PER_MINUTE: '5' } });
    try {
      const other = await aTenant(limited.runtime.db);
      const address = `${limited.url}/studies/${other.studyKey}/data`;
      const statuses: number[] = [];
      // The minute may turn on the way; seven uploads pass five in at least one of them only if none is refused.
      for (let index = 0; index < 12; index += 1) {
        const answer = await fetch(`${address}/add-bundle.json`, {
          method: 'POST',
          body: new URLSearchParams({ payload: bundle(index) }),
        });
        statuses.push(answer.status);
        if (answer.status !== 429) continue;
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await answer.json()).toMatchObject({ code: 'rate_limited' });
      }
      expect(statuses.slice(0, 5)).toEqual([201, 201, 201, 201, 201]);
      expect(statuses).toContain(429);
      const connection = new RawConnection(limited.url);
      await connection.write(
        `CREATE ${new URL(address).pathname}/add-bundle.json HTTP/1.1\r\nHost: f\r\nContent-Length: 2\r\n\r\n[]`,
      );
      expect(await connection.nextAnswer()).toBeNull();
      expect((await fetch(`${address}/app-config.json`)).status).toBe(200);
      // A sensor network has one address and one token for all of its nodes: the limit is that of data, not that of API calls.
      const world = await anApiWorld(limited.runtime);
      const token = await aTokenOf(await world.as('owner'), ['intake.send']);
      const answers = [];
      for (let index = 0; index < 12; index += 1) {
        answers.push(
          await fetch(`${limited.url}/ingest/v1/senml`, {
            method: 'POST',
            headers: { authorization: token, 'content-type': 'application/senml+json' },
            body: '[]',
          }),
        );
      }
      const refused = answers.find(({ status }) => status === 429);
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused?.json()).toMatchObject({ code: 'rate_limited' });
    } finally {
      await limited.stop();
    }
  });
});
