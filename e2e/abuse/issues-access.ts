import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about device issues; part of the access matrix. */
export function issuesAccess({ issueId, sourceId }: Things): Readonly<Record<string, Access>> {
  const read = { who: 'sources.read' } as const;
  const manage = { who: 'sources.manage' } as const;
  return {
    'GET /api/cairn/v1/issues': read,
    'GET /api/cairn/v1/issues/manufacturers': read,
    'GET /api/cairn/v1/issues/export': read,
    'GET /api/cairn/v1/issues/{id}': { ...read, params: { id: issueId } },
    'POST /api/cairn/v1/issues': { ...manage, body: { sourceId, description: 'It does not start.' }, ok: 201 },
    'PATCH /api/cairn/v1/issues/{id}': { ...manage, params: { id: issueId }, body: { state: 'resolved' } },
  };
}
