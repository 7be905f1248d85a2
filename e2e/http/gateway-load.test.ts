import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startPlatform, type PlatformOptions, type TestPlatform } from '#e2e/harness/platform.ts';
import { RawConnection, type RawAnswer } from '#e2e/harness/raw-connection.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';

// More connections and more uploads than one process may hold, sent over real sockets.

let platform: TestPlatform;
let tenant: Tenant;
let path: string;
const open: RawConnection[] = [];

async function start(options: PlatformOptions): Promise<void> {
  platform = await startPlatform(options);
  tenant = await aTenant(platform.runtime.db);
  path = `/studies/${tenant.studyKey}/data/add-bundle.json`;
}

function connectNew(): RawConnection {
  const connection = new RawConnection(platform.url);
  open.push(connection);
  return connection;
}

afterEach(async () => {
  for (const connection of open.splice(0)) connection.end();
  await platform.stop();
});

let count = 0;
const bundle = (fillerBytes = 0) => `[{"number":${String((count += 1))},"filler":"${'x'.repeat(fillerBytes)}"}]`;

const upload = (method: 'POST' | 'CREATE', body = bundle()) =>
  `${method} ${path} HTTP/1.1\r\nHost: f\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`;

async function sendOn(connection: RawConnection, text: string): Promise<RawAnswer | null> {
  await connection.write(text);
  return connection.nextAnswer();
}

async function storedCount(): Promise<number> {
  const [row] = await platform.runtime.db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) FROM bundles WHERE organization_id = ${tenant.organizationId}`,
  );
  return row?.count ?? 0;
}

describe('platform: more connections than the front door takes', () => {
  const most = 60;
  beforeEach(() => start({ limits: { connections: most } }));

  it('platform: are turned away without an answer, those within go on, and there is room again when some leave', async () => {
    const within = Array.from({ length: most }, connectNew);
    const send = (index: number) => upload(index % 2 === 0 ? 'POST' : 'CREATE');
    for (const [index, connection] of within.entries())
      expect((await sendOn(connection, send(index)))?.status).toBe(201);
    for (let index = 0; index < 20; index += 1)
      expect(await sendOn(connectNew(), send(index)), 'one too many').toBeNull();
    // Those within, CREATE included, are served as before.
    for (const [index, connection] of within.entries())
      expect((await sendOn(connection, send(index)))?.status).toBe(201);
    for (const connection of within.slice(0, 10)) connection.end();
    await expect
      .poll(async () => (await sendOn(connectNew(), upload('CREATE')))?.status, { timeout: 5000, interval: 20 })
      .toBe(201);
    for (let index = 0; index < 8; index += 1) expect((await sendOn(connectNew(), send(index)))?.status).toBe(201);
    expect(await storedCount()).toBe(2 * most + 9);
  });
});

/** A database that takes no bundle until it is told to go on. */
async function openSlowDatabase(): Promise<{ readonly db: Database; readonly goOn: () => void }> {
  const db = await openTestDatabase();
  const gate = Promise.withResolvers<undefined>();
  const query: Database['query'] = async (rowSchema, statement) => {
    if (/INSERT INTO bundles\b/.test(statement.text)) await gate.promise;
    return db.query(rowSchema, statement);
  };
  return { db: { ...db, query }, goOn: () => gate.resolve(undefined) };
}

describe('platform: more uploads than may wait for the database', () => {
  let goOn: () => void;
  beforeEach(async () => {
    const slow = await openSlowDatabase();
    goOn = slow.goOn;
    await start({ db: slow.db });
  });

  /** Fills what waits: one process holds 4,096 uploads or 64 MB of them, and two commits of 64 are under way. */
  const loads = [
    { what: 'in number', connections: 66, each: 64, fillerBytes: 0, atLeast: 4096, atMost: 4096 + 128 },
    { what: 'in bytes', connections: 66, each: 5, fillerBytes: 250_000, atLeast: 256, atMost: 256 + 2 * 20 },
  ];

  it.each(loads)(
    'platform: $what get 503 with the time to wait, CREATE gets no answer, and all that waited are kept',
    async ({ connections, each, fillerBytes, atLeast, atMost }) => {
      const full = Array.from({ length: connections }, connectNew);
      // Pipelined: each connection has all its uploads under way at once, and its answers come in order.
      for (const connection of full)
        await connection.write(Array.from({ length: each }, () => upload('POST', bundle(fillerBytes))).join(''));
      await expect.poll(() => probe().then((answer) => answer?.status), { timeout: 20_000 }).toBe(503);
      for (let index = 0; index < 10; index += 1) {
        const answer = await sendOn(connectNew(), upload('POST'));
        expect(answer).toMatchObject({ status: 503, headers: { 'content-type': 'application/json' } });
        expect(Number(answer?.headers['retry-after'])).toBeGreaterThan(0);
        expect(JSON.parse(answer?.body ?? '')).toMatchObject({ code: 'intake_busy', added: false });
        expect(await sendOn(connectNew(), upload('CREATE'))).toBeNull();
      }
      goOn();
      const statuses: (number | undefined)[] = [];
      for (const connection of full)
        for (let index = 0; index < each; index += 1) statuses.push((await connection.nextAnswer())?.status);
      const kept = statuses.filter((status) => status === 201).length;
      expect(kept).toBeGreaterThanOrEqual(atLeast);
      expect(kept).toBeLessThanOrEqual(atMost);
      expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([]);
      // Probes that were let in before it was full are kept, too.
      expect(await storedCount()).toBeGreaterThanOrEqual(kept);
      expect((await sendOn(connectNew(), upload('CREATE')))?.status).toBe(201);
      expect((await sendOn(connectNew(), upload('POST')))?.status).toBe(201);
    },
  );

  /** An upload whose answer is not waited for when it was taken in. */
  function probe(): Promise<RawAnswer | null> {
    const patience = new Promise<null>((resolve) => setTimeout(resolve, 200, null));
    return Promise.race([sendOn(connectNew(), upload('POST')), patience]);
  }
});
