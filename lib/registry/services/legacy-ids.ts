import type { Context } from '#lib/platform/context.ts';
import { selectIdsOfLegacy } from '../data/legacy-ids.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { LegacyKind } from '../domain/legacy-kind.ts';

/**
 * Our ids of things that an old protocol names by integers; an integer of nothing here is left out. It tells nothing of
 * the things: whether the actor may see them is decided by the use-case that the ids are for.
 */
export function idsOfLegacy(
  ctx: Context,
  kind: LegacyKind,
  legacyIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  return selectIdsOfLegacy(registryScope(ctx), kind, legacyIds);
}
