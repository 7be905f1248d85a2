import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runBackupPlans } from '#lib/exports/index.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { openSecretBox } from '#lib/platform/crypto/secret-box.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { ApiCall, ApiWorld } from '../harness/api.ts';
import { addBundle, aPoint } from '../harness/passive.ts';
import { runTasks } from '../harness/tasks.ts';

/** What the cases need of the platform that they share with those of deliveries. */
interface BackupBench {
  readonly runtime: Runtime;
  readonly world: ApiWorld;
  readonly owner: ApiCall;
  /** Makes a destination; gives its id. */
  readonly aDestination: (name: string, settings: object) => Promise<string>;
  /** CAIRN_EXPORT_DIR and CAIRN_BACKUP_KEY. */
  readonly root: string;
  readonly backupKey: string;
}

const stateSchema = z.object({
  name: z.string(),
  rows: z.number(),
  sizeBytes: z.number(),
  tables: z.array(
    z.object({ table: z.string(), rows: z.number(), windows: z.number(), firstDay: z.string().nullable() }),
  ),
  checkedAt: z.string().nullable(),
  checkError: z.string().nullable(),
  restoredAt: z.string().nullable(),
  restoreError: z.string().nullable(),
});
const placeSchema = z.object({
  destinationId: z.string(),
  plan: z
    .object({
      hour: z.number(),
      timeZone: z.string(),
      lastTaskId: z.string().nullable(),
      lastTaskState: z.string().nullable(),
      lastError: z.string().nullable(),
    })
    .nullable(),
  states: z.array(stateSchema),
});
const backupsAnswerSchema = z.object({
  hasKey: z.boolean(),
  lastErasedAt: z.string().nullable(),
  items: z.array(placeSchema),
});

/** Cases of sealed backups at destinations: two points are in the database. */
export function backupPlaceCases(bench: () => BackupBench): void {
  describe('pdk-41 the installation is backed up to destinations', () => {
    let runtime: Runtime;
    let world: ApiWorld;
    let owner: ApiCall;
    let admin: ApiCall;
    let place: string;
    const listed = async () => backupsAnswerSchema.parse((await admin('GET /installation/backups')).json);
    const placeNow = async () => {
      const found = (await listed()).items.find(({ destinationId }) => destinationId === place);
      if (!found) throw new Error('the destination is not listed');
      return found;
    };
    const start = (work: '' | '/check' | '/try-restore' | '/drop-older', body?: object) =>
      admin(`POST /export-destinations/{id}/backup${work}`, { params: { id: place }, ...(body ? { body } : {}) });
    const done = async (answer: Awaited<ReturnType<typeof start>>) => {
      expect(answer.status, answer.text).toBe(202);
      await runTasks(runtime);
      const { taskId } = z.object({ taskId: z.string() }).parse(answer.json);
      return (await admin('GET /tasks/{id}', { params: { id: taskId } })).json;
    };
    /** Sealed pieces that lie there, by their path. */
    const pieces = async () => {
      const root = join(bench().root, world.organization.id, 'vault/cairn-backup/pieces');
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
    };
    /** How many pieces hold a text in clear, once opened. */
    const holding = async (text: string) => {
      const box = await openSecretBox(Buffer.from(bench().backupKey, 'base64'));
      const opened = [...(await pieces())].map(([path, sealed]) => {
        const plain = box.open(sealed);
        expect(plain, basename(path)).not.toBeNull();
        return plain ?? Buffer.alloc(0);
      });
      const isGzip = (plain: Buffer) => plain[0] === 0x1f && plain[1] === 0x8b;
      return opened.filter((plain) => isGzip(plain) && gunzipSync(plain).includes(text)).length;
    };

    beforeAll(async () => {
      ({ runtime, world, owner } = bench());
      admin = await world.as('owner');
      await runtime.db.execute(
        sql`UPDATE users SET is_administrator = true
          WHERE id = (SELECT id FROM users WHERE email LIKE 'owner-%' ORDER BY created_at DESC LIMIT 1)`,
      );
      place = await bench().aDestination('Vault', { kind: 'folder', path: 'vault' });
    });

    it('pdk-41 each state is listed with its windows and size, checked, restored on trial, and told when it is damaged', async () => {
      expect((await owner('GET /installation/backups')).status).toBe(403);
      for (const work of ['', '/drop-older'] as const) {
        const refused = await owner(`POST /export-destinations/{id}/backup${work}`, { params: { id: place } });
        expect(refused.status).toBe(403);
      }
      expect(await placeNow()).toMatchObject({ plan: null, states: [] });
      expect(await done(await start('/check', {}))).toMatchObject({ state: 'failed', error: { code: 'not_found' } });

      expect(await done(await start(''))).toMatchObject({ state: 'succeeded' });
      const [first] = (await placeNow()).states;
      expect(first).toMatchObject({ checkedAt: null, restoredAt: null });
      expect(first?.sizeBytes).toBeGreaterThan(1000);
      const points = first?.tables.find(({ table }) => table === 'data_points');
      expect(points).toMatchObject({ rows: 2, windows: 1, firstDay: new Date().toISOString().slice(0, 10) });

      // One at a time: what one lets go of, another may be looking into.
      const second = await start('');
      expect((await start('/check', {})).status).toBe(409);
      await done(second);
      expect((await placeNow()).states).toHaveLength(2);
      expect(await done(await start('/check', {}))).toMatchObject({ state: 'succeeded' });
      expect(await done(await start('/try-restore', {}))).toMatchObject({ state: 'succeeded' });
      const [newest, older] = (await placeNow()).states;
      expect(newest).toMatchObject({ checkError: null, restoreError: null });
      expect([newest?.checkedAt, newest?.restoredAt]).not.toContain(null);
      expect(older).toMatchObject({ name: first?.name, checkedAt: null });

      const whole = await pieces();
      for (const path of whole.keys()) await writeFile(path, randomBytes(100));
      for (const work of ['/check', '/try-restore'] as const) {
        const looked = await done(await start(work, { state: older?.name }));
        expect(looked).toMatchObject({ state: 'failed', error: { code: 'input_invalid' } });
      }
      const damaged = (await placeNow()).states.find(({ name }) => name === older?.name);
      expect(damaged?.checkError).toContain('is damaged');
      expect(damaged?.restoreError).toContain('is damaged');
      for (const [path, sealed] of whole) await writeFile(path, sealed);
      await done(await start('/check', { state: older?.name }));
      expect((await placeNow()).states.at(-1)).toMatchObject({ checkError: null });
    });

    it('pdk-41 pdk-43 what was erased is in older states still, and gone from the destination when they are dropped', async () => {
      const tenant = { organizationId: world.organization.id, studyId: world.study.id, studyKey: world.study.key };
      await addBundle({ runtime }, tenant, [aPoint({ source: 'Vanishes', members: { note: 'gone-for-good-7' } })]);
      await processUntilEmpty(runtime);
      await done(await start(''));
      expect(await holding('gone-for-good-7')).toBeGreaterThan(0);
      const { json } = await owner('GET /sources', { query: { text: 'Vanishes' } });
      const id = z.object({ items: z.array(z.object({ id: z.string() })).length(1) }).parse(json).items[0]!.id;
      expect((await owner('POST /sources/{id}/erase', { params: { id }, body: { expectedPoints: 1 } })).status).toBe(
        202,
      );
      await runTasks(runtime);
      expect((await listed()).lastErasedAt).not.toBeNull();
      expect(await holding('gone-for-good-7')).toBeGreaterThan(0);

      expect(await done(await start('/drop-older'))).toMatchObject({ state: 'succeeded' });
      expect((await placeNow()).states).toHaveLength(1);
      expect(await holding('gone-for-good-7')).toBe(0);
      expect(await done(await start('/check', {}))).toMatchObject({ state: 'succeeded' });
    });

    it('pdk-41 by the clock, every day at an hour of a zone; a run that could not begin says why', async () => {
      const plan = (as: ApiCall, body: object) =>
        as('PUT /export-destinations/{id}/backup/plan', { params: { id: place }, body });
      expect((await plan(owner, { hour: 2 })).status).toBe(403);
      expect((await plan(admin, { hour: 2, timeZone: 'Mars/North' })).status).toBe(400);
      expect((await plan(admin, { hour: 2, timeZone: 'Africa/Kinshasa' })).status).toBe(204);
      expect(await runBackupPlans(runtime)).toBe(0);
      const makeDue = () =>
        runtime.db.execute(
          sql`UPDATE backup_plans SET next_run_at = now() - interval '1 minute' WHERE destination_id = ${place}`,
        );
      const before = (await placeNow()).states.length;
      await makeDue();
      expect(await runBackupPlans(runtime)).toBe(1);
      // It waits in the queue: the next one does not begin.
      await makeDue();
      expect(await runBackupPlans(runtime)).toBe(1);
      const busy = (await placeNow()).plan;
      expect(busy).toMatchObject({ hour: 2, timeZone: 'Africa/Kinshasa', lastTaskId: expect.any(String) as string });
      expect(busy?.lastError).toContain('under way');
      await runTasks(runtime);
      expect(await placeNow()).toMatchObject({ plan: { lastTaskState: 'succeeded' } });
      expect((await placeNow()).states).toHaveLength(before + 1);
      expect((await plan(admin, { hour: null })).status).toBe(204);
      expect((await placeNow()).plan).toBeNull();
      const acts = await runtime.db.query(
        z.object({ action: z.string() }),
        sql`SELECT DISTINCT action FROM audit_events WHERE organization_id = ${world.organization.id}
          AND subject_id = ${place} AND action LIKE 'backup.%' ORDER BY action`,
      );
      expect(acts.map(({ action }) => action)).toEqual([
        'backup.check',
        'backup.drop-older',
        'backup.plan',
        'backup.start',
        'backup.try-restore',
      ]);
    });
  });
}
