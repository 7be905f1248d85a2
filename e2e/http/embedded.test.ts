import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEmbeddedDatabase } from '#lib/platform/db/connection.ts';
import { embeddedAddress, embeddedSocketDir, socketName } from '#lib/platform/db/embedded-address.ts';
import { embeddedServerScript, reachEmbedded } from '#lib/platform/db/embedded.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { tendEmbedded } from '#lib/platform/db/tend-embedded.ts';
import { newId } from '#lib/platform/ids.ts';
import { createLogger } from '#lib/platform/log/log.ts';
import { startChild, stopChild } from '#lib/platform/process/child-process.ts';

/** Starts the server's process; gives it and its first word. */
async function startServer(dataDir: string) {
  const child = startChild({ script: embeddedServerScript, args: [dataDir] });
  const [message] = (await once(child, 'message')) as [{ state: string }];
  return { child, state: message.state };
}

describe('embedded database', () => {
  let dataDir = '';
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cairn-embedded-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const client = () => {
    const { socketDir, port } = embeddedAddress(dataDir);
    return new pg.Client({ host: socketDir, port, user: 'postgres', database: 'postgres' });
  };

  it('platform: whoever comes first starts it, the others join it', async () => {
    const first = await reachEmbedded(dataDir);
    const second = await reachEmbedded(dataDir);
    expect([first.isOwn, second.isOwn]).toEqual([true, false]);
    await first.db.prisma.organization.create({ data: { id: newId(), name: 'kept' } });
    expect(await second.db.prisma.organization.count()).toBe(1);
    await second.db.close();
    await second.end();
    await first.db.close();
    await first.end();
  });

  it('platform: deleted rows give their room back and the planner knows how many rows there are', async () => {
    const log = createLogger({ process: 'test', level: 'silent' });
    const first = await reachEmbedded(dataDir);
    const rowsOf = async ({ db }: typeof first) =>
      db.query(
        z.object({ rows: z.number(), pages: z.number() }),
        sql`SELECT reltuples AS rows, relpages AS pages FROM pg_class WHERE relname = 'organizations'`,
      );
    await first.db.execute(sql`INSERT INTO organizations (id, name)
      SELECT gen_random_uuid(), 'counted ' || n FROM generate_series(1, 3000) AS n`);
    expect((await rowsOf(first))[0]?.rows).toBe(-1);
    expect((await tendEmbedded({ db: first.db, log })).vacuumed).toBeGreaterThan(0);
    const [full] = await rowsOf(first);
    expect(full?.rows).toBeGreaterThanOrEqual(3000);
    const vacuums = () =>
      first.db.query(
        z.object({ count: z.coerce.number() }),
        sql`SELECT vacuum_count AS count FROM pg_stat_all_tables WHERE relname = 'organizations'`,
      );
    await tendEmbedded({ db: first.db, log });
    expect(await vacuums()).toEqual([{ count: 1 }]);

    await first.db.execute(sql`DELETE FROM organizations WHERE name LIKE 'counted %'`);
    await tendEmbedded({ db: first.db, log });
    const [emptied] = await rowsOf(first);
    expect(emptied?.pages).toBeLessThan(full?.pages ?? 0);
    await first.db.close();
    await first.end();
  });

  it('platform: only this user can reach the socket, and a second server keeps off the data', async () => {
    const { child, state } = await startServer(dataDir);
    expect(state).toBe('ready');
    expect((await stat(embeddedAddress(dataDir).socketDir)).mode & 0o077).toBe(0);
    const second = await startServer(dataDir);
    expect(second.state).toBe('busy');
    await stopChild(child);
  });

  it('platform: kill -9 keeps what was committed, drops what was not, and leaves no lock behind', async () => {
    const { child } = await startServer(dataDir);
    const writer = client();
    const closed = once(writer, 'error');
    await writer.connect();
    await writer.query(`INSERT INTO organizations (id, name) VALUES ($1, 'committed')`, [newId()]);
    await writer.query('BEGIN');
    await writer.query(`INSERT INTO organizations (id, name) VALUES ($1, 'uncommitted')`, [newId()]);
    child.kill('SIGKILL');
    await closed;
    const again = await startServer(dataDir);
    expect(again.state).toBe('ready');
    const db = openEmbeddedDatabase(embeddedAddress(dataDir));
    const names = (await db.prisma.organization.findMany()).map(({ name }) => name).sort();
    expect(names).toEqual(['committed', 'kept']);
    await db.close();
    await stopChild(again.child);
  });

  it('platform: a client that talks nonsense is refused alone', async () => {
    const { child } = await startServer(dataDir);
    for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(64), Buffer.from([0, 0, 0, 3])]) {
      const socket = createConnection(join(embeddedAddress(dataDir).socketDir, socketName));
      socket.on('error', () => undefined).resume();
      socket.write(bytes);
      socket.end();
      await once(socket, 'close');
    }
    const other = client();
    await other.connect();
    await expect(other.query('COPY organizations FROM STDIN')).rejects.toThrow('unnest');
    expect((await other.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await other.end();
    await stopChild(child);
  });

  it('platform: ends by itself when its parent is killed', async () => {
    const script = `
      import { startChild } from ${JSON.stringify(join(import.meta.dirname, '../../lib/platform/process/child-process.ts'))};
      const child = startChild({ script: ${JSON.stringify(embeddedServerScript)}, args: [${JSON.stringify(dataDir)}] });
      child.on('message', () => process.stdout.write(String(child.pid)));`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(Number(pid.toString())), { timeout: 30_000 }).toBe(false);
    const { child, state } = await startServer(dataDir);
    expect(state).toBe('ready');
    await stopChild(child);
  });

  it('platform: a data folder with a long path gets its socket elsewhere', () => {
    const long = join(dataDir, 'x'.repeat(120));
    const folder = embeddedSocketDir(long);
    expect(Buffer.byteLength(join(folder, socketName))).toBeLessThan(100);
    expect(embeddedAddress(long).socketDir).toBe(folder);
    expect(embeddedAddress(`${long}y`).socketDir).not.toBe(folder);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
