import { createHash } from 'node:crypto';
import type { Context } from '#lib/platform/context.ts';
import { foldMapChanges, selectMapState } from '../data/map-changes.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { UnitSelection } from '../domain/unit-list-query.ts';
import { openSelection, type OpenSelection } from './list-units.ts';

/** A selection and a key that says all that its map is made of: the same key, the same map. */
export interface MapState {
  readonly units: OpenSelection;
  readonly key: string;
}

/** Rows of changes that are read in no time; from here on they are folded. */
const mostChangeRows = 500;

/**
 * Opens a selection for a map. The state is read before anything is drawn: what is drawn may be newer than its key, never
 * older. Errors: `permission_missing`, `not_found` (the version).
 */
export async function openMap(ctx: Context, { version, searches }: UnitSelection): Promise<MapState> {
  const units = await openSelection(ctx, { version, searches: searches.map(({ color: _, ...search }) => search) });
  const { state, rows } = await selectMapState(registryScope(ctx), units.versionId);
  if (rows > mostChangeRows) await foldMapChanges(registryScope(ctx), units.versionId);
  const made = JSON.stringify([ctx.organizationId, units.versionId, state, units.trees, units.searches]);
  return { units, key: createHash('sha256').update(made).digest('base64url') };
}
