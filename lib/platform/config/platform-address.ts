import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { resolveDataDir } from './data-dir.ts';
import type { Environment } from './read-environment.ts';

const fileName = 'public-url';
/** Settings that say where the platform is, by themselves or as the name of a file. */
const ownSettings = ['CAIRN_PUBLIC_URL', 'PORT'].flatMap((name) => [name, `${name}_FILE`]);

/** Writes down where people reach this platform, for commands that are run beside it. */
export function keepPlatformAddress({ dataDir, publicUrl }: Pick<Config, 'dataDir' | 'publicUrl'>): void {
  writeFileSync(join(dataDir, fileName), `${publicUrl}\n`, { mode: 0o600 });
}

/**
 * The environment of a command: when it says nothing of where the platform is, the address is the one under which the
 * platform of this data folder started last, so that the links a command prints or mails lead there.
 */
export function withPlatformAddress(env: Environment): Environment {
  if (ownSettings.some((name) => (env[name] ?? '') !== '')) return env;
  const kept = readKept(resolveDataDir(env['CAIRN_DATA_DIR'] ?? ''));
  return kept === null ? env : { ...env, CAIRN_PUBLIC_URL: kept };
}

function readKept(dataDir: string): string | null {
  try {
    const address = readFileSync(join(dataDir, fileName), 'utf8').trim();
    return URL.canParse(address) ? address : null;
  } catch (error) {
    // No platform has started here yet; what else is wrong with the folder, the configuration says.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
