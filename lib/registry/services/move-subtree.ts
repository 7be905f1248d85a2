import { movePlacements } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { registryScope } from '../data/scope.ts';
import { movePaths, selectPaths } from '../data/write-units.sql.ts';

/**
 * Brings the paths of a unit that has another parent, and of everything below it, to where it stands now; roles that are
 * limited to them go along. For the transaction that gave it the parent.
 */
export async function moveSubtree(
  ctx: Context,
  { id, versionId }: { readonly id: string; readonly versionId: string },
): Promise<void> {
  const scope = registryScope(ctx);
  const from = (await selectPaths(scope, [id])).get(id);
  await movePaths(scope, versionId, id);
  const to = (await selectPaths(scope, [id])).get(id);
  if (from !== undefined && to !== undefined && from !== to) await movePlacements(ctx, { from, to });
}
