import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const root = join(import.meta.dirname, '../..');
const readyTimeoutMs = 90_000;

/** The processes that `up` keeps, by a part of their command line. */
const processNames = { database: 'embedded-server.ts', web: 'gateway/web.ts', jobs: 'jobs/index.ts' } as const;

/** A platform run by `up`, as its operator has it: real processes, a data folder, a port. Needs a build of the pages. */
export class SupervisedPlatform {
  readonly dataDir: string;
  readonly url: string;
  private readonly env: NodeJS.ProcessEnv;
  private supervisor: ChildProcess | undefined;
  private output = '';

  private constructor(dataDir: string, port: number, env: Record<string, string>) {
    this.dataDir = dataDir;
    this.url = `http://127.0.0.1:${String(port)}`;
    const { CAIRN_TEST_DATABASE_URL: _unused, ...outer } = process.env;
    this.env = { ...outer, PORT: String(port), CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'error', ...env };
  }

  /** On a new data folder below `parent`. */
  static async create(env: Record<string, string> = {}, parent = tmpdir()): Promise<SupervisedPlatform> {
    if (!existsSync(join(root, '.next/BUILD_ID'))) throw new Error('build the pages first: npm run build');
    return new SupervisedPlatform(await mkdtemp(join(parent, 'cairn-up-')), await freePort(), env);
  }

  /** Everything the supervisor has said. */
  get said(): string {
    return this.output;
  }

  /** Runs `up` until it says that it is ready; gives the milliseconds it took. */
  async start(): Promise<number> {
    const startedAt = Date.now();
    this.output = '';
    const child = spawn(process.execPath, ['lib/commands/up.ts'], {
      cwd: root,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.supervisor = child;
    const listen = (chunk: Buffer) => (this.output += chunk.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    while (!this.output.includes('Cairn is ready at http')) {
      if (child.exitCode !== null) throw new Error(`up ended with ${String(child.exitCode)}:\n${this.output}`);
      if (Date.now() - startedAt > readyTimeoutMs) throw new Error(`up is not ready:\n${this.output}`);
      await sleep(50);
    }
    return Date.now() - startedAt;
  }

  /** SIGTERM, as a service manager stops it; gives the exit status. */
  async stop(): Promise<number | null> {
    const child = this.supervisor;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const exited = once(child, 'exit') as Promise<[number | null]>;
    child.kill('SIGTERM');
    return (await exited)[0];
  }

  /** Process id of one of the kept processes; undefined while it is not there. */
  pidOf(name: keyof typeof processNames): number | undefined {
    return this.childPids().find((pid) => commandLine(pid).includes(processNames[name]));
  }

  /** kill -9 of one process. */
  kill(name: keyof typeof processNames): void {
    const pid = this.pidOf(name);
    if (pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, 'SIGKILL');
  }

  /** kill -9 of the supervisor; resolves when its processes have ended by themselves. */
  async killSupervisor(): Promise<void> {
    const pids = this.childPids();
    this.supervisor?.kill('SIGKILL');
    while (pids.some((pid) => isRunning(pid))) await sleep(50);
  }

  /** Runs a command of the command line beside the platform. */
  cairn(...words: string[]): CommandResult {
    return runCommand(words, this.env);
  }

  /** The same from another terminal, where nothing but the data folder is known. */
  cairnElsewhere(...words: string[]): CommandResult {
    const { PORT: _unused, ...env } = this.env;
    return runCommand(words, env);
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private childPids(): number[] {
    const pid = this.supervisor?.pid;
    if (pid === undefined || !isRunning(pid)) return [];
    const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
    return children === '' ? [] : children.split(' ').map(Number);
  }
}

interface CommandResult {
  readonly status: number | null;
  readonly data: unknown;
  readonly text: string;
}

function runCommand(words: readonly string[], env: NodeJS.ProcessEnv): CommandResult {
  const options = { cwd: root, env, encoding: 'utf8' } as const;
  const result = spawnSync(process.execPath, ['lib/commands/cairn.ts', ...words, '--json'], options);
  return { status: result.status, data: parseOrNull(result.stdout), text: result.stdout + result.stderr };
}

function commandLine(pid: number): string {
  return existsSync(`/proc/${String(pid)}`) ? readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8') : '';
}

/** A killed process that nobody has waited for yet (a zombie) does not run. */
function isRunning(pid: number): boolean {
  const path = `/proc/${String(pid)}/stat`;
  return existsSync(path) && !/\) Z /.test(readFileSync(path, 'utf8'));
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
