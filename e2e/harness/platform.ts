import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFrontDoor, type FrontDoorLimits } from '#lib/gateway/front-door.ts';
import { startProcessing } from '#lib/passive/index.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { openRuntime, setRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { openTestDatabase } from './test-database.ts';

export interface PlatformOptions {
  /** Serve the pages too; they must be built. */
  readonly next?: boolean;
  /** Run the processing loop beside the doors; else call `processUntilEmpty`. */
  readonly processing?: boolean;
  /** Environment variables of the configuration. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the front door bears. */
  readonly limits?: Partial<FrontDoorLimits>;
  /** A database instead of a fresh one; closed with the platform. */
  readonly db?: Database;
}

/** Front door and database of one test, in this process. */
export interface TestPlatform {
  /** Without a trailing slash. */
  readonly url: string;
  readonly runtime: Runtime;
  stop(): Promise<void>;
}

/** Starts the front door on the port that `env` names, else any free one, on a fresh database and data folder. */
export async function startPlatform(options: PlatformOptions = {}): Promise<TestPlatform> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cairn-platform-'));
  const config = loadConfig({ CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'silent', ...options.env });
  const runtime = await openRuntime({ process: 'web', config, db: options.db ?? (await openTestDatabase()) });
  setRuntime(runtime);
  const door = await startFrontDoor({
    runtime,
    port: options.env?.['PORT'] === undefined ? 0 : config.port,
    host: '127.0.0.1',
    next: options.next ?? false,
    limits: options.limits ?? {},
  });
  const shutdown = new AbortController();
  const processing = options.processing
    ? startProcessing(runtime, { signal: shutdown.signal, lanes: 1 })
    : Promise.resolve();
  return {
    url: door.url,
    runtime,
    async stop() {
      await door.close();
      shutdown.abort();
      await processing;
      await runtime.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
