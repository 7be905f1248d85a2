import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about the georegistry; part of the access matrix. */
export function registryAccess({ registry }: Things): Readonly<Record<string, Access>> {
  // The matrix is read for its names alone, too: then there are no things.
  const version = (registry as Partial<Things>['registry'])?.versionId ?? '';
  return {
    'POST /api/cairn/v1/units/export': { who: 'registry.read', body: { version, format: 'csv' }, ok: 202 },
  };
}
