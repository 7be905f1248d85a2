import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { getSource, type Source } from '#lib/sources/index.ts';

/**
 * The source whose points the actor asks for. Throws `not_found` when it may not see the source, `permission_missing`
 * when it may see the source but not what it sent.
 */
export async function requireReadableSource(ctx: Context, sourceId: string): Promise<Source> {
  const source = await getSource(ctx, sourceId);
  requireVerb(ctx, 'passive.read', { studyId: source.studyId });
  return source;
}
