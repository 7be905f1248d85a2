import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

/** Licences under which anybody may use, change and pass on what we ship. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT AND ISC AND BSD-3-Clause',
  '(MIT OR CC0-1.0)',
  'MIT and ISC',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
]);

/** What we ship under another licence or one the package does not name, and why. See docs/third-party.md. */
const exceptions: Readonly<Record<string, string>> = {
  'react-leaflet': 'Hippocratic-2.1: prescribed; kept inside components/map and named in the README',
  '@react-leaflet/core': 'Hippocratic-2.1: part of react-leaflet',
  busboy: 'MIT, in its LICENSE file',
  streamsearch: 'MIT, in its LICENSE file',
  ssh2: 'MIT, in its LICENSE file',
  'cpu-features': 'MIT, in its LICENSE file; an optional part of ssh2',
  buildcheck: 'MIT, in its LICENSE file; builds cpu-features',
  elkjs: 'EPL-2.0: comes with the command line of Prisma, not part of what runs',
};

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ license: z.unknown().optional(), dev: z.boolean().optional() })),
});

it('platform: everything we ship has a licence that we accept, or an exception with a reason', async () => {
  const text = await readFile(resolve(import.meta.dirname, '../../package-lock.json'), 'utf8');
  const { packages } = lockSchema.parse(JSON.parse(text));
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const refused = shipped.flatMap(([path, { license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    // libvips, which sharp (an optional part of Next) links to at run time, is LGPL; we ship it unchanged.
    const isSharp = name.startsWith('@img/sharp-') && String(license).includes('LGPL-3.0-or-later');
    const isFine = accepted.has(String(license)) || name in exceptions || isSharp;
    return isFine ? [] : [`${name}: ${String(license)}`];
  });
  expect(refused).toEqual([]);
  expect(shipped.length).toBeGreaterThan(100);
});
