import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about what is not kept of points; part of the access matrix. */
export function sensitiveAccess({ studyKey, sensitiveFieldId }: Things): Readonly<Record<string, Access>> {
  const configure = { who: 'passive.configure' } as const;
  const rule = { study: studyKey, type: 'never-sent', pattern: 'x' };
  return {
    'GET /api/cairn/v1/sensitive-fields': { ...configure, query: { study: studyKey } },
    'POST /api/cairn/v1/sensitive-fields': { ...configure, body: rule, ok: 201 },
    'POST /api/cairn/v1/sensitive-fields/preview': { ...configure, body: rule },
    'POST /api/cairn/v1/sensitive-fields/apply': { ...configure, body: { study: studyKey }, ok: 202 },
    'DELETE /api/cairn/v1/sensitive-fields/{id}': { ...configure, params: { id: sensitiveFieldId }, ok: 204 },
  };
}
