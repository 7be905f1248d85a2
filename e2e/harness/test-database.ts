import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedDatabase, openServerDatabase } from '#lib/platform/db/connection.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { templateKey } from '#lib/platform/db/embedded-cache.ts';
import { copyTemplate, serveEngine } from '#lib/platform/db/embedded-template.ts';
import { migrate } from '#lib/platform/db/migrate.ts';

/**
 * A fresh migrated database: an embedded one of this process, or one on the server that `CAIRN_TEST_DATABASE_URL`
 * names (a superuser's connection to any database there). `close()` removes it.
 */
export async function openTestDatabase(): Promise<Database> {
  const serverUrl = process.env['CAIRN_TEST_DATABASE_URL'] ?? '';
  return serverUrl === '' ? openEmbeddedTest() : openServerTest(serverUrl);
}

async function openEmbeddedTest(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-test-'));
  await copyTemplate(join(folder, 'data'), { durable: false });
  const served = await serveEngine(join(folder, 'data'), folder, { durable: false });
  return closingAlso(openEmbeddedDatabase(served.address), async () => {
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });
}

/** Address of a database of the same server by another name. */
export function withDatabaseName(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function openServerTest(serverUrl: string): Promise<Database> {
  const template = `cairn_template_${templateKey()}`;
  const name = `cairn_test_${randomBytes(8).toString('hex')}`;
  await withAdmin(serverUrl, async (admin) => {
    // Creating from a template needs it unused: makers and copiers take turns.
    await admin.query('SELECT pg_advisory_lock(7265111)');
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) await makeServerTemplate(serverUrl, admin, template);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return closingAlso(openServerDatabase(withDatabaseName(serverUrl, name)), () =>
    withAdmin(serverUrl, async (admin) => {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }),
  );
}

async function makeServerTemplate(serverUrl: string, admin: pg.Client, template: string): Promise<void> {
  const draft = `${template}_draft`;
  await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${draft}`);
  const db = openServerDatabase(withDatabaseName(serverUrl, draft));
  await migrate(db);
  await db.close();
  await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [draft]);
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

async function withAdmin(serverUrl: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
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
