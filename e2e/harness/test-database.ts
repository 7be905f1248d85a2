import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedDatabase, openServerDatabase } from '#lib/platform/db/connection.ts';
import type { Database, DatabaseKind } from '#lib/platform/db/database.ts';
import { socketName } from '#lib/platform/db/embedded-address.ts';
import { templateKey } from '#lib/platform/db/embedded-cache.ts';
import { copyTemplate, serveEngine } from '#lib/platform/db/embedded-template.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { CuttableLine } from './cuttable-line.ts';
import { freePort } from './free-port.ts';

const serverUrl = process.env['CAIRN_TEST_DATABASE_URL'] ?? '';

/** Which database this run of the tests is on. */
export const testDatabaseKind: DatabaseKind = serverUrl === '' ? 'embedded' : 'server';

/** A database of a test that its connections lead to over a line which can be cut. */
export interface CuttableDatabase {
  readonly db: Database;
  /** Cuts every connection there is, as a network or a restart does; new ones are taken. */
  cut(): void;
  /** Lets nothing pass on the connections there are; new ones are taken. */
  freeze(): void;
}

/**
 * A fresh migrated database: an embedded one of this process, or one on the server that `CAIRN_TEST_DATABASE_URL`
 * names (a superuser's connection to any database there). `close()` removes it.
 */
export async function openTestDatabase(): Promise<Database> {
  return testDatabaseKind === 'embedded' ? openEmbeddedTest() : openServerTest();
}

/** As above, over a line that can be cut. */
export async function openCuttableDatabase(): Promise<CuttableDatabase> {
  const line = new CuttableLine();
  const db = await (testDatabaseKind === 'embedded' ? openEmbeddedTest(line) : openServerTest(line));
  return { db, cut: () => line.cut(), freeze: () => line.freeze() };
}

async function openEmbeddedTest(line?: CuttableLine): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-test-'));
  await copyTemplate(join(folder, 'data'), { durable: false });
  const served = await serveEngine(join(folder, 'data'), folder, { durable: false });
  const { socketDir, port } = served.address;
  if (line) {
    await mkdir(join(folder, 'line'));
    await line.listen({ path: join(folder, 'line', socketName) }, { path: join(socketDir, socketName) });
  }
  const address = { socketDir: line ? join(folder, 'line') : socketDir, port };
  return closingAlso(openEmbeddedDatabase(address), async () => {
    await line?.close();
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });
}

/** Address of a database of the same server by another name. */
export function withDatabaseName(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}

async function openServerTest(line?: CuttableLine): Promise<Database> {
  const template = `cairn_template_${templateKey()}`;
  const name = `cairn_test_${randomBytes(8).toString('hex')}`;
  await withAdmin(async (admin) => {
    // Creating from a template needs it unused: makers and copiers take turns.
    await admin.query('SELECT pg_advisory_lock(7265111)');
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) await makeServerTemplate(admin, template);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const url = new URL(withDatabaseName(serverUrl, name));
  if (line) {
    const port = await freePort();
    await line.listen({ host: '127.0.0.1', port }, { host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${String(port)}`;
  }
  return closingAlso(openServerDatabase(url.href), async () => {
    await line?.close();
    await withAdmin(async (admin) => {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    });
  });
}

async function makeServerTemplate(admin: pg.Client, template: string): Promise<void> {
  const draft = `${template}_draft`;
  await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${draft}`);
  const db = openServerDatabase(withDatabaseName(serverUrl, draft));
  await migrate(db);
  await db.close();
  await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [draft]);
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

async function withAdmin(work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function closingAlso(db: Database, after: () => Promise<void>): Database {
  return {
    ...db,
    async close() {
      await db.close();
      await after();
    },
  };
}
