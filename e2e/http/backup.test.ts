import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import { listBackupTables } from '#lib/platform/backup/backup-tables.sql.ts';
import { IncrementStore } from '#lib/platform/backup/incremental/increment-store.ts';
import { piecesOf } from '#lib/platform/backup/incremental/increment.ts';
import { checkIncrement, readIncrement } from '#lib/platform/backup/incremental/read-increment.ts';
import { writeIncrement } from '#lib/platform/backup/incremental/write-increment.ts';
import { readBackup } from '#lib/platform/backup/read-backup.ts';
import { writeBackup } from '#lib/platform/backup/write-backup.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import { newSecretBoxKey, openSecretBox } from '#lib/platform/crypto/secret-box.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import { createFolderDepot } from '#lib/platform/depots/folder-depot.ts';
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

const noProgress = () => undefined;

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

  it('pdk-41 sealed backups send what has changed, survive a kill, and restore the same rows and files', async () => {
    const source = await openFresh(`changing-${newId()}`);
    const tenant = await fill(source);
    const { db } = source;
    const [place, key] = [join(folder, `depot-${newId()}`), Buffer.from(await newSecretBoxKey(), 'base64')];
    const depot = createFolderDepot(place);
    const storeOf = async (secret: Buffer, around: Depot = depot) =>
      new IncrementStore(around, {
        box: await openSecretBox(secret),
        folder: 'nightly',
        signal: new AbortController().signal,
      });
    const store = await storeOf(key);
    let hour = 0;
    const back = (to = store, runtime: Pick<Runtime, 'db' | 'blobs' | 'config'> = source) => {
      hour += 1;
      const { signal } = new AbortController();
      const now = new Date(Date.UTC(2026, 10, 29, hour));
      return writeIncrement({ runtime, store: to, now, signal, onProgress: noProgress });
    };
    const first = await back();
    expect(first).toMatchObject({ files: 1, missingFiles: 1, keptPieces: 0, removedPieces: 0 });
    expect(first.sentPieces).toBeGreaterThan(5);
    const again = await back();
    expect({ ...again, keptPieces: 0 }).toEqual({ ...first, keptPieces: 0, sentPieces: 0, sentBytes: 0 });

    // A day's points are erased, others come, a file is added: only these windows go.
    const removed = sql`DELETE FROM data_points WHERE organization_id = ${tenant.organizationId}
      AND created_at < timestamptz '2026-11-05T00:10:00Z'`;
    expect(await db.execute(removed)).toBe(599);
    await db.execute(sql`INSERT INTO data_points (organization_id, source_id, type_id, created_at, content_hash, recorded_at, bundle_id, envelope_id, properties)
      VALUES (${tenant.organizationId}, ${newId()}, 1, '2026-11-07T00:00:00Z', ${newId()}, '2026-11-08T00:00:00Z', ${newId()}, 1, '{"note": "Ama\\u0000"}')`);
    // The line breaks after some pieces: no index, and the next run goes on.
    let left = 1;
    const breaking: Depot = {
      ...depot,
      put: (file, run) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('cut')) : depot.put(file, run);
      },
    };
    await expect(back(await storeOf(key, breaking))).rejects.toThrow('cut');
    expect(await store.listIndexes()).toHaveLength(2);
    expect(await checkIncrement(store, null)).toMatchObject({ rows: first.rows, files: 1 });
    expect((await readdir(source.config.dataDir)).filter((name) => name.startsWith('increment-'))).toEqual([]);
    const third = await back();
    expect(third.sentPieces).toBeGreaterThan(0);
    expect(third.sentPieces).toBeLessThan(6);

    const sealed = (await readdir(place, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { parentPath, name } of sealed)
      expect((await readFile(join(parentPath, name))).includes('pdk-location')).toBe(false);

    const [before, target] = [await fingerprint(db), await openFresh(`target-${newId()}`)];
    const stranger = await storeOf(Buffer.from(await newSecretBoxKey(), 'base64'));
    await expect(readIncrement(target, stranger, { replace: false, index: null })).rejects.toMatchObject({
      code: 'input_invalid',
    });
    const restored = await readIncrement(target, store, { replace: false, index: null });
    expect(restored).toMatchObject({ rows: third.rows, files: 1, missingFiles: 1 });
    expect({ ...(await fingerprint(target.db)), tasks: '' }).toEqual({ ...before, tasks: '' });
    const keys = await target.db.query(
      z.object({ key: z.string() }),
      sql`SELECT blob_key AS key FROM bundles WHERE body IS NOT NULL`,
    );
    expect((await target.blobs.read(keys[0]?.key ?? '')).equals(large)).toBe(true);
    // An older state is there too; a damaged piece is named, and leaves what is there alone.
    const older = (await store.listIndexes()).at(-1) ?? '';
    expect(await readIncrement(target, store, { replace: true, index: older })).toMatchObject({ rows: first.rows });
    const newest = await store.openIndex((await store.listIndexes())[0] ?? '');
    const victim = piecesOf(newest)[0]?.name ?? '';
    await writeFile(join(place, 'nightly/pieces', victim.slice(0, 2), `${victim}.box`), randomBytes(100));
    await expect(checkIncrement(store, null)).rejects.toMatchObject({ code: 'input_invalid' });

    // What was erased is gone once seven newer states are there, and pieces of no state with it.
    const files = async () => (await readdir(join(place, 'nightly/pieces'), { recursive: true })).length;
    const crowded = await files();
    await rm(place, { recursive: true });
    for (let run = 0; run < 2; run += 1) await back();
    expect(await files()).toBeLessThanOrEqual(crowded);
    await db.execute(sql`DELETE FROM data_points WHERE organization_id = ${tenant.organizationId}`);
    const swept: number[] = [];
    for (let run = 0; run < 8; run += 1) swept.push((await back()).removedPieces);
    expect(await store.listIndexes()).toHaveLength(7);
    expect(swept.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    expect(await checkIncrement(store, null)).toMatchObject({ files: 1 });
  });
});
