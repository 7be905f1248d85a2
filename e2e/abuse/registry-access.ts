import { defaultImpacts } from '#lib/registry/domain/pyramid.ts';
import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about the georegistry; part of the access matrix. */
export function registryAccess({ registry }: Things): Readonly<Record<string, Access>> {
  // The matrix is read for its names alone, too: then there are no things.
  const { versionId: version = '', ...things } = { ...(registry as Partial<Things['registry']> | undefined) };
  const child = { id: things.childUnitId ?? '' };
  const [pyramid, type] = [{ id: things.pyramidId ?? '' }, { id: things.unitTypeId ?? '' }];
  const [group, set] = [{ id: things.unitGroupId ?? '' }, { id: things.unitGroupSetId ?? '' }];
  const read = { who: 'registry.read' } as const;
  const edit = { who: 'registry.edit' } as const;
  const trial = { url: 'http://127.0.0.1:9', login: 'demo', password: 'secret' };
  const connection = { ...trial, name: 'National' };
  const publish = { who: 'registry.publish', body: { confirmed: defaultImpacts } } as const;
  return {
    'GET /api/cairn/v1/pyramids': read,
    'POST /api/cairn/v1/pyramids': { ...edit, body: { name: 'New' }, ok: 201 },
    'GET /api/cairn/v1/pyramids/{id}': { ...read, params: pyramid },
    'PATCH /api/cairn/v1/pyramids/{id}': { ...edit, params: pyramid, body: { description: 'New' } },
    'GET /api/cairn/v1/pyramids/{id}/connection': { ...edit, params: pyramid },
    'PUT /api/cairn/v1/pyramids/{id}/connection': { ...edit, params: pyramid, body: connection },
    'DELETE /api/cairn/v1/pyramids/{id}/connection': { ...edit, params: pyramid, ok: 204 },
    'POST /api/cairn/v1/pyramids/{id}/connection/try': { ...edit, params: pyramid, body: trial },
    'GET /api/cairn/v1/pyramids/{id}/impact': { ...read, params: pyramid },
    'POST /api/cairn/v1/pyramids/{id}/make-default': { ...publish, params: pyramid },
    'GET /api/cairn/v1/pyramids/{id}/versions': { ...read, params: pyramid },
    'POST /api/cairn/v1/pyramids/{id}/versions': { ...edit, params: pyramid, body: {}, ok: 201 },
    'GET /api/cairn/v1/pyramid-versions/{id}': { ...read, params: { id: version } },
    'PATCH /api/cairn/v1/pyramid-versions/{id}': { ...edit, params: { id: version }, body: { description: 'New' } },
    'POST /api/cairn/v1/pyramid-versions/{id}/copy': { ...edit, params: { id: version }, body: {}, ok: 202 },
    'GET /api/cairn/v1/pyramid-versions/{id}/impact': { ...read, params: { id: version } },
    'POST /api/cairn/v1/pyramid-versions/{id}/make-default': { ...publish, params: { id: version } },
    'GET /api/cairn/v1/unit-types': read,
    'POST /api/cairn/v1/unit-types': { ...edit, body: { name: 'New' }, ok: 201 },
    'GET /api/cairn/v1/unit-types/{id}': { ...read, params: type },
    'PATCH /api/cairn/v1/unit-types/{id}': { ...edit, params: type, body: { shortName: 'New' } },
    // A unit has it.
    'DELETE /api/cairn/v1/unit-types/{id}': { ...edit, params: type, ok: 409 },
    'GET /api/cairn/v1/unit-types/{id}/hierarchy': { ...read, params: type },
    'GET /api/cairn/v1/unit-groups': { ...read, query: { version } },
    'POST /api/cairn/v1/unit-groups': { ...edit, body: { name: 'New', versionId: version }, ok: 201 },
    'GET /api/cairn/v1/unit-groups/export': { ...read, query: { version } },
    'GET /api/cairn/v1/unit-groups/{id}': { ...read, params: group },
    'PATCH /api/cairn/v1/unit-groups/{id}': { ...edit, params: group, body: { name: 'New' } },
    'DELETE /api/cairn/v1/unit-groups/{id}': { ...edit, params: group },
    'POST /api/cairn/v1/unit-groups/{id}/members': { ...edit, params: group, body: { add: [things.unitId] } },
    'GET /api/cairn/v1/unit-group-sets': { ...read, query: { version } },
    'POST /api/cairn/v1/unit-group-sets': { ...edit, body: { name: 'New', versionId: version }, ok: 201 },
    'GET /api/cairn/v1/unit-group-sets/{id}': { ...read, params: set },
    'PATCH /api/cairn/v1/unit-group-sets/{id}': { ...edit, params: set, body: { name: 'New' } },
    'DELETE /api/cairn/v1/unit-group-sets/{id}': { ...edit, params: set, ok: 204 },
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
