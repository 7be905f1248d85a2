import { createIssue } from '#lib/sources/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** An issue about a source, for requests that name one; gives its id. */
export async function makeIssue(ctx: Context, sourceId: string, name: string): Promise<string> {
  return (await createIssue(ctx, { sourceId, kinds: ['storage'], description: `${name} is full`, tags: '' })).id;
}

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
