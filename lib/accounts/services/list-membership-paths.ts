import type { Context } from '#lib/platform/context.ts';
import { listMembershipPathRows } from '../data/memberships.ts';

/**
 * The parts of the tree of places that roles are limited to (ltree paths), one for each live membership that is, without
 * names: for counting what a change of that tree affects. Checks no permission: the use-case that counts has.
 */
export function listMembershipPaths(ctx: Context): Promise<string[]> {
  return listMembershipPathRows(ctx);
}
