import { setTimeout as wait } from 'node:timers/promises';
import { Readable, Transform } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  compileExport,
  estimateExport,
  exportOrderSchema,
  getExportOrder,
  listExports,
  orderExport,
} from '#lib/exports/index.ts';
import type { Actor } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { MailMessage } from '#lib/platform/mail/mail.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { getTask, listTaskLog, openTaskResult, stopTask } from '#lib/platform/tasks/index.ts';
import { fillDataset } from '../bench/dataset.ts';
import { readArchive, readResult, readTable } from '../harness/archive.ts';
import { manifestOf, openExportTest, type ExportTest } from '../harness/exports.ts';
import { runTasks } from '../harness/tasks.ts';
import { anotherStudy, aPerson, type Tenant } from '../harness/tenant.ts';

let test: ExportTest;

beforeAll(async () => {
  test = await openExportTest();
});
afterAll(() => test.close());

const at = Date.parse('2026-08-03T12:00:00Z') / 1000;

describe('pdk-30 orders', () => {
  it('pdk-30 name sources or groups, say beforehand what they come to, and can be repeated', async () => {
    const tenant = await test.aTenant();
    await test.send(
      tenant,
      ['A', 'B', 'C'].flatMap((source) => [1, 2].map((second) => ({ source, timestamp: at + second }))),
    );
    const sources = await test.runtime.db.query(
      z.object({ id: z.string(), identifier: z.string() }),
      sql`SELECT id, identifier FROM sources WHERE organization_id = ${tenant.organizationId} ORDER BY identifier`,
    );
    const groupId = newId();
    await test.runtime.db.execute(
      sql`INSERT INTO source_groups (organization_id, id, study_id, name) VALUES (${tenant.organizationId}, ${groupId}, ${tenant.studyId}, 'arm')`,
    );
    await test.runtime.db.execute(
      sql`UPDATE sources SET group_id = ${groupId} WHERE organization_id = ${tenant.organizationId} AND identifier = 'C'`,
    );
    const ctx = test.as(tenant);
    const asked = exportOrderSchema.parse({ sourceIds: [sources[0]!.id], groupIds: [groupId] });
    expect(await estimateExport(ctx, { studyId: tenant.studyId, order: asked })).toMatchObject({
      sources: 2,
      types: 1,
      points: 4,
      parts: 1,
    });
    const { taskIds } = await orderExport(ctx, { studyId: tenant.studyId, order: asked });
    await runTasks(test.runtime);
    expect([...(await readResult(ctx, taskIds[0]!)).keys()]).toEqual([
      'pdk-device-battery/a.txt',
      'pdk-device-battery/c.txt',
      'CAIRN-MANIFEST',
    ]);
    expect((await listExports(ctx, { studyId: tenant.studyId })).items.map((task) => task.id)).toEqual(taskIds);
    const again = await getExportOrder(ctx, taskIds[0]!);
    expect(again).toMatchObject({
      studyId: tenant.studyId,
      order: { types: null, sourceIds: [sources[0]!.id], groupIds: [groupId] },
    });
  });

  it('pdk-30 are split by size; each part says which of how many, and its requester is told by mail', async () => {
    const tenant = await test.aTenant();
    const timestamps = Array.from({ length: 900 }, (_, index) => at + index);
    for (const source of ['A', 'B', 'C'])
      await test.send(
        tenant,
        timestamps.map((timestamp) => ({ source, timestamp })),
      );
    const userId = newId();
    await test.runtime.db.execute(
      sql`INSERT INTO users (id, email, name) VALUES (${userId}, ${`${userId}@example.org`}, 'Ada')`,
    );
    const ctx = test.as(tenant, { ...aPerson(['passive.export']), id: userId } as Actor);
    const taskIds = await test.order(ctx, tenant, { partPoints: 1_800, prefix: 'trial', suffix: 'x' });
    expect(taskIds).toHaveLength(2);
    const sent: MailMessage[] = [];
    const mail = {
      canSend: true,
      send: (message: MailMessage) => Promise.resolve(void sent.push(message)),
      close: () => undefined,
    };
    await runTasks({ ...test.runtime, mail });
    const tasks = await Promise.all(taskIds.map((id) => getTask(ctx, id)));
    expect(tasks.map((task) => task.title)).toEqual([
      'Export of 1 type of 2 sources (1 of 2)',
      'Export of 1 type of 1 source (2 of 2)',
    ]);
    expect(tasks[1]?.resultFile?.name).toMatch(/^trial_[0-9a-f]{8}-2_x\.zip$/);
    expect(sent.map((message) => [message.to, message.subject])).toEqual(
      [1, 2].map((part) => [`${userId}@example.org`, `[Cairn] Your export is ready (${String(part)} of 2)`]),
    );
    expect(sent[0]?.text).toContain(`Download it at ${test.runtime.config.publicUrl}/tasks/${taskIds[0]!}`);
    expect([...(await readResult(ctx, taskIds[1]!)).keys()]).toEqual(['pdk-device-battery/c.txt', 'CAIRN-MANIFEST']);
  });

  it('pdk-30 that name what is not there are refused, field by field', async () => {
    const tenant = await test.aTenant();
    await test.send(tenant, [{}]);
    const other = await anotherStudy(test.runtime.db, tenant);
    await test.send(other, [{ source: 'elsewhere' }]);
    const [foreign] = await test.runtime.db.query(
      z.object({ id: z.string() }),
      sql`SELECT id FROM sources WHERE organization_id = ${tenant.organizationId} AND identifier = 'elsewhere'`,
    );
    const ctx = test.as(tenant);
    await expect(test.order(ctx, tenant, { sourceIds: [foreign!.id] })).rejects.toMatchObject({
      code: 'input_invalid',
      fields: { sourceIds: expect.any(String) as string },
    });
    await expect(test.order(ctx, tenant, { types: ['pdk-locatoin'] })).rejects.toMatchObject({
      code: 'input_invalid',
      fields: { types: expect.stringContaining('pdk-locatoin') as string },
    });
    await expect(test.order(ctx, await anotherStudy(test.runtime.db, tenant), {})).rejects.toMatchObject({
      code: 'input_invalid',
    });
    expect(exportOrderSchema.safeParse({ from: '2026-08-03', to: '2026-08-02' }).success).toBe(false);
    expect(exportOrderSchema.safeParse({ from: '03/08/2026' }).success).toBe(false);
    expect(exportOrderSchema.safeParse({ timeZone: 'Mars/Olympus' }).success).toBe(false);
  });

  it('pdk-30 need the permission in the study, at the order and at the download; both are audited', async () => {
    const tenant = await test.aTenant();
    await test.send(tenant, [{}]);
    const other = await anotherStudy(test.runtime.db, tenant);
    const there = test.as(tenant, aPerson(['passive.export'], other.studyId));
    await expect(test.order(there, tenant, {})).rejects.toMatchObject({ code: 'permission_missing' });
    const here = test.as(tenant, aPerson(['passive.export'], tenant.studyId));
    const [taskId] = await test.order(here, tenant, {});
    await runTasks(test.runtime);
    const reader = test.as(tenant, aPerson(['tasks.read', 'passive.read']));
    await expect(openTaskResult(reader, { taskId: taskId! })).rejects.toMatchObject({ code: 'permission_missing' });
    await expect(openTaskResult(there, { taskId: taskId! })).rejects.toMatchObject({ code: 'not_found' });
    await readResult(here, taskId!);
    const actions = await test.runtime.db.query(
      z.object({ action: z.string() }),
      sql`SELECT action FROM audit_events WHERE organization_id = ${tenant.organizationId} ORDER BY at, id`,
    );
    expect(actions.map((event) => event.action)).toEqual(['export.order', 'task.download']);
  });

  it('pdk-30 come with a manifest: rows, bytes and checksum of each file', async () => {
    const tenant = await test.aTenant();
    await test.send(tenant, [{ timestamp: at }, { timestamp: at + 1 }]);
    const archive = await test.exported(test.as(tenant), tenant, { from: '2026-08-01' });
    const manifest = manifestOf(archive);
    expect(manifest.archive).toMatch(/^pdk_export_final_[0-9a-f]{8}_2026-08-01\.zip$/);
    const table = Buffer.from(archive.get('pdk-device-battery/p-1.txt')!);
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', table)).toString('hex');
    expect(manifest.files).toEqual([
      expect.objectContaining({
        name: 'pdk-device-battery/p-1.txt',
        rows: 2,
        sizeBytes: table.length,
        sha256: digest,
        isComplete: true,
      }),
    ]);
  });
});

describe('pdk-30 what goes wrong', () => {
  it('pdk-30 a type that cannot be written is named in log, manifest and state; the others are whole', async () => {
    const tenant = await test.aTenant();
    await test.send(tenant, [
      { type: 'custom', members: { x: 1 } },
      { type: 'pdk-device-battery', members: { level: 9 } },
    ]);
    await test.runtime.db.execute(
      sql`DELETE FROM point_envelopes WHERE organization_id = ${tenant.organizationId} AND metadata ->> 'generator-id' = 'custom'`,
    );
    const ctx = test.as(tenant);
    const [taskId] = await test.order(ctx, tenant, {});
    await runTasks(test.runtime);
    const task = await getTask(ctx, taskId!);
    expect(task).toMatchObject({
      state: 'failed',
      error: { code: 'export_incomplete' },
      can: { download: true, retry: true },
    });
    expect(task.error?.detail).toContain('custom');
    expect(
      (await listTaskLog(ctx, { taskId: taskId! })).items.some(
        (line) => line.level === 'error' && line.message.includes('custom'),
      ),
    ).toBe(true);
    const archive = await readResult(ctx, taskId!);
    expect(readTable(archive.get('pdk-device-battery/p-1.txt')!)[1]?.[5]).toBe('9');
    const manifest = manifestOf(archive);
    expect(manifest.problems.map((problem) => problem.type)).toEqual(['custom']);
    expect(manifest.files.map((file) => [file.name, file.isComplete])).toEqual([
      ['custom.txt', false],
      ['pdk-device-battery/p-1.txt', true],
    ]);
  });

  it('pdk-30 an export stopped half-way leaves no file, even when the store takes nothing more', async () => {
    const { organizationId, studyId } = await fillDataset(test.runtime.db, { points: 60_000, sources: 6 });
    const tenant: Tenant = { organizationId, studyId, studyKey: '' };
    const ctx = test.as(tenant);
    const [taskId] = await test.order(ctx, tenant, { formats: ['raw'] });
    let taken = 0;
    const worker = runTasks(withSlowStore(test.runtime, (bytes) => (taken += bytes)));
    await vi.waitFor(() => {
      expect(taken).toBeGreaterThan(0);
    }, 30_000);
    await stopTask(ctx, taskId!);
    await worker;
    expect(await getTask(ctx, taskId!)).toMatchObject({ state: 'stopped', resultFile: null });
    await expect(test.runtime.blobs.size(`${organizationId}/tasks/${taskId!}/1`)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

/** A blob store that takes a piece and then waits: long enough for a person to press stop. */
function withSlowStore(runtime: Runtime, took: (bytes: number) => void): Runtime {
  const slow = () =>
    new Transform({
      transform(bytes: Buffer, _encoding, done) {
        took(bytes.length);
        void wait(20_000, undefined, { ref: false }).then(() => {
          done(null, bytes);
        });
      },
    });
  return {
    ...runtime,
    context: (options) => {
      const ctx = runtime.context(options);
      const put: typeof ctx.blobs.put = (key, content) => {
        const source = content instanceof Readable ? content : Readable.from([content]);
        const target = slow();
        source.on('error', (error) => target.destroy(error));
        return ctx.blobs.put(key, source.pipe(target));
      };
      return { ...ctx, blobs: { ...ctx.blobs, put } };
    },
  };
}

it('pdk-30 a job of an older version is refused, not half done', async () => {
  const wrong = compileExport.execute({} as never, { orderId: 'x' });
  await expect(wrong).rejects.toMatchObject({ code: 'input_invalid' });
  await expect(readArchive(Buffer.from('not a zip'))).rejects.toThrow();
});
