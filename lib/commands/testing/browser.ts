import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where the browser of the page tests is: `CAIRN_CHROMIUM`, else Debian's. */
export function browserPath(): string {
  return process.env['CAIRN_CHROMIUM'] ?? '/usr/bin/chromium';
}

/** Installs Debian's Chromium where it is missing and may be installed; returns what to tell the person when it cannot. */
export function ensureBrowser(): string | null {
  if (existsSync(browserPath())) return null;
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!isDebianRoot) return `There is no browser at ${browserPath()}. Install Chromium, or name one in CAIRN_CHROMIUM.`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore', env });
  return existsSync(browserPath()) ? null : 'Chromium could not be installed from Debian’s packages.';
}
