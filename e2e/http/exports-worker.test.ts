import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { exportOrderSchema, orderExport } from '#lib/exports/index.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId, type TaskId } from '#lib/platform/ids.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { getTask, listTaskLog, openTaskResult } from '#lib/platform/tasks/index.ts';
import { fillDataset } from '../bench/dataset.ts';
import { readArchive, readTable } from '../harness/archive.ts';
import { openTestDatabase, withDatabaseName } from '../harness/test-database.ts';

// Real worker processes, killed in the middle: on the embedded database's own server process, or on the server.

let dataDir: string;
let env: Record<string, string>;
let serverDb: Database | null = null;
let runtime: Runtime;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cairn-worker-'));
  env = { CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'silent', CAIRN_SECRET: 'a secret for the workers of this test' };
  const serverUrl = process.env['CAIRN_TEST_DATABASE_URL'] ?? '';
  if (serverUrl !== '') {
    serverDb = await openTestDatabase();
    const [row] = await serverDb.query(z.object({ name: z.string() }), sql`SELECT current_database() AS name`);
    env['DATABASE_URL'] = withDatabaseName(serverUrl, row?.name ?? '');
  }
  runtime = await openRuntime({ process: 'web', config: loadConfig(env) });
  await migrate(runtime.db);
});

afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await runtime.close();
  await serverDb?.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** So many that a worker is still busy when it is killed. */
const enoughPoints = () => (runtime.db.kind === 'server' ? 150_000 : 30_000);

function startWorker(): ChildProcess {
  const worker = spawn(process.execPath, ['jobs/index.ts'], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
    cwd: join(import.meta.dirname, '../..'),
  });
  workers.push(worker);
  return worker;
}

async function kill(worker: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const gone = once(worker, 'exit');
  worker.kill(signal);
  await gone;
}

async function orderOf(points: number): Promise<{ readonly ctx: Context; readonly taskId: TaskId }> {
  const { organizationId, studyId } = await fillDataset(runtime.db, { points, sources: 5 });
  const actor = { kind: 'system', label: 'test' } as const;
  const ctx = runtime.context({ organizationId, actor, requestId: newId() });
  const order = exportOrderSchema.parse({ formats: ['tables', 'raw'] });
  const { taskIds } = await orderExport(ctx, { studyId, order });
  return { ctx, taskId: taskIds[0]! };
}

/** Files that were begun and are not in their place. */
async function drafts(): Promise<string[]> {
  const names = await readdir(join(dataDir, 'blobs'));
  return names.filter((name) => name.startsWith('.draft-'));
}

const untilHalfDone = (ctx: Context, taskId: TaskId) =>
  vi.waitFor(
    async () => {
      expect((await getTask(ctx, taskId)).state).toBe('running');
      // The archive itself, not the progress told once a second: a fast machine is done before it says so.
      const [draft] = await drafts();
      const { size } = await stat(join(dataDir, 'blobs', draft ?? 'none yet'));
      expect(size).toBeGreaterThan(0);
    },
    { timeout: 60_000, interval: 50 },
  );

describe('pdk-30 a worker killed in the middle of an export', () => {
  it('pdk-30 has its export finished by another within a minute; each row is there once, and nothing of the first remains', async () => {
    const points = enoughPoints();
    const { ctx, taskId } = await orderOf(points);
    const first = startWorker();
    await untilHalfDone(ctx, taskId);
    await kill(first, 'SIGKILL');
    const killedAt = Date.now();
    expect(await drafts()).toHaveLength(1);
    expect(await getTask(ctx, taskId)).toMatchObject({ state: 'running', attempt: 1 });
    const second = startWorker();
    await vi.waitFor(
      async () => {
        expect((await getTask(ctx, taskId)).attempt).toBe(2);
      },
      { timeout: 70_000, interval: 250 },
    );
    expect(Date.now() - killedAt).toBeLessThan(60_000);
    await vi.waitFor(
      async () => {
        expect((await getTask(ctx, taskId)).state).toBe('succeeded');
      },
      { timeout: 150_000, interval: 250 },
    );
    await kill(second, 'SIGTERM');
    expect(await drafts()).toEqual([]);
    const log = await listTaskLog(ctx, { taskId });
    expect(log.items.some((line) => line.level === 'warning')).toBe(true);
    const file = await openTaskResult(ctx, { taskId });
    const bytes = Buffer.concat((await (await file.open()).toArray()) as Buffer[]);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    const archive = await readArchive(bytes);
    const tables = [...archive].filter(([name]) => name.endsWith('.txt'));
    expect(tables.reduce((rows, [, text]) => rows + readTable(text).length - 1, 0)).toBe(points);
  }, 300_000);

  it('pdk-30 gives it back when it is told to end, and another goes on at once', async () => {
    const { ctx, taskId } = await orderOf(enoughPoints());
    const first = startWorker();
    await untilHalfDone(ctx, taskId);
    await kill(first, 'SIGTERM');
    expect(await getTask(ctx, taskId)).toMatchObject({ state: 'queued', attempt: 1 });
    const second = startWorker();
    await vi.waitFor(
      async () => {
        expect((await getTask(ctx, taskId)).state).toBe('succeeded');
      },
      { timeout: 150_000, interval: 250 },
    );
    await kill(second, 'SIGTERM');
  }, 300_000);
});
