import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { backdateMinutes } from '../data/intake-series.sql.ts';

/**
 * Counts what was processed in the minutes in which it was received, as if processing had been there at the time: for an
 * organization whose past was sent all at once. Errors: `permission_missing`. Cost: one pass over its bundles.
 */
export async function backdateProcessing(ctx: Context): Promise<void> {
  requireVerb(ctx, 'organization.manage');
  await ctx.db.transaction(() => backdateMinutes(ctx));
}
