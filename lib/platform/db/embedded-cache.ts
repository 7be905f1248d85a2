import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { rootDir } from '../process/root-dir.ts';

const migrationsDir = join(rootDir, 'prisma/migrations');

/**
 * A folder of this user for what is costly to make and can always be made again; its name changes with `key`.
 * Falls back to `node_modules/.cache` when the home folder cannot be written.
 */
export function cacheFolder(name: string): string {
  const candidates = [
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cairn'),
    join(rootDir, 'node_modules/.cache/cairn'),
  ];
  for (const base of candidates) {
    const folder = join(base, name);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch (error) {
      if (base === candidates.at(-1)) throw error;
    }
  }
  throw new Error('no folder for cached files');
}

/** Changes when an engine package or a migration does. */
export function templateKey(): string {
  const hash = createHash('sha256').update(enginePackagesKey());
  for (const name of readdirSync(migrationsDir).sort()) {
    if (name.endsWith('.toml')) continue;
    hash.update(name).update(readFileSync(join(migrationsDir, name, 'migration.sql')));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Changes when an engine package does. */
export function enginePackagesKey(): string {
  const lock = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const names = ['@electric-sql/pglite', '@electric-sql/pglite-postgis', 'graphile-worker'];
  return names.map((name) => `${name}@${lock.dependencies[name] ?? ''}`).join(' ');
}

/** Path of a file of an installed package, found through its main file. */
export function packageFile(packageName: string, relativeToMain: string): string {
  return join(createRequire(import.meta.url).resolve(packageName), '..', relativeToMain);
}
