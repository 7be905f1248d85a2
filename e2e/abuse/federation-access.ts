import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about statistics and peer servers; part of the access matrix. */
export function federationAccess({ studyId, sourceId }: Things): Readonly<Record<string, Access>> {
  const study = { who: 'studies.manage', params: { id: studyId } } as const;
  return {
    'GET /api/cairn/v1/studies/{id}/request-key': study,
    'PUT /api/cairn/v1/studies/{id}/request-key': { ...study, body: { requestKey: 'a key that peers know' } },
    'GET /api/cairn/v1/sources/{id}/performance-metadata': { who: 'passive.read', params: { id: sourceId } },
  };
}
