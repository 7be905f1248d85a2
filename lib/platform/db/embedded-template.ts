import { cp, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedPort, socketName } from './embedded-address.ts';
import { cacheFolder, templateKey } from './embedded-cache.ts';
import { openEmbeddedDatabase, type EmbeddedAddress } from './connection.ts';
import { openEngine } from './embedded-engine.ts';
import { EmbeddedFront } from './embedded-front.ts';
import { takeLock } from './folder-lock.ts';
import { migrate } from './migrate.ts';

/** A database of this process alone, served on a private socket. */
export interface ServedEngine {
  readonly address: EmbeddedAddress;
  /** Resolves when no client is connected, or after the patience. */
  untilUnused(patienceMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens the engine on a folder and serves it on a socket in `socketDir` (made private by the caller). */
export async function serveEngine(
  folder: string,
  socketDir: string,
  options: { readonly durable: boolean },
): Promise<ServedEngine> {
  const engine = await openEngine(folder, options);
  const front = new EmbeddedFront(engine);
  const path = join(socketDir, socketName);
  // A socket file of a killed server; whoever serves holds the lock on the data, so nobody listens on it.
  await rm(path, { force: true });
  await front.listen(path);
  return {
    address: { socketDir, port: embeddedPort },
    async untilUnused(patienceMs) {
      const deadline = Date.now() + patienceMs;
      while (front.clientCount > 0 && Date.now() < deadline) await sleep(50);
    },
    async close() {
      await front.close();
      await engine.close();
    },
  };
}

/**
 * Puts a migrated, empty database into `folder` (which must not exist): a copy of this user's template, which is made
 * on the first call (10 to 15 s) and again when the engine or a migration changes. A durable copy is on the disk before
 * anything can be built on it.
 */
export async function copyTemplate(folder: string, { durable }: { readonly durable: boolean }): Promise<void> {
  const template = join(cacheFolder('databases'), templateKey());
  if (!(await exists(template))) await makeTemplateOnce(template);
  const draft = `${folder}.${String(process.pid)}.draft`;
  await rm(draft, { recursive: true, force: true });
  await cp(template, draft, { recursive: true });
  if (durable) await flushTree(draft);
  await rename(draft, folder);
  if (durable) await flush(dirname(folder));
}

async function flushTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await flush(join(entry.parentPath, entry.name));
  }
  await flush(folder);
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}

/** One process makes it, the others wait: made side by side it would take each of them longer. */
async function makeTemplateOnce(template: string): Promise<void> {
  const path = join(cacheFolder('databases'), 'making.lock');
  for (;;) {
    const lock = takeLock(path);
    if (!lock) {
      await sleep(200);
      continue;
    }
    try {
      if (!(await exists(template))) await makeTemplate(template);
      return;
    } finally {
      lock.release();
    }
  }
}

async function makeTemplate(template: string): Promise<void> {
  const work = await mkdtemp(join(cacheFolder('databases'), 'making-'));
  const socketDir = await mkdtemp(join(tmpdir(), 'cairn-'));
  try {
    const served = await serveEngine(join(work, 'data'), socketDir, { durable: false });
    const db = openEmbeddedDatabase(served.address);
    await migrate(db);
    await db.close();
    await served.close();
    await rename(join(work, 'data'), template);
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(socketDir, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
