import type { Context } from '#lib/platform/context.ts';
import { selectIdsOfClients, selectIdsOfLegacy, selectLegacyOfIds } from '../data/legacy-ids.sql.ts';
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

/** The integers by which an old protocol names things of ours. */
export function legacyOfIds(
  ctx: Context,
  kind: LegacyKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return selectLegacyOfIds(registryScope(ctx), kind, ids);
}

/** Our ids of units of a version that devices made, by the names that devices gave them; as {@link idsOfLegacy}. */
export function idsOfClients(
  ctx: Context,
  versionId: string,
  clientUuids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return selectIdsOfClients(registryScope(ctx), versionId, clientUuids);
}
