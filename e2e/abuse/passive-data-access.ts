import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Routes about whole sources, who read what, and versions of configurations; part of the access matrix. */
export function passiveDataAccess({
  sourceId,
  studyId,
  configurationId,
  noId,
}: Things): Readonly<Record<string, Access>> {
  const source = { id: sourceId };
  const erase = { who: 'sources.erase', params: source } as const;
  const rule = { types: ['no-such-type'] };
  const configure = { who: 'passive.configure' } as const;
  const configuration = { ...configure, params: { id: configurationId } };
  const file = { kind: 'cairn-device-configurations', formatVersion: 1, configurations: [] };
  return {
    'GET /api/cairn/v1/configurations/{id}/versions': configuration,
    'POST /api/cairn/v1/configurations/{id}/restore': { ...configuration, body: { version: 99 }, ok: 404 },
    'GET /api/cairn/v1/configurations/export': { ...configure, query: { studyId } },
    'POST /api/cairn/v1/configurations/import': { ...configure, body: { studyId, file, isDryRun: true } },
    'GET /api/cairn/v1/bundle-traces': { who: 'passive.read' },
    'GET /api/cairn/v1/sources/{id}/withings': { who: 'sources.read', params: source },
    // No account is linked.
    'DELETE /api/cairn/v1/sources/{id}/withings': { who: 'sources.manage', params: source, ok: 404 },
    'POST /api/cairn/v1/sources/{id}/withings/pull': { who: 'sources.manage', params: source, ok: 404 },
    'GET /api/cairn/v1/access-records': { who: 'audit.read' },
    'GET /api/cairn/v1/sources/{id}/erase': erase,
    'POST /api/cairn/v1/sources/{id}/erase': { ...erase, body: { expectedPoints: 987_654 }, ok: 409 },
    'POST /api/cairn/v1/sources/{id}/merge': { ...erase, body: { intoId: noId }, ok: 404 },
    'POST /api/cairn/v1/sources/{id}/merge/plan': { ...erase, body: { intoId: noId }, ok: 404 },
    'POST /api/cairn/v1/sources/{id}/split': { ...erase, body: { rule, newIdentifier: 'part' }, ok: 400 },
    'POST /api/cairn/v1/sources/{id}/split/plan': { ...erase, body: { rule } },
  };
}
