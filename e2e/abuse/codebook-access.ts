import type { Access } from './access.ts';

/** Every route of our own API about the codebook; part of the access matrix. */
export function codebookAccess(): Readonly<Record<string, Access>> {
  return {
    'GET /api/cairn/v1/codebook': { who: 'passive.read' },
    // Nobody sent anything of this type.
    'PATCH /api/cairn/v1/codebook': { who: 'passive.configure', body: { type: 'no-such-type' }, ok: 404 },
    'GET /api/cairn/v1/codebook/export': { who: 'passive.read', query: { format: 'csv' } },
    'POST /api/cairn/v1/codebook/infer': { who: 'passive.configure', body: {}, ok: 202 },
  };
}
