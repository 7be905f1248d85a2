import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../problems/problem.ts';
import { startChild, stopChild } from '../process/child-process.ts';
import { isOrphan } from '../process/end-with-parent.ts';
import { openEmbeddedDatabase } from './connection.ts';
import type { Database } from './database.ts';
import { embeddedAddress, socketName } from './embedded-address.ts';
import { rootDir } from '../process/root-dir.ts';

/** The server's script. */
export const embeddedServerScript = join(rootDir, 'lib/platform/db/embedded-server.ts');

/** Set for the children of a supervisor that runs the database: they wait for it and never start their own. */
export const joinVariable = 'CAIRN_JOIN_DATABASE';

/** The first start makes the template; a restart takes a second. */
const startTimeoutMs = 120_000;
const pollMs = 100;

/** An open embedded database; `end` stops the server when this call started it. */
export interface ReachedDatabase {
  readonly db: Database;
  /** This call started the server. */
  readonly isOwn: boolean;
  end(): Promise<void>;
}

/** Joins the database of a data folder when one runs; else starts one that ends with this process. */
export async function reachEmbedded(dataDir: string): Promise<ReachedDatabase> {
  const deadline = Date.now() + startTimeoutMs;
  const mayStart = process.env[joinVariable] === undefined;
  for (;;) {
    if (await isListening(dataDir))
      return { db: openEmbeddedDatabase(embeddedAddress(dataDir)), isOwn: false, end: () => Promise.resolve() };
    if (mayStart) {
      const end = await startEmbedded(dataDir);
      if (end) return { db: openEmbeddedDatabase(embeddedAddress(dataDir)), isOwn: true, end };
    }
    // A supervisor that has gone will not start it any more.
    const isAlone = !mayStart && isOrphan();
    if (isAlone || Date.now() > deadline) {
      throw new Problem('database_unavailable', { detail: `The embedded database in ${dataDir} does not answer.` });
    }
    await sleep(pollMs);
  }
}

/** Whether a database of this data folder takes connections. */
export async function isListening(dataDir: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(join(embeddedAddress(dataDir).socketDir, socketName));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** Starts the server; gives what stops it, or null when another process has the folder open. */
async function startEmbedded(dataDir: string): Promise<(() => Promise<void>) | null> {
  const child = startChild({ script: embeddedServerScript, args: [dataDir] });
  const state = await new Promise<string>((resolve) => {
    child.once('message', (message: { state: string }) => {
      resolve(message.state);
    });
    child.once('exit', () => {
      resolve('ended');
    });
  });
  if (state === 'busy') return null;
  if (state !== 'ready')
    throw new Problem('database_unavailable', { detail: `The embedded database in ${dataDir} did not start.` });
  // Neither the child nor the channel keeps a command alive that is done.
  child.unref();
  child.channel?.unref();
  return () => stopChild(child);
}
