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
    'GET /api/cairn/v1/units/{id}/children': { who: 'registry.read', params: child },
    'GET /api/cairn/v1/units/{id}/comments': { who: 'registry.read', params: child },
    'POST /api/cairn/v1/units/{id}/comments': {
      who: 'registry.read',
      params: child,
      body: { body: 'Hello', answerTo: things.unitCommentId },
      ok: 201,
    },
    // It is somebody else's.
    'DELETE /api/cairn/v1/units/{id}/comments/{commentId}': {
      who: 'registry.read',
      params: { ...child, commentId: things.unitCommentId ?? '' },
      ok: 403,
    },
    'GET /api/cairn/v1/units/{id}/images': { who: 'registry.read', params: child },
    'POST /api/cairn/v1/units/{id}/images': { who: 'registry.edit', params: child, ok: 400 },
    'GET /api/cairn/v1/units/{id}/images/{imageId}': {
      who: 'registry.read',
      params: { ...child, imageId: things.unitImageId ?? '' },
      ok: 404,
    },
    'DELETE /api/cairn/v1/units/{id}/images/{imageId}': {
      who: 'registry.edit',
      params: { ...child, imageId: things.unitImageId ?? '' },
      ok: 204,
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
