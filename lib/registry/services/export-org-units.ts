import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findPyramidNamed, selectVersions } from '../data/pyramids.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import { resolveVersion } from './resolve-version.ts';
import { writeUnitsGeoPackage } from './write-geopackage.ts';

interface ExportOrder {
  readonly pyramid: string;
  readonly version: number;
  /** Where the file goes; must not exist yet. */
  readonly path: string;
}

/**
 * Writes every unit of a version that the actor may see as a GeoPackage, which an import reads back without a change.
 * Gives the number of units. Errors: `not_found`, `permission_missing`.
 */
export async function exportOrgUnits(ctx: Context, { pyramid, version, path }: ExportOrder): Promise<number> {
  const scope = registryScope(ctx);
  const { id: versionId, trees } = await resolveVersion(ctx, { version: await findVersionId(scope, pyramid, version) });
  return writeUnitsGeoPackage(
    scope,
    { versionId, trees, searches: [{ status: [] }] },
    { path, counted: () => undefined },
  );
}

async function findVersionId(scope: RegistryScope, pyramid: string, number: number): Promise<string> {
  const found = await findPyramidNamed(scope, pyramid);
  const versions = found ? await selectVersions(scope, found.id) : [];
  const version = versions.find((candidate) => candidate.number === number);
  if (!version) throw new Problem('not_found', { detail: `There is no version ${String(number)} of "${pyramid}".` });
  return version.id;
}
