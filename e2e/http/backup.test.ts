import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import { listBackupTables } from '#lib/platform/backup/backup-tables.sql.ts';
import { readBackup } from '#lib/platform/backup/read-backup.ts';
import { writeBackup } from '#lib/platform/backup/write-backup.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { identifier, sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';

const large = randomBytes(2_000_000);
const oddText = 'a"b\\c,(d)\n\t{é🔑} NULL \\N';

/** One hash per table over all rows in text, whatever their order. */
async function fingerprint(db: Database): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const { name } of await listBackupTables(db)) {
    const rows = await db.query(
      z.object({ row: z.string() }),
      sql`SELECT t::text AS row FROM ${identifier(name)} AS t`,
    );
    const text = rows
      .map(({ row }) => row)
      .sort()
      .join('\n');
    prints[name] = `${String(rows.length)}:${createHash('sha256').update(text).digest('hex')}`;
  }
  return prints;
}

async function fill({ db, blobs }: Runtime): Promise<Tenant> {
  const tenant = await aTenant(db);
  const { organizationId, studyId } = tenant;
  await db.execute(
    sql`CREATE TABLE data_points_m202611 PARTITION OF data_points FOR VALUES FROM ('2026-11-01T00:00:00Z') TO ('2026-12-01T00:00:00Z')`,
  );
  const blobKey = `${organizationId}/bundles/${newId()}`;
  await blobs.put(blobKey, large);
  await db.execute(sql`
    INSERT INTO bundles (organization_id, id, study_id, received_at, door, size_bytes, content_sha256, body, blob_key)
    VALUES (${organizationId}, ${newId()}, ${studyId}, now(), 'form', 5, ${randomBytes(32)}, ${Buffer.from([0, 1, 255])}, ${blobKey}),
           (${organizationId}, ${newId()}, ${studyId}, now(), 'form', 5, ${randomBytes(32)}, null, ${`${organizationId}/gone`})`);
  await db.execute(
    sql`INSERT INTO data_types (organization_id, identifier) VALUES (${organizationId}, ${oddText}), (${organizationId}, 'pdk-location')`,
  );
  await db.execute(sql`
    INSERT INTO data_points (organization_id, source_id, type_id, created_at, content_hash, recorded_at, bundle_id, envelope_id, geom, properties)
    SELECT ${organizationId}, ${newId()}::uuid, 1, timestamptz '2026-11-05T00:00:00.123456Z' + make_interval(secs => i), gen_random_uuid(), now(), ${newId()}::uuid, 1,
           ST_SetSRID(ST_MakePoint(i / 1000.0, 1.5), 4326), '{"n": 1.10000000000000000001, "t": "x\\u0000y"}'::json
    FROM generate_series(1, 3000) AS i`);
  await fillRegistry(db, organizationId);
  await db.execute(
    sql`INSERT INTO tasks (organization_id, id, kind, title, state, input) VALUES (${organizationId}, ${newId()}, 'exports.compile', 'x', 'running', '{}')`,
  );
  return tenant;
}

/** A unit whose parent lies far behind it in the table: a changed row is written anew. */
async function fillRegistry(db: Database, organizationId: string): Promise<void> {
  const [pyramid, version, parent, child] = [newId(), newId(), newId(), newId()];
  await db.execute(
    sql`INSERT INTO pyramids (organization_id, id, name) VALUES (${organizationId}, ${pyramid}, 'Schools')`,
  );
  await db.execute(sql`INSERT INTO pyramid_versions (organization_id, id, pyramid_id, number)
    VALUES (${organizationId}, ${version}, ${pyramid}, 0)`);
  const insert = (
    id: string,
    of: string | null,
  ) => sql`INSERT INTO org_units (organization_id, id, version_id, parent_id, name, location)
    VALUES (${organizationId}, ${id}, ${version}, ${of}::uuid, ${`Béni ${oddText}`}, ST_SetSRID(ST_MakePoint(14, -5, 300), 4326))`;
  await db.execute(insert(parent, null));
  await db.execute(insert(child, parent));
  await db.execute(sql`INSERT INTO org_units (organization_id, id, version_id, name)
    SELECT ${organizationId}, gen_random_uuid(), ${version}, 'Between ' || i FROM generate_series(1, 300) AS i`);
  await db.execute(sql`UPDATE org_units SET code = 'X' WHERE organization_id = ${organizationId} AND id = ${parent}`);
}

describe('backup and restore', () => {
  let folder = '';
  const runtimes: Runtime[] = [];
  const openFresh = async (name: string) => {
    const config = loadConfig({ CAIRN_DATA_DIR: join(folder, name), CAIRN_LOG_LEVEL: 'silent' });
    const runtime = await openRuntime({ process: 'command', config, db: await openTestDatabase() });
    runtimes.push(runtime);
    return runtime;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cairn-backup-'));
  });
  afterAll(async () => {
    for (const runtime of runtimes) await runtime.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('platform: a restored installation equals the one that was backed up, row by row and file by file', async () => {
    const source = await openFresh('source');
    await fill(source);
    const file = join(folder, 'whole.tar.gz');
    const before = await fingerprint(source.db);
    const written = await writeBackup(source, file);
    expect(written).toMatchObject({ blobs: 1, missingBlobs: 1 });
    expect(written.rows).toBeGreaterThan(3000);
    expect((await stat(file)).mode & 0o077).toBe(0);

    const target = await openFresh('target');
    expect(await readBackup(target, file, { replace: false })).toEqual(written);
    const after = await fingerprint(target.db);
    expect({ ...after, tasks: '' }).toEqual({ ...before, tasks: '' });
    const [key] = await target.db.query(
      z.object({ blob_key: z.string() }),
      sql`SELECT blob_key FROM bundles WHERE body IS NOT NULL`,
    );
    expect((await target.blobs.read(key?.blob_key ?? '')).equals(large)).toBe(true);
    expect(await readFile(join(folder, 'target/secret'), 'utf8')).toBe(
      await readFile(join(folder, 'source/secret'), 'utf8'),
    );
    const countSchema = z.object({ count: z.coerce.number() });
    const partition = await target.db.query(countSchema, sql`SELECT count(*) FROM data_points_m202611`);
    expect(partition).toEqual([{ count: 3000 }]);
    const jobs = await target.db.query(countSchema, sql`SELECT count(*) FROM graphile_worker.jobs`);
    expect(jobs).toEqual([{ count: 1 }]);
    await target.db.execute(
      sql`INSERT INTO data_types (organization_id, identifier) SELECT id, 'next' FROM organizations LIMIT 1`,
    );
  });

  it('platform: an installation in use is kept, unless told to replace it', async () => {
    const file = join(folder, 'whole.tar.gz');
    const used = await openFresh('used');
    const { studyKey } = await aTenant(used.db);
    const names = async () => (await used.db.prisma.organization.findMany()).map(({ name }) => name);
    await expect(readBackup(used, file, { replace: false })).rejects.toMatchObject({ code: 'state_conflict' });
    expect(await names()).toEqual([studyKey]);
    await readBackup(used, file, { replace: true });
    expect(await names()).not.toContain(studyKey);
  });

  it('platform: a file that is cut off or none of ours changes nothing', async () => {
    const whole = gunzipSync(await readFile(join(folder, 'whole.tar.gz')));
    const target = await openFresh('cut');
    for (const bytes of [whole.subarray(0, 1000), whole.subarray(0, 600_000), Buffer.from('hello')]) {
      const file = join(folder, 'bad.tar.gz');
      await writeFile(file, gzipSync(bytes));
      await expect(readBackup(target, file, { replace: false })).rejects.toMatchObject({ code: 'input_invalid' });
      expect(await target.db.prisma.organization.count()).toBe(0);
    }
    await writeFile(join(folder, 'bad.tar.gz'), 'not gzip');
    await expect(readBackup(target, join(folder, 'bad.tar.gz'), { replace: false })).rejects.toMatchObject({
      code: 'input_invalid',
    });
    await expect(readBackup(target, join(folder, 'none'), { replace: false })).rejects.toMatchObject({
      code: 'input_invalid',
    });
  });
});
