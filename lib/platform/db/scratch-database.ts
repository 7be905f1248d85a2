import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '../config/config.ts';
import { Problem } from '../problems/problem.ts';
import { openEmbeddedDatabase, openServerDatabase } from './connection.ts';
import type { Database } from './database.ts';
import { copyTemplate, serveEngine } from './embedded-template.ts';
import { migrate } from './migrate.ts';

const prefix = 'cairn_scratch_';
/** Seconds after which one that nobody is in was forgotten. */
const forgottenS = 86_400;

/** Codes of PostgreSQL: the user may not do this, an extension is not there. */
const refusedCodes = ['42501', '0A000', '58P01'];

/**
 * Opens an empty database of this version beside that of the installation, for something that is thrown away: on the same
 * server, or an embedded one of this process; `close()` removes it. Throws `state_conflict` when the installation's user may make
 * no database.
 */
export async function openScratchDatabase({ databaseUrl }: Pick<Config, 'databaseUrl'>): Promise<Database> {
  return databaseUrl === null ? openEmbeddedScratch() : openServerScratch(databaseUrl);
}

async function openEmbeddedScratch(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-scratch-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await copyTemplate(join(folder, 'data'), { durable: false });
    const served = await serveEngine(join(folder, 'data'), folder, { durable: false });
    return removedBy(openEmbeddedDatabase(served.address), async () => {
      await served.close();
      await remove();
    });
  } catch (error) {
    await remove();
    throw error;
  }
}

async function openServerScratch(databaseUrl: string): Promise<Database> {
  const name = `${prefix}${String(Math.floor(Date.now() / 1000))}_${randomBytes(4).toString('hex')}`;
  await runOn(databaseUrl, async (client) => {
    await dropForgotten(client);
    await client.query(`CREATE DATABASE ${name}`);
  }).catch(translate);
  const address = new URL(databaseUrl);
  address.pathname = `/${name}`;
  const remove = () =>
    runOn(databaseUrl, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  const db = removedBy(openServerDatabase(address.href), remove);
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.close();
    return translate(error);
  }
}

/** Removes what processes that were killed left behind: made long ago, and nobody is in it. */
async function dropForgotten(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `SELECT datname FROM pg_database d WHERE starts_with(datname, '${prefix}')
       AND CASE WHEN datname ~ '^${prefix}[0-9]{1,12}_[0-9a-f]+$'
         THEN split_part(datname, '_', 3)::int8 < extract(epoch FROM now()) - ${String(forgottenS)} ELSE false END
       AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)`,
  );
  for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${datname}`);
}

/** Does something outside of every transaction, on a connection of its own. */
async function runOn(databaseUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function translate(error: unknown): never {
  const { code } = error as { readonly code?: unknown };
  if (typeof code !== 'string' || !refusedCodes.includes(code)) throw error;
  throw new Problem('state_conflict', {
    detail:
      'The user of the database may not make another one (CREATEDB, and its extensions). Restore on another machine with `cairn increment restore`.',
    cause: error,
  });
}

function removedBy(db: Database, remove: () => Promise<void>): Database {
  return {
    ...db,
    async close() {
      await db.close();
      await remove();
    },
  };
}
