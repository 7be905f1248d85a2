import { openRuntime, setRuntime, type ProcessName, type Runtime } from '#lib/platform/runtime.ts';
import { keepPlatformAddress } from '#lib/platform/config/platform-address.ts';
import { endWithParent } from '#lib/platform/process/end-with-parent.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { startFrontDoor } from './front-door.ts';

export interface ServeOptions {
  readonly process: Extract<ProcessName, 'web' | 'ingest'>;
  /** With the pages. */
  readonly next: boolean;
}

/** A process that serves until it is told to stop (SIGTERM, SIGINT), and then ends without leaving work half done. */
export async function serve({ process: name, next }: ServeOptions): Promise<void> {
  const runtime = await openRuntime({ process: name }).catch(exitWithProblem);
  setRuntime(runtime);
  const { port, host } = runtime.config;
  const door = await startFrontDoor({ runtime, port, host, next });
  runtime.log.info({ url: door.url }, 'listening');
  if (next) keepAddress(runtime);
  endWithParent(async (reason) => {
    runtime.log.info({ reason }, 'stopping');
    await door.close();
    await runtime.close();
  });
}

/** A full disk must not keep the doors closed: commands then print the address of the defaults. */
function keepAddress({ config, log }: Runtime): void {
  try {
    keepPlatformAddress(config);
  } catch (error) {
    log.warn({ err: error }, 'the address of this platform could not be written down for commands');
  }
}

/** What a person can mend is said plainly, without a stack. */
function exitWithProblem(error: unknown): never {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
