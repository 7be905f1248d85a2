import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about the georegistry; part of the access matrix. */
export function registryAccess({ registry }: Things): Readonly<Record<string, Access>> {
  // The matrix is read for its names alone, too: then there are no things.
  const { versionId: version = '', ...things } = { ...(registry as Partial<Things['registry']> | undefined) };
  const child = { id: things.childUnitId ?? '' };
  return {
    'POST /api/cairn/v1/units': {
      who: 'registry.edit',
      body: { name: 'New', typeId: things.unitTypeId, parentId: things.childUnitId },
      ok: 201,
    },
    'GET /api/cairn/v1/units/{id}': { who: 'registry.read', params: child },
    'PATCH /api/cairn/v1/units/{id}': {
      who: 'registry.edit',
      params: child,
      body: { revision: 1, code: 'C' },
    },
    'GET /api/cairn/v1/units/{id}/history': { who: 'registry.read', params: child },
    'POST /api/cairn/v1/units/{id}/restore': {
      who: 'registry.restore',
      params: child,
      body: { revision: 1, changeId: things.unitChangeId },
    },
    'POST /api/cairn/v1/units/export': { who: 'registry.read', body: { version, format: 'csv' }, ok: 202 },
  };
}
