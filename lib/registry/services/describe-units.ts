import type { Context } from '#lib/platform/context.ts';
import { selectDescriptions, type DescribedUnits, type DescriptionParts } from '../data/describe-units.sql.ts';
import { findVersion } from '../data/find-version.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { UnitDescription } from '../domain/unit-description.ts';
import { isInTrees, visibleTrees } from './visible-trees.ts';

/**
 * Units with everything old protocols tell of them, in the order asked for; units that there are not, or that are not
 * the actor's to see, are left out, and so is a parent outside the actor's trees. Errors: `permission_missing`.
 */
export async function describeUnits(
  ctx: Context,
  which: DescribedUnits,
  { withShapes = false, withChildren = false }: Partial<DescriptionParts> = {},
): Promise<UnitDescription[]> {
  visibleTrees(ctx, 'registry.read');
  const rows = await selectDescriptions(registryScope(ctx), which, { withShapes, withChildren });
  const trees = await treesOfVersions(ctx, new Set(rows.map(({ versionId }) => versionId)));
  const seen = rows.filter(({ versionId, path }) => isInTrees(path, trees.get(versionId) ?? null));
  const placed = new Map<string | number, UnitDescription>();
  for (const row of seen) {
    const unit = isInTrees(parentPath(row.path), trees.get(row.versionId) ?? null) ? row : withoutParent(row);
    placed.set('ids' in which ? row.id : row.legacyId, unit);
  }
  const wanted: readonly (string | number)[] = 'ids' in which ? which.ids : which.legacyIds;
  return wanted.flatMap((id) => placed.get(id) ?? []);
}

/** Everything above units, by integer id, as far as the actor sees it. Errors: `permission_missing`. */
export async function describeAncestors(
  ctx: Context,
  units: readonly UnitDescription[],
  parts: Partial<DescriptionParts> = {},
): Promise<ReadonlyMap<number, UnitDescription>> {
  const above = new Set(units.flatMap(({ path }) => (path ?? '').split('.').slice(0, -1).map(Number)));
  if (above.size === 0) return new Map();
  const ancestors = await describeUnits(ctx, { legacyIds: [...above] }, parts);
  return new Map(ancestors.map((unit) => [unit.legacyId, unit]));
}

async function treesOfVersions(ctx: Context, versionIds: ReadonlySet<string>) {
  const trees = new Map<string, readonly string[] | null>();
  for (const versionId of versionIds) {
    const version = await findVersion(registryScope(ctx), { versionId });
    trees.set(versionId, visibleTrees(ctx, 'registry.read', version?.studyIds ?? []));
  }
  return trees;
}

function parentPath(path: string | null): string | null {
  return path?.includes('.') ? path.slice(0, path.lastIndexOf('.')) : null;
}

function withoutParent(unit: UnitDescription): UnitDescription {
  return { ...unit, parentLegacyId: null, parentName: null, parentStatus: null, parentTypeId: null };
}
