import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { GeoPackageWriter } from '#lib/formats/geopackage/write-geopackage.ts';
import { selectLayers, selectUnitsToExport, type UnitToExport } from '../data/export-units.sql.ts';
import { selectGroups } from '../data/groups.sql.ts';
import { findPyramidNamed, selectVersions } from '../data/pyramids.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';

interface ExportOrder {
  readonly pyramid: string;
  readonly version: number;
  /** Where the file goes; must not exist yet. */
  readonly path: string;
}

/** Columns of a layer (spec iaso-georegistry 4.3). */
const unitColumns = [
  'name',
  'ref',
  'code',
  'parent',
  'parent_ref',
  'group_refs',
  'group_names',
  'uuid',
  'opening_date',
  'closed_date',
] as const;

/** Depth in the name of layers whose units have none (spec iaso-georegistry 4.3). */
const noDepth = 999;

/**
 * Writes a version as a GeoPackage that an import reads back without a change: a layer for each type, and the groups.
 * Gives the number of units. Errors: `not_found`, `permission_missing`.
 */
export async function exportOrgUnits(ctx: Context, { pyramid, version, path }: ExportOrder): Promise<number> {
  requireVerb(ctx, 'registry.read');
  const scope = registryScope(ctx);
  const versionId = await findVersionId(scope, pyramid, version);
  const file = new GeoPackageWriter(path);
  try {
    const units = await writeLayers(scope, versionId, file);
    const addGroup = file.addTable({ name: 'groups', columns: ['ref', 'name'], geometry: null });
    for (const { ref, name } of await selectGroups(scope, versionId)) addGroup([ref, name]);
    file.close();
    return units;
  } catch (error) {
    file.abandon();
    throw error;
  }
}

async function findVersionId(scope: RegistryScope, pyramid: string, number: number): Promise<string> {
  const found = await findPyramidNamed(scope, pyramid);
  const versions = found ? await selectVersions(scope, found.id) : [];
  const version = versions.find((candidate) => candidate.number === number);
  if (!version) throw new Problem('not_found', { detail: `There is no version ${String(number)} of "${pyramid}".` });
  return version.id;
}

async function writeLayers(scope: RegistryScope, versionId: string, file: GeoPackageWriter): Promise<number> {
  let units = 0;
  for (const { typeId, typeName, depth } of await selectLayers(scope, versionId)) {
    const name = `level-${String(depth ?? noDepth)}-${typeName ?? 'Unknown'}`;
    const add = file.addTable({ name, columns: unitColumns, geometry: 'GEOMETRY' });
    for await (const unit of selectUnitsToExport(scope, versionId, typeId)) {
      add(valuesOf(unit), unit.shape);
      units += 1;
    }
  }
  return units;
}

function valuesOf(unit: UnitToExport): (string | null)[] {
  const { name, ref, code, parent, parentRef, groupRefs, groupNames, uuid, openingDate, closedDate } = unit;
  return [name, ref, code, parent, parentRef, groupRefs, groupNames, uuid, openingDate, closedDate];
}
