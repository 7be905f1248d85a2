import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import { migrateCommand } from '#lib/commands/migrate.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { findDrift } from '#lib/platform/db/find-drift.ts';
import { migrate, readMigrations } from '#lib/platform/db/migrate.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { openRuntime } from '#lib/platform/runtime.ts';

const folder = join(import.meta.dirname, '../../prisma');

describe('migrations', () => {
  let db: Database;
  let copy = '';
  beforeAll(async () => {
    db = await openTestDatabase();
    copy = await mkdtemp(join(tmpdir(), 'cairn-schema-'));
    await cp(join(folder, 'schema'), copy, { recursive: true });
  });
  afterAll(async () => {
    await db.close();
    await rm(copy, { recursive: true, force: true });
  });

  const value = `CREATE TABLE later (id int); -- a comment; with a semicolon\nCREATE FUNCTION later_one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;`;
  const laterFile = { tag: 'ok' as const, value };
  const nameSchema = z.object({ migration_name: z.string(), finished_at: z.date() });
  const appliedNames = async () => {
    const rows = await db.query(
      nameSchema,
      sql`SELECT migration_name, finished_at FROM _prisma_migrations ORDER BY started_at`,
    );
    return rows.map((row) => row.migration_name);
  };

  it('platform: are all applied, in order, in the table of Prisma itself', async () => {
    const folders = (await readdir(join(folder, 'migrations'))).filter((name) => !name.endsWith('.toml')).sort();
    expect(await appliedNames()).toEqual(folders);
  });

  it('platform: run twice change nothing, and a new one is applied once', async () => {
    expect(await migrate(db)).toEqual([]);
    const migrations = await readMigrations();
    const path = '29990101000000_later';
    const grown = {
      ...migrations,
      migrationDirectories: [
        ...migrations.migrationDirectories,
        { path, migrationFile: { path: 'migration.sql', content: laterFile } },
      ],
    };
    expect(await migrate(db, grown)).toEqual([path]);
    expect(await migrate(db, grown)).toEqual([]);
    await db.execute(sql`DROP TABLE later`);
  });

  it('man-39 the command makes the first administrator of an installation without people, once', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cairn-first-'));
    const admin = { CAIRN_ADMIN_EMAIL: 'first@example.org' };
    const config = loadConfig({ CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'silent', ...admin });
    const runtime = await openRuntime({ process: 'command', config, db });
    const run = () => migrateCommand.parseAndRun(() => Promise.resolve(runtime), {});
    const { text } = await run();
    expect(text).toContain('first@example.org');
    expect(text).toMatch(/password  \S{16}/);
    expect(await run()).toMatchObject({ text: 'The database is up to date.', data: { administrator: null } });
    const people = await db.query(
      z.object({ email: z.string(), is_administrator: z.boolean() }),
      sql`SELECT email, is_administrator FROM users`,
    );
    expect(people).toEqual([{ email: 'first@example.org', is_administrator: true }]);
    await rm(dataDir, { recursive: true, force: true });
  });

  it('platform: two processes may migrate at the same time', async () => {
    expect(await Promise.all([migrate(db), migrate(db)])).toEqual([[], []]);
  });

  it('platform: one that was killed half-way is applied anew', async () => {
    const begun = sql`INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count)
      VALUES ('interrupted', '', '29990201000000_interrupted', now() - interval '1 hour', 0)`;
    await db.execute(begun);
    const migrations = await readMigrations();
    const path = '29990201000000_interrupted';
    const content = { tag: 'ok' as const, value: 'CREATE TABLE interrupted (id int);' };
    const grown = {
      ...migrations,
      migrationDirectories: [
        ...migrations.migrationDirectories,
        { path: '29990101000000_later', migrationFile: { path: 'migration.sql', content: laterFile } },
        { path, migrationFile: { path: 'migration.sql', content } },
      ],
    };
    expect(await migrate(db, grown)).toContain(path);
    expect(await migrate(db, grown)).toEqual([]);
    await db.execute(sql`DROP TABLE interrupted`);
  });

  it('platform: the schema and the migrated database say the same', async () => {
    expect(await findDrift(db, join(folder, 'schema'))).toBeNull();
  });

  it('platform: a column on one side only is found', async () => {
    const file = join(copy, 'accounts.prisma');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('model Organization {', 'model Organization {\n  motto String?'));
    expect(await findDrift(db, copy)).toContain('motto');
    await db.execute(sql`ALTER TABLE organizations ADD COLUMN slogan text`);
    expect(await findDrift(db, join(folder, 'schema'))).toContain('slogan');
    await db.execute(sql`ALTER TABLE organizations DROP COLUMN slogan`);
  });

  it('platform: a type, a default or an index on one side only is found', async () => {
    for (const [change, undo] of [
      [
        sql`ALTER TABLE bundles ALTER COLUMN door TYPE varchar(9)`,
        sql`ALTER TABLE bundles ALTER COLUMN door TYPE text`,
      ],
      [
        sql`ALTER TABLE bundles ALTER COLUMN state DROP DEFAULT`,
        sql`ALTER TABLE bundles ALTER COLUMN state SET DEFAULT 'waiting'`,
      ],
      [sql`CREATE INDEX extra ON memberships (created_at)`, sql`DROP INDEX extra`],
    ] as const) {
      await db.execute(change);
      expect(await findDrift(db, join(folder, 'schema'))).not.toBeNull();
      await db.execute(undo);
    }
    expect(await findDrift(db, join(folder, 'schema'))).toBeNull();
  });
});

describe('reg-42 reg-43 what the keys of places look up', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  /** What the database asks for a foreign key, word for word, with the index that is meant to answer. */
  const lookups = [
    ['version_id = $2 AND id = $3', 'org_units_in_version_unique'],
    ['version_id = $2 AND parent_id = $3', 'org_units_by_parent'],
  ] as const;
  const planSchema = z.object({ 'QUERY PLAN': z.string() });

  /** The plans that a session keeps for them, whatever the values. */
  async function keptPlans(): Promise<string[]> {
    await db.execute(sql`SET LOCAL plan_cache_mode = force_generic_plan`);
    const plans: string[] = [];
    for (const [where] of lookups) {
      await db.execute(
        rawSql(`PREPARE lookup (uuid, uuid, uuid) AS
          SELECT 1 FROM ONLY org_units x WHERE organization_id = $1 AND ${where} FOR KEY SHARE OF x`),
      );
      const rows = await db.query(
        planSchema,
        rawSql(`EXPLAIN EXECUTE lookup ('${newId()}', '${newId()}', '${newId()}')`),
      );
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      await db.execute(sql`DEALLOCATE lookup`);
    }
    return plans;
  }

  /** Versions of so many units each, every version in an organization of its own; each unit stands under the first. */
  async function grow(versions: number, unitsOfEach: number): Promise<void> {
    await db.execute(sql`
      WITH made AS (
        SELECT md5('organization' || n)::uuid AS organization_id, md5('version' || n)::uuid AS id, n
        FROM generate_series(1, ${versions}::int4) AS n),
      organization AS (INSERT INTO organizations (id, name) SELECT organization_id, 'o' || n FROM made),
      pyramid AS (INSERT INTO pyramids (organization_id, id, name) SELECT organization_id, id, 'p' FROM made)
      INSERT INTO pyramid_versions (organization_id, id, pyramid_id, number) SELECT organization_id, id, id, 0 FROM made`);
    await db.execute(sql`
      INSERT INTO org_units (organization_id, id, version_id, parent_id, path, name, status)
      SELECT md5('organization' || n)::uuid, md5(n || 'unit' || i)::uuid, md5('version' || n)::uuid,
        CASE WHEN i > 1 THEN md5(n || 'unit1')::uuid END, (n || '.' || i)::ltree, 'Place ' || i, 'VALID'
      FROM generate_series(1, ${versions}::int4) AS n, generate_series(1, ${unitsOfEach}::int4) AS i`);
  }

  it.each([
    ['an empty table', 0, 0, false],
    ['a few rows that no statistics tell of', 1, 20, false],
    ['a first part of a large list, before its first statistics', 1, 3000, false],
    ['small versions of many organizations, with statistics', 400, 6, true],
  ] as const)('are found by their own index in %s', async (_name, versions, unitsOfEach, isAnalyzed) => {
    const undone = new Error('undone');
    const work = db.transaction(async () => {
      await grow(versions, unitsOfEach);
      if (isAnalyzed) await db.execute(sql`ANALYZE org_units`);
      const plans = await keptPlans();
      lookups.forEach(([, index], place) => {
        expect(plans[place]).toContain(`using ${index} on`);
      });
      throw undone;
    });
    await expect(work).rejects.toBe(undone);
  });
});
