import { GeoPackageWriter } from '#lib/formats/geopackage/write-geopackage.ts';
import type { UnitsToRead } from '../data/export-table.sql.ts';
import {
  selectLayers,
  selectUnitsToExport,
  type UnitLayerToExport,
  type UnitToExport,
} from '../data/export-units.sql.ts';
import { selectGroups } from '../data/groups.sql.ts';
import type { RegistryScope } from '../data/scope.ts';

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
 * Writes units as a GeoPackage that an import reads back without a change: a layer for each type, and the groups of their
 * version. `path` must not exist yet. Gives the number of units.
 */
export async function writeUnitsGeoPackage(
  scope: RegistryScope,
  units: UnitsToRead,
  { path, counted }: { readonly path: string; readonly counted: (units: number) => void },
): Promise<number> {
  const file = new GeoPackageWriter(path);
  try {
    const count = await writeLayers(scope, units, { file, counted });
    const addGroup = file.addTable({ name: 'groups', columns: ['ref', 'name'], geometry: null });
    for (const { ref, name } of await selectGroups(scope, units.versionId)) addGroup([ref, name]);
    file.close();
    return count;
  } catch (error) {
    file.abandon();
    throw error;
  }
}

async function writeLayers(
  scope: RegistryScope,
  units: UnitsToRead,
  { file, counted }: { readonly file: GeoPackageWriter; readonly counted: (units: number) => void },
): Promise<number> {
  let count = 0;
  const taken = new Set<string>();
  for (const layer of await selectLayers(scope, units)) {
    const name = nameOfLayer(layer, taken);
    const add = file.addTable({ name, columns: unitColumns, geometry: 'GEOMETRY' });
    for await (const unit of selectUnitsToExport(scope, units.versionId, layer.legacyIds)) {
      add(valuesOf(unit), unit.shape);
      counted((count += 1));
    }
  }
  return count;
}

/**
 * The name of a layer. SQLite takes "Village" and "village" for one name: the second gets a space behind it, which an
 * import leaves out again.
 */
function nameOfLayer({ typeName, depth }: UnitLayerToExport, taken: Set<string>): string {
  const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  let name = `level-${String(depth ?? noDepth)}-${typeName ?? 'Unknown'}`;
  while (taken.has(lower(name))) name += ' ';
  taken.add(lower(name));
  return name;
}

function valuesOf(unit: UnitToExport): (string | null)[] {
  const { name, ref, code, parent, parentRef, groupRefs, groupNames, uuid, openingDate, closedDate } = unit;
  return [name, ref, code, parent, parentRef, groupRefs, groupNames, uuid, openingDate, closedDate];
}
