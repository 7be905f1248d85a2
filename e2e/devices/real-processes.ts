import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadConfig } from '#lib/platform/config/config.ts';
import { joinVariable } from '#lib/platform/db/embedded.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { freePort } from '../harness/free-port.ts';
import { openTestDatabase, withDatabaseName } from '../harness/test-database.ts';
import { MortalProcess } from './mortal-process.ts';

/** Doors and workers as processes of their own on one database, each of which may be killed at any time. */
export interface RealProcesses {
  /** Of the test itself: for preparing and for looking. */
  readonly runtime: Runtime;
  readonly url: string;
  readonly processes: readonly MortalProcess[];
  stop(): Promise<void>;
}

/** Starts one door and two workers: on the server of `CAIRN_TEST_DATABASE_URL`, else on an embedded database. */
export async function startRealProcesses(): Promise<RealProcesses> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cairn-devices-'));
  const port = await freePort();
  const settings = { PORT: String(port), CAIRN_HOST: '127.0.0.1', CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'error' };
  const { runtime, databaseEnv } = await openOwnRuntime(settings);
  const { CAIRN_TEST_DATABASE_URL: _unused, ...outer } = process.env;
  const env = { ...outer, ...settings, ...databaseEnv };
  const scripts = ['lib/gateway/ingest.ts', 'jobs/index.ts', 'jobs/index.ts'];
  const processes = scripts.map((script) => new MortalProcess(script, env));
  return {
    runtime,
    url: `http://127.0.0.1:${port}`,
    processes,
    async stop() {
      await Promise.all(processes.map((each) => each.stop()));
      await runtime.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openOwnRuntime(
  settings: Record<string, string>,
): Promise<{ runtime: Runtime; databaseEnv: Record<string, string> }> {
  const serverUrl = process.env['CAIRN_TEST_DATABASE_URL'] ?? '';
  const config = loadConfig(settings);
  if (serverUrl === '') {
    const runtime = await openRuntime({ process: 'command', config });
    await migrate(runtime.db);
    return { runtime, databaseEnv: { [joinVariable]: '1' } };
  }
  const runtime = await openRuntime({ process: 'command', config, db: await openTestDatabase() });
  const [row] = await runtime.db.query(z.object({ name: z.string() }), sql`SELECT current_database() AS name`);
  return { runtime, databaseEnv: { DATABASE_URL: withDatabaseName(serverUrl, row!.name) } };
}
