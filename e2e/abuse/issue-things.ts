import { createIssue } from '#lib/sources/index.ts';
import type { Context } from '#lib/platform/context.ts';

/** An issue about a source, for requests that name one; gives its id. */
export async function makeIssue(ctx: Context, sourceId: string, name: string): Promise<string> {
  return (await createIssue(ctx, { sourceId, kinds: ['storage'], description: `${name} is full`, tags: '' })).id;
}
