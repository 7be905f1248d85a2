import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endWithParent, tellParent } from '../process/end-with-parent.ts';
import { embeddedSocketDir } from './embedded-address.ts';
import { copyTemplate, serveEngine } from './embedded-template.ts';
import { takeLock } from './folder-lock.ts';

/** Exit status when another process has the data folder's database open. */
const busyStatus = 3;

/** How long clients may go on when the supervisor is gone, in milliseconds. */
const drainMs = 8_000;

/** The embedded database as a process: `node embedded-server.ts <data folder>`. */
async function main(dataDir: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = takeLock(join(dataDir, 'database.lock'));
  if (!lock) {
    tellParent({ state: 'busy' });
    process.exit(busyStatus);
  }
  const folder = join(dataDir, 'database');
  if (!existsSync(folder)) await copyTemplate(folder, { durable: true });
  const served = await serveEngine(folder, embeddedSocketDir(dataDir), { durable: true });
  endWithParent(async (reason) => {
    // A supervisor that was killed could not let its other processes end first: they get the time to.
    if (reason === 'parent gone') await served.untilUnused(drainMs);
    await served.close();
    lock.release();
  });
  tellParent({ state: 'ready' });
}

await main(process.argv[2] ?? 'data');
