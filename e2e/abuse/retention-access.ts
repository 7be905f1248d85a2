import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about how long points are kept; part of the access matrix. */
export function retentionAccess({ studyKey, noId }: Things): Readonly<Record<string, Access>> {
  const manage = { who: 'studies.manage' } as const;
  // Longer than anything here has been: what other requests name must stay.
  const rule = { study: studyKey, type: 'never-sent', keepDays: 36_500 };
  return {
    'GET /api/cairn/v1/cold-months': { who: 'passive.read' },
    'GET /api/cairn/v1/installation/months': { who: 'administrator', stranger: 403 },
    'POST /api/cairn/v1/installation/months/freeze': {
      who: 'administrator',
      body: { month: '2015-01' },
      ok: 404,
      stranger: 403,
    },
    'GET /api/cairn/v1/point-retention': { ...manage, query: { study: studyKey } },
    'PUT /api/cairn/v1/point-retention': { ...manage, body: rule },
    'POST /api/cairn/v1/point-retention/preview': { ...manage, body: rule },
    'POST /api/cairn/v1/point-retention/run': { ...manage, body: { study: studyKey }, ok: 202 },
    'DELETE /api/cairn/v1/point-retention/{id}': { ...manage, params: { id: noId }, ok: 404 },
  };
}
