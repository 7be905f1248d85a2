import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about waking phones; part of the access matrix. No push service is set up there. */
export function nudgesAccess({ studyKey, sourceId }: Things): Readonly<Record<string, Access>> {
  const manage = { who: 'sources.manage' } as const;
  const settings = { study: studyKey, everyHours: null, activeDays: 14, silentHours: 0 };
  return {
    'POST /api/cairn/v1/nudges': { ...manage, body: { selection: { ids: [sourceId] } }, ok: 409 },
    'GET /api/cairn/v1/nudges/settings': { ...manage, query: { study: studyKey } },
    'PUT /api/cairn/v1/nudges/settings': { ...manage, body: settings },
    'GET /api/cairn/v1/nudges/failures': { ...manage, query: { study: studyKey } },
  };
}
