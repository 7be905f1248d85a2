import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Makes the data folder (private to the user) and returns its absolute path. Throws what the file system says. */
export function prepareDataDir(path: string): string {
  const dataDir = resolveDataDir(path);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return dataDir;
}

/** Absolute path of the data folder that `CAIRN_DATA_DIR` names. */
export function resolveDataDir(path: string): string {
  return resolve(path === '' ? 'data' : path);
}

/**
 * The secret kept in the data folder, made on first use. Several processes may start at once: the first link wins and
 * all read the same.
 */
export function keepSecret(dataDir: string): string {
  const path = join(dataDir, 'secret');
  const draft = `${path}.${String(process.pid)}.${randomBytes(4).toString('hex')}`;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}

/** Puts the secret of a restored installation in the place of the one made here. */
export function keepGivenSecret(dataDir: string, secret: string): void {
  const path = join(dataDir, 'secret');
  const draft = `${path}.${String(process.pid)}`;
  writeFileSync(draft, `${secret}\n`, { mode: 0o600, flush: true });
  renameSync(draft, path);
}
