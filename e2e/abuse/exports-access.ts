import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about where exports go; part of the access matrix. */
export function exportsAccess({ taskId, noId }: Things): Readonly<Record<string, Access>> {
  const read = { who: 'passive.export' } as const;
  const manage = { who: 'destinations.manage' } as const;
  const draft = { name: 'Front desk', settings: { kind: 'mail', recipients: ['desk@example.org'] } };
  const nothing = { params: { id: noId }, ok: 404 } as const;
  return {
    'GET /api/cairn/v1/export-destinations': read,
    'POST /api/cairn/v1/export-destinations': { ...manage, body: draft, ok: 201 },
    'PUT /api/cairn/v1/export-destinations/{id}': { ...manage, ...nothing, body: draft },
    'DELETE /api/cairn/v1/export-destinations/{id}': { ...manage, ...nothing },
    'POST /api/cairn/v1/export-destinations/{id}/try': { ...manage, ...nothing },
    'POST /api/cairn/v1/export-destinations/{id}/backup': { ...manage, ...nothing },
    'POST /api/cairn/v1/export-destinations/{id}/backup/check': { ...manage, ...nothing, body: {} },
    'POST /api/cairn/v1/export-destinations/{id}/backup/try-restore': { ...manage, ...nothing, body: {} },
    'POST /api/cairn/v1/export-destinations/{id}/backup/drop-older': { ...manage, ...nothing },
    'PUT /api/cairn/v1/export-destinations/{id}/backup/plan': { ...manage, ...nothing, body: { hour: 2 } },
    'GET /api/cairn/v1/installation/backups': { who: 'administrator', stranger: 403 },
    'GET /api/cairn/v1/export-deliveries': { ...read, query: { tasks: taskId }, stranger: 200 },
    'POST /api/cairn/v1/export-deliveries/{id}/stop': { ...read, ...nothing },
    'POST /api/cairn/v1/export-deliveries/{id}/retry': { ...read, ...nothing },
    'POST /api/cairn/v1/export-links': { who: 'public', body: { token: 'x'.repeat(43) }, ok: 404 },
    'GET /api/cairn/v1/export-links/{ticket}': {
      who: 'public',
      params: { ticket: 'v1.nothing-that-was-sealed' },
      ok: 404,
    },
  };
}
