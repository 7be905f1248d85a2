import type { Context } from '#lib/platform/context.ts';
import { moveMembershipPaths } from '../data/membership-paths.sql.ts';

/**
 * Lets roles that are limited to a sub-tree follow it to its new place: `from` and `to` are ltree paths of its root. For
 * the wing that moves units; call it in the transaction of the move.
 */
export async function movePlacements(
  ctx: Context,
  paths: { readonly from: string; readonly to: string },
): Promise<void> {
  await moveMembershipPaths(ctx, paths);
}
