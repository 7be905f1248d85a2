import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { z } from 'zod';
import { migrateQueue } from '../tasks/queue.ts';
import type { Database } from './database.ts';
import { openSchemaEngine } from './schema-engine.ts';
import { rawSql, sql } from './sql.ts';
import { rootDir } from '../process/root-dir.ts';

const migrationsDir = join(rootDir, 'prisma/migrations');

/** Any constant, the same in every version: who holds it is the one that migrates. */
const advisoryLockKey = 7_265_110;

/** Nothing outside our control is filtered from the engine's sight. */
export const allTables = { externalTables: [], externalEnums: [] };

/** Our migrations as Prisma's engine takes them, oldest first. */
export async function readMigrations(folder: string = migrationsDir): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(folder, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (path) => {
        const value = await readFile(join(folder, path, 'migration.sql'), 'utf8');
        return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
      }),
    ),
  };
}

/**
 * Brings a database to this version: our tables through Prisma's schema engine (`_prisma_migrations` is the real
 * table), then the queue's. Safe to call from several processes at once. Returns the names of what was applied.
 */
export async function migrate(db: Database, migrations?: MigrationList): Promise<string[]> {
  const list = migrations ?? (await readMigrations());
  const unlock = await lockMigrations(db);
  try {
    // Loading the engine takes longer than most starts need it for.
    const applied = (await hasAll(db, list)) ? [] : await applyMigrations(db, list);
    await migrateQueue(db);
    return applied;
  } finally {
    await unlock();
  }
}

async function hasHistory(db: Database): Promise<boolean> {
  const [table] = await db.query(
    z.object({ exists: z.boolean() }),
    sql`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  return table?.exists === true;
}

async function hasAll(db: Database, { migrationDirectories }: MigrationList): Promise<boolean> {
  if (!(await hasHistory(db))) return false;
  const applied = new Set(await listAppliedMigrations(db));
  return migrationDirectories.every(({ path }) => applied.has(path));
}

async function applyMigrations(db: Database, migrationsList: MigrationList): Promise<string[]> {
  await forgetInterrupted(db);
  const opened = await openSchemaEngine(engineConnection(db));
  try {
    return (await opened.engine.applyMigrations({ migrationsList, filters: allTables })).appliedMigrationNames;
  } finally {
    await opened.close();
  }
}

/**
 * A process that was killed while it migrated leaves a row that begins and does not end, with which the engine goes no further.
 * Each migration is one transaction, so that nothing else is left of it: it is applied anew. In the embedded database no lock
 * tells whether another process is at it just now: a row of the last minutes stays.
 */
async function forgetInterrupted(db: Database): Promise<void> {
  if (!(await hasHistory(db))) return;
  const isOver = db.kind === 'embedded' ? rawSql(`started_at < now() - interval '10 minutes'`) : rawSql('true');
  await db.execute(sql`UPDATE _prisma_migrations SET rolled_back_at = now()
    WHERE finished_at IS NULL AND rolled_back_at IS NULL AND ${isOver}`);
}

/** Connection members named apart from each other, as the schema engine's adapter needs them. */
export function engineConnection(db: Database): pg.PoolConfig {
  // The client reads connection strings, and keeps the password where copying the options would lose it.
  const client = new pg.Client(db.pool.options);
  const { host, port, user, password, database, ssl } = client;
  return {
    host,
    port,
    ...(user !== undefined && { user }),
    ...(typeof password === 'string' && { password }),
    ...(database !== undefined && { database }),
    ssl,
    max: 1,
  };
}

/** A lock that ends with its connection. The embedded database has one session, which serialises by itself. */
async function lockMigrations(db: Database): Promise<() => Promise<void>> {
  if (db.kind === 'embedded') return () => Promise.resolve();
  const client = new pg.Client(engineConnection(db));
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1)', [advisoryLockKey]);
  return () => client.end();
}

/** Names of the migrations the database has, in their order. */
export async function listAppliedMigrations(db: Database): Promise<string[]> {
  const nameSchema = z.object({ migration_name: z.string() });
  const applied = await db.query(
    nameSchema,
    sql`SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name`,
  );
  return applied.map((row) => row.migration_name);
}

/** Names of migrations of this version that the database does not have. */
export async function listPendingMigrations(db: Database): Promise<string[]> {
  const { migrationDirectories } = await readMigrations();
  const applied = new Set(await listAppliedMigrations(db));
  return migrationDirectories.map(({ path }) => path).filter((path) => !applied.has(path));
}
