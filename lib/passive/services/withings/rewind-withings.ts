import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { rewindLinks } from '../../data/withings/links.sql.ts';

/**
 * Has all linked Withings accounts of the organization read again from an instant on, with the next fetch; what is known is not
 * stored twice. Gives the number of accounts. Errors: `permission_missing` (`sources.manage` everywhere).
 */
export async function rewindWithings(ctx: Context, from: Date): Promise<number> {
  requireVerb(ctx, 'sources.manage');
  return rewindLinks(ctx, { from, at: ctx.now() });
}
