import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { RawConnection } from '#e2e/harness/raw-connection.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let tenant: Tenant;
let path: string;

/** Both processes that serve devices: with the pages behind the doors, and without. */
const processes = [
  { name: 'at the doors alone (ingest)', next: false },
  { name: 'at the doors with the pages behind them (web)', next: true },
];

describe.each(processes)('pdk-01 CREATE $name', ({ next }) => {
  beforeAll(async () => {
    platform = await startPlatform({ next });
    tenant = await aTenant(platform.runtime.db);
    path = `/studies/${tenant.studyKey}/data/add-bundle.json`;
  });
  afterAll(() => platform.stop());

  /** Something that is not there; with pages it is theirs to say so. */
  const get = () => `GET /nothing-here HTTP/1.1\r\nHost: field.example\r\n\r\n`;
  const options = () => `OPTIONS ${path} HTTP/1.1\r\nHost: field.example\r\nOrigin: x://y\r\n\r\n`;
  const create = (body: string) =>
    `CREATE ${path} HTTP/1.1\r\nHost: field.example\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const createChunked = (pieces: readonly string[]) =>
    `CREATE ${path} HTTP/1.1\r\nHost: field.example\r\nTransfer-Encoding: chunked\r\n\r\n` +
    pieces.map((piece) => `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`).join('') +
    '0\r\n\r\n';

  let count = 0;
  const bundle = () => JSON.stringify([{ number: (count += 1), 'passive-data-metadata': { source: 's' } }]);

  async function statuses(connection: RawConnection, answers: number): Promise<(number | undefined)[]> {
    const seen = [];
    for (let index = 0; index < answers; index += 1) seen.push((await connection.nextAnswer())?.status);
    connection.end();
    return seen;
  }

  async function storedBodies(): Promise<string[]> {
    const rows = await platform.runtime.db.query(
      z.object({ body: z.instanceof(Buffer) }),
      sql`SELECT body FROM bundles WHERE organization_id = ${tenant.organizationId} AND body IS NOT NULL AND door = 'create'`,
    );
    return rows.map(({ body }) => body.toString());
  }

  describe('pdk-01 the method CREATE arrives', () => {
    it('on a fresh connection, with a length, and is answered as the old server did', async () => {
      const body = bundle();
      const connection = new RawConnection(platform.url);
      await connection.write(create(body));
      const answer = await connection.nextAnswer();
      connection.end();
      expect(answer?.status).toBe(201);
      expect(answer?.headers['content-type']).toBe('application/json');
      expect(answer?.body).toBe(
        '{\n  "message": "Data bundle added successfully, and ready for processing.",\n  "added": true\n}',
      );
      expect(await storedBodies()).toContain(body);
    });

    it('in chunks', async () => {
      const body = bundle();
      const connection = new RawConnection(platform.url);
      await connection.write(createChunked([body.slice(0, 7), body.slice(7)]));
      expect(await statuses(connection, 1)).toEqual([201]);
      expect(await storedBodies()).toContain(body);
    });

    it('on a connection kept alive after another request', async () => {
      const connection = new RawConnection(platform.url);
      await connection.write(options());
      expect((await connection.nextAnswer())?.status).toBe(200);
      await connection.write(create(bundle()));
      expect((await connection.nextAnswer())?.status).toBe(201);
      await connection.write(get());
      expect((await connection.nextAnswer())?.status).toBe(404);
      await connection.write(create(bundle()));
      expect(await statuses(connection, 1)).toEqual([201]);
    });

    it('again and again on one connection', async () => {
      const connection = new RawConnection(platform.url);
      for (let turn = 0; turn < 5; turn += 1) {
        await connection.write(turn % 2 === 0 ? create(bundle()) : createChunked([bundle()]));
        expect((await connection.nextAnswer())?.status).toBe(201);
      }
      connection.end();
    });

    it('pipelined with others in one packet, answered in order', async () => {
      const connection = new RawConnection(platform.url);
      await connection.write(
        get() + create(bundle()) + createChunked([bundle()]) + get() + create(bundle()) + create(bundle()) + options(),
      );
      expect(await statuses(connection, 7)).toEqual([404, 201, 201, 404, 201, 201, 200]);
    });

    it('split at every byte, first on the connection and after others', async () => {
      const bodies = [bundle(), bundle(), bundle()];
      const connection = new RawConnection(platform.url);
      await connection.writeByteByByte(create(bodies[0]!) + createChunked([bodies[1]!]) + get() + create(bodies[2]!));
      expect(await statuses(connection, 4)).toEqual([201, 201, 404, 201]);
      expect(await storedBodies()).toEqual(expect.arrayContaining(bodies));
    });

    it('split in two at every place of its request line', async () => {
      const whole = create(bundle());
      const lineEnd = whole.indexOf('\r\n') + 2;
      for (let at = 1; at <= lineEnd; at += 1) {
        const text = create(bundle());
        const connection = new RawConnection(platform.url);
        await connection.write(text.slice(0, at));
        await new Promise((resolve) => setTimeout(resolve, 2));
        await connection.write(text.slice(at));
        expect(await statuses(connection, 1), `split at ${at}`).toEqual([201]);
      }
    });

    it('with a body of 20 MB, and the connection goes on', async () => {
      const body = JSON.stringify([{ filler: 'x'.repeat(20 * 1024 * 1024), 'passive-data-metadata': { source: 's' } }]);
      const connection = new RawConnection(platform.url);
      await connection.write(create(body) + create(bundle()));
      expect(await statuses(connection, 2)).toEqual([201, 201]);
      const [row] = await platform.runtime.db.query(
        z.object({ blob_key: z.string(), size_bytes: z.number() }),
        sql`SELECT blob_key, size_bytes FROM bundles WHERE organization_id = ${tenant.organizationId} AND blob_key IS NOT NULL`,
      );
      expect(row?.size_bytes).toBe(Buffer.byteLength(body));
      expect((await platform.runtime.blobs.read(row!.blob_key)).equals(Buffer.from(body))).toBe(true);
    });

    it('with Expect: 100-continue', async () => {
      const body = bundle();
      const connection = new RawConnection(platform.url);
      await connection.write(create(body).replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n'));
      expect(await statuses(connection, 1)).toEqual([201]);
    });
  });

  describe('pdk-01 what is no CREATE', () => {
    it('a client cannot forge one: the header of the front door is taken off', async () => {
      const forged = `POST ${path} HTTP/1.1\r\nHost: f\r\nX-Cairn-Create: guess\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\n{broken`;
      const connection = new RawConnection(platform.url);
      await connection.write(forged);
      // A CREATE with this body would have been kept and answered 201.
      expect((await connection.nextAnswer())?.status).toBe(400);
      await connection.write(create(bundle()).replace('\r\n\r\n', '\r\nX-Cairn-Create: guess\r\n\r\n'));
      expect(await statuses(connection, 1)).toEqual([201]);
    });

    it('platform: other unknown methods get a 400 and the end of the connection', async () => {
      for (const line of ['CRASH / HTTP/1.1\r\n\r\n', 'CREATED / HTTP/1.1\r\n\r\n', 'NONSENSE\r\n\r\n']) {
        const connection = new RawConnection(platform.url);
        await connection.write(line);
        expect((await connection.nextAnswer())?.status, line).toBe(400);
        await connection.whenClosed();
      }
    });

    it('an address that takes no data drops it: any answer would make the phone delete what it sent', async () => {
      for (const wrong of ['/data/nothing.json', '/somewhere', '/studies/none/data/add-bundle.json']) {
        const connection = new RawConnection(platform.url);
        await connection.write(`CREATE ${wrong} HTTP/1.1\r\nHost: f\r\nContent-Length: 2\r\n\r\n[]`);
        expect(await connection.nextAnswer(), wrong).toBeNull();
      }
    });

    it('a broken header after CREATE drops it, too', async () => {
      const connection = new RawConnection(platform.url);
      await connection.write(`CREATE ${path} HTTP/1.1\r\nHost: f\r\nContent-Length: minus one\r\n\r\n[]`);
      expect(await connection.nextAnswer()).toBeNull();
    });
  });
});
