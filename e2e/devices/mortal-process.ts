import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A process of the platform that is started again whenever it dies, as a service manager would. */
export class MortalProcess {
  readonly #script: string;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess;
  #isStopping = false;
  /** How often it was killed. */
  deaths = 0;

  constructor(script: string, env: NodeJS.ProcessEnv) {
    this.#script = script;
    this.#env = env;
    this.#child = this.#start();
  }

  /** SIGKILL: no clean-up of any kind. */
  kill(): void {
    this.#child.kill('SIGKILL');
    this.deaths += 1;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [this.#script], {
      cwd: root,
      env: this.#env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('exit', () => {
      if (!this.#isStopping) this.#child = this.#start();
    });
    return child;
  }
}
