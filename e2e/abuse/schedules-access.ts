import type { Access } from './access.ts';
import type { Things } from './world.ts';

/**
 * Every route of our own API about exports that are ordered again and again; part of the access matrix. A schedule is
 * made by people alone, so the one here is for a study that is not there.
 */
export function schedulesAccess({ noId }: Things): Readonly<Record<string, Access>> {
  const read = { who: 'passive.export' } as const;
  const nothing = { ...read, params: { id: noId }, ok: 404 } as const;
  const rhythm = { every: 'day', hour: 4, onDay: 1, covers: 'period' };
  return {
    'GET /api/cairn/v1/export-schedules': read,
    'POST /api/cairn/v1/export-schedules': {
      ...read,
      body: { study: 'no-such-study', name: 'Nightly', order: {}, ...rhythm },
      ok: 404,
    },
    'PATCH /api/cairn/v1/export-schedules/{id}': { ...nothing, body: { isEnabled: false } },
    'DELETE /api/cairn/v1/export-schedules/{id}': nothing,
  };
}
