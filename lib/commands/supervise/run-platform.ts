import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureFirstAdministrator } from '#lib/accounts/index.ts';
import { loadConfig, type Config } from '#lib/platform/config/config.ts';
import { embeddedServerScript, isListening, joinVariable } from '#lib/platform/db/embedded.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { introduceAdministrator } from '../introduce-administrator.ts';
import { KeptChild } from './kept-child.ts';

const root = join(import.meta.dirname, '../../..');
const healthPollMs = 100;
const healthTimeoutMs = 10_000;
/** How long a database that another command has open is waited for. */
const busyPatienceMs = 60_000;

export interface PlatformOptions {
  /** Runs after the migrations and before the doors open (the demo's data). */
  readonly prepare?: (runtime: Runtime) => Promise<void>;
  /** Runs once the platform answers; its processes are kept like the others. */
  readonly whenReady?: (platform: {
    readonly url: string;
    keep(name: string, script: string, args?: readonly string[]): void;
  }) => Promise<void>;
}

/**
 * Runs the whole platform: the embedded database when DATABASE_URL is not set, migrations, the first administrator, the
 * doors and the workers, each kept alive; ends them all on SIGTERM, SIGINT, or when whoever started this is gone.
 */
export async function runPlatform(options: PlatformOptions = {}): Promise<void> {
  const kept: KeptChild[] = [];
  endOnSignal(kept);
  try {
    const config = loadConfig(process.env);
    await requireFreePort(config);
    process.env[joinVariable] = '1';
    if (config.databaseUrl === null) await keepDatabase(config, kept);
    await prepareDatabase(config, options);
    keep(kept, 'jobs', { script: join(root, 'jobs/index.ts') });
    keep(kept, 'web', { script: join(root, 'lib/gateway/web.ts') });
    await untilHealthy(config);
    say(`Cairn is ready at ${config.publicUrl}`);
    await options.whenReady?.({
      url: config.publicUrl,
      keep: (name, script, args) => keep(kept, name, { script, args: args ?? [] }),
    });
  } catch (error) {
    say(error instanceof Problem ? error.message : String((error as Error).stack));
    await stopAll(kept);
    process.exit(1);
  }
}

interface KeptScript {
  readonly script: string;
  readonly args?: readonly string[];
}

function keep(kept: KeptChild[], name: string, what: KeptScript): KeptChild {
  const child = new KeptChild({ name, ...what, env: { NODE_ENV: 'production' }, say });
  kept.push(child);
  return child;
}

async function keepDatabase(config: Config, kept: KeptChild[]): Promise<void> {
  await waitWhileBusy(config);
  const child = keep(kept, 'database', { script: embeddedServerScript, args: [config.dataDir] });
  await child.ready();
}

/** Another command may have this data folder's database open for a moment; another platform has it for good. */
async function waitWhileBusy({ dataDir }: Config): Promise<void> {
  const deadline = Date.now() + busyPatienceMs;
  let isTold = false;
  while (await isListening(dataDir)) {
    if (!isTold) say(`Another command has the database in ${dataDir} open; waiting for it to end.`);
    isTold = true;
    if (Date.now() > deadline) {
      throw new Problem('database_unavailable', {
        detail: `Another command still has the database in ${dataDir} open. End it, or choose another CAIRN_DATA_DIR.`,
      });
    }
    await sleep(500);
  }
}

async function prepareDatabase(config: Config, { prepare }: PlatformOptions): Promise<void> {
  const runtime = await openRuntime({ process: 'command', config });
  try {
    await migrate(runtime.db);
    const administrator = await ensureFirstAdministrator(runtime);
    if (administrator) say(introduceAdministrator(administrator));
    await prepare?.(runtime);
  } finally {
    await runtime.close();
  }
}

async function requireFreePort({ port, host }: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const detail = `PORT ${String(port)} cannot be used on ${host} (${error.code ?? 'unknown'}): is Cairn running already? Set PORT to another.`;
      reject(new Problem('config_invalid', { detail, cause: error }));
    });
    probe.listen(port, host, () => {
      probe.close(() => {
        resolve();
      });
    });
  });
}

async function untilHealthy({ port }: Config): Promise<void> {
  while ((await askHealth(port)) !== 200) await sleep(healthPollMs);
}

/** Status of /health, 0 without an answer. Not with fetch, which refuses to call some ports (4190, 6000 …). */
function askHealth(port: number): Promise<number> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/health', timeout: healthTimeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('timeout', () => request.destroy()).on('error', () => resolve(0));
  });
}

function endOnSignal(kept: KeptChild[]): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    void stopAll(kept).then(() => process.exit(0));
  };
  process.on('SIGTERM', end).on('SIGINT', end).on('SIGHUP', end);
  if (process.channel) {
    process.on('disconnect', end);
    // The channel only tells of the end; it holds nothing open.
    process.channel.unref();
  }
}

/** Doors and workers first, the database they use last. */
async function stopAll(kept: KeptChild[]): Promise<void> {
  const [database, others] = [
    kept.filter((child) => child.name === 'database'),
    kept.filter((child) => child.name !== 'database'),
  ];
  await Promise.all(others.map((child) => child.stop()));
  await Promise.all(database.map((child) => child.stop()));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
