import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { createEnqueue } from '#lib/platform/tasks/index.ts';

/** The pool as any library sees it. */
const plainPool = (db: Database): Pool => db.pool;

const countSchema = z.object({ count: z.coerce.number() });

describe('database', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  const countOrganizations = async (name: string): Promise<number> => {
    const [row] = await db.query(countSchema, sql`SELECT count(*) FROM organizations WHERE name = ${name}`);
    return row?.count ?? 0;
  };
  const addOrganization = (name: string) => db.prisma.organization.create({ data: { id: newId(), name } });

  it.skipIf(process.env.CAIRN_TEST_DATABASE_URL === undefined)(
    'platform: statements are not compiled, which costs more than they take',
    async () => {
      expect(await db.query(z.object({ jit: z.string() }), sql`SHOW jit`)).toEqual([{ jit: 'off' }]);
    },
  );

  it('platform: has every extension and Prisma, SQL and the queue meet in one transaction', async () => {
    const rows = await db.query(z.object({ extname: z.string() }), sql`SELECT extname FROM pg_extension ORDER BY 1`);
    expect(rows.map((row) => row.extname)).toEqual(
      expect.arrayContaining(['btree_gist', 'ltree', 'pg_trgm', 'postgis', 'unaccent']),
    );
    const enqueue = createEnqueue(db);
    await expect(
      db.transaction(async () => {
        await addOrganization('undone');
        await enqueue('nothing', { a: 1 }, { jobKey: 'undone' });
        expect(await countOrganizations('undone')).toBe(1);
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect(await countOrganizations('undone')).toBe(0);
    const jobs = await db.query(countSchema, sql`SELECT count(*) FROM graphile_worker.jobs`);
    expect(jobs[0]?.count).toBe(0);
  });

  it('platform: keeps two interleaved transactions apart', async () => {
    const first = await db.pool.connect();
    const second = await db.pool.connect();
    try {
      await first.query('BEGIN');
      await first.query(`INSERT INTO organizations (id, name) VALUES ($1, 'of the first')`, [newId()]);
      // On one shared session the second waits for the first to end; on a server it runs beside it.
      const secondSees = second
        .query('BEGIN')
        .then(() => second.query(`SELECT count(*)::int AS count FROM organizations WHERE name = 'of the first'`))
        .then((result) => (result.rows as { count: number }[])[0]?.count);
      const own = await first.query(`SELECT count(*)::int AS count FROM organizations WHERE name = 'of the first'`);
      expect((own.rows as { count: number }[])[0]?.count).toBe(1);
      await first.query('ROLLBACK');
      expect(await secondSees).toBe(0);
      await second.query('COMMIT');
    } finally {
      first.release();
      second.release();
    }
    expect(await countOrganizations('of the first')).toBe(0);
  });

  it('platform: answers 20 clients with parameters at once, each with its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => {
        const text = index % 3 === 0 ? 'SELECT $1::int AS v, $2::text AS w' : 'SELECT $1::int AS v';
        const { rows } = await plainPool(db).query(text, index % 3 === 0 ? [index, 'x'] : [index]);
        return (rows as { v: number }[])[0]?.v;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 400 }, (_, index) => index));
  });

  it('platform: rolls back what a vanished client left open, and serves the others on', async () => {
    const client = await db.pool.connect();
    await client.query('BEGIN');
    await client.query(`INSERT INTO organizations (id, name) VALUES ($1, 'of the vanished')`, [newId()]);
    client.release(true);
    expect(await countOrganizations('of the vanished')).toBe(0);
    await addOrganization('after');
    expect(await countOrganizations('after')).toBe(1);
  });

  it('platform: an error leaves the connection usable, in and out of transactions', async () => {
    await expect(db.pool.query('SELECT $1::int / 0', [1])).rejects.toThrow('division by zero');
    await expect(db.pool.query('SELECT nonsense FROM nowhere')).rejects.toThrow('nowhere');
    await expect(db.transaction(() => db.pool.query('SELECT 1 / 0'))).rejects.toThrow('division by zero');
    const nested = await db.transaction(async () => {
      await expect(
        db.transaction(() => addOrganization('after').then(() => addOrganization('after'))),
      ).rejects.toThrow();
      return countOrganizations('after');
    });
    expect(nested).toBe(1);
  });

  it('platform: delivers notifications to whoever listens', async () => {
    const listener = await db.pool.connect();
    const heard = new Promise<string | undefined>((resolve) => {
      listener.on('notification', (message) => {
        resolve(message.payload);
      });
    });
    await listener.query('LISTEN "test:channel"');
    await plainPool(db).query(`SELECT pg_notify('test:channel', 'hello')`);
    expect(await heard).toBe('hello');
    listener.release(true);
  });
});
