import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { type FileRow, fixtureRowSchema, loadFixtures } from '#lib/sensors/index.ts';

const folder = process.env['CAIRN_SENSOR_FIXTURES'] ?? resolve(import.meta.dirname, '../../../shared/data/sensors');

/** The fixture files of the replaced server are at hand. */
export const hasSensorFixtures = existsSync(resolve(folder, 'data-fixtures.json'));

export type FixtureFile = 'user' | 'inventory' | 'data';

/** Path of one of the files. */
export function fixturePath(name: FixtureFile): string {
  return resolve(folder, `${name}-fixtures.json`);
}

/** The rows of one of the files. */
export function fixtureRows(name: FixtureFile): FileRow[] {
  const rows = z.array(fixtureRowSchema).parse(JSON.parse(readFileSync(fixturePath(name), 'utf8')));
  return rows.map((row) => ({ ...row, file: name }));
}

/** Brings rows in as `cairn sensors load` does. */
export function loadRows(runtime: Runtime, rows: readonly FileRow[]) {
  const actor = { kind: 'system', label: 'tests' } as const;
  const ctx = runtime.context({ organizationId: newId<OrganizationId>(), actor, requestId: newId() });
  return loadFixtures({ ctx, config: runtime.config }, rows);
}

/** User names and passwords of the files (managair.md 16). */
export const fixturePasswords = {
  tomTester: 'test',
  veraVersuch: 'versuch',
  horstHilfsarbeiter: 'horst',
  annaAngestellte: 'anna',
  ingoInspekteur: 'ingo',
  priskaPrueferin: 'priska',
} as const;
export type FixturePerson = keyof typeof fixturePasswords;
