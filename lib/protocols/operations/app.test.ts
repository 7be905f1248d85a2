import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import { openServerDatabase } from '#lib/platform/db/connection.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { keepBeating } from '#lib/platform/process/worker-heartbeat.sql.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { createOperationsApp } from './app.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'cairn-operations-'));
const config = loadConfig({ CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'silent' });

describe('operations', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await openRuntime({ process: 'web', config, db: await openTestDatabase() });
  });
  afterAll(() => runtime.close());

  const ask = (path: string, headers: Record<string, string> = {}) =>
    createOperationsApp(runtime).request(path, { headers });

  it('platform: /health is 503 with the reason while no worker lives, 200 while one does', async () => {
    const before = await ask('/health');
    expect(before.status).toBe(503);
    expect(await before.json()).toMatchObject({ status: 'unwell', database: { ok: true }, queue: { ok: false } });
    const worker = new AbortController();
    const beating = keepBeating(runtime, worker.signal);
    await expect.poll(async () => (await ask('/health')).status).toBe(200);
    await runtime.db.execute(sql`UPDATE worker_processes SET seen_at = now() - interval '1 minute'`);
    expect((await ask('/health/')).status).toBe(503);
    expect((await ask('/_health/')).status).toBe(503);
    worker.abort();
    await beating;
  });

  it('platform: /health is 503 when the database does not answer', async () => {
    const db = openServerDatabase('postgres://nobody@127.0.0.1:9/nothing');
    const app = createOperationsApp({ ...runtime, db });
    const answer = await app.request('/health');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ database: { ok: false, reason: 'The database does not answer.' } });
    const metrics = await (await app.request('/metrics')).text();
    expect(metrics).toContain('cairn_database_up{process="web"} 0');
    await db.close();
  });

  it('reg-74 /health has what monitors of Iaso read, and fails with a failing status', async () => {
    const { VERSION, DEPLOYED_ON, ...told } = (await (await ask('/health')).json()) as Record<string, unknown>;
    const unsaid = { DEPLOYED_BY: null, IMAGE_TAG: null, IMAGE_DIGEST: null, IMAGE_CREATION: null };
    expect(told).toMatchObject({ up: 'ok', env: config.publicUrl, account_count: 0, ...unsaid });
    expect(VERSION).toMatch(/^\d+\.\d+\.\d+/);
    expect(Date.parse(String(DEPLOYED_ON))).toBeLessThanOrEqual(Date.now());
    const db = openServerDatabase('postgres://nobody@127.0.0.1:9/nothing');
    const answer = await createOperationsApp({ ...runtime, db }).request('/_health');
    expect(answer.status).toBe(503);
    const failed = (await answer.json()) as object;
    expect(failed).toMatchObject({ up: 'ok', error: 'db_fail' });
    expect(failed).not.toHaveProperty('account_count');
    await db.close();
  });

  it('reg-74 /health tells who deployed which image, when the environment says so', async () => {
    const environment = {
      CAIRN_DATA_DIR: dataDir,
      CAIRN_DEPLOYED_BY: 'Ada',
      CAIRN_IMAGE_TAG: '1.2.0',
      CAIRN_IMAGE_DIGEST: 'sha256:0a7a80',
      CAIRN_IMAGE_CREATED_AT: '2026-11-29T06:00:00Z',
    };
    const app = createOperationsApp({ ...runtime, config: loadConfig(environment) });
    expect(await (await app.request('/health/')).json()).toMatchObject({
      DEPLOYED_BY: 'Ada',
      IMAGE_TAG: '1.2.0',
      IMAGE_DIGEST: 'sha256:0a7a80',
      IMAGE_CREATION: '2026-11-29T06:00:00Z',
    });
  });

  it('platform: /metrics tells backlog and queue, with labels of closed sets', async () => {
    runtime.metrics.bundles.inc({ door: 'form', outcome: 'accepted' });
    const text = await (await ask('/metrics')).text();
    for (const line of [
      'cairn_bundles_waiting{process="web"} 0',
      'cairn_bundles_oldest_waiting_seconds{process="web"} 0',
      'cairn_queue_jobs_ready{process="web"} 0',
      'cairn_database_up{process="web"} 1',
      'cairn_bundles_total{door="form",outcome="accepted",process="web"} 1',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('platform: /metrics asks for its token when there is one', async () => {
    const guarded = { ...runtime, config: { ...config, metricsToken: 'a-long-enough-token' } };
    const app = createOperationsApp(guarded);
    expect((await app.request('/metrics')).status).toBe(401);
    expect((await app.request('/metrics', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await app.request('/metrics', { headers: { authorization: 'Bearer a-long-enough-token' } })).status).toBe(
      200,
    );
  });
});
