import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about fidelity; part of the access matrix. */
export function fidelityAccess({ sourceId }: Things): Readonly<Record<string, Access>> {
  const settings = { expectedIntervalS: 3600, missingAfter: 2, deadAfter: 4 };
  return {
    'GET /api/cairn/v1/fidelity': { who: 'sources.read' },
    'GET /api/cairn/v1/fidelity/settings': { who: 'sources.read' },
    'PUT /api/cairn/v1/fidelity/settings': { who: 'alerts.manage', body: settings },
    'GET /api/cairn/v1/sources/{id}/fidelity': { who: 'sources.read', params: { id: sourceId } },
    'PATCH /api/cairn/v1/sources/{id}/fidelity': {
      who: 'alerts.manage',
      params: { id: sourceId },
      body: { expectedIntervalS: 600 },
      ok: 204,
    },
    'GET /api/cairn/v1/sources/{id}/fidelity/changes': { who: 'sources.read', params: { id: sourceId } },
  };
}
