import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findPyramidNamed, selectVersions } from '../data/pyramids.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import type { UnitExport } from '../domain/export-order.ts';
import { openUnitFile } from './open-unit-file.ts';
import { resolveVersion } from './resolve-version.ts';
import { writeUnitsGeoPackage } from './write-geopackage.ts';

interface ExportOrder extends Partial<Pick<UnitExport, 'format' | 'locale'>> {
  readonly pyramid: string;
  readonly version: number;
  /** Where the file goes; must not exist yet. */
  readonly path: string;
}

/**
 * Writes every unit of a version that the actor may see to a file: a GeoPackage, which an import reads back without a
 * change, or another format. Gives the number of units. Errors: `not_found`, `permission_missing`.
 */
export async function exportOrgUnits(
  ctx: Context,
  { pyramid, version, path, format = 'gpkg', locale = 'en' }: ExportOrder,
): Promise<number> {
  const scope = registryScope(ctx);
  const { id: versionId, trees } = await resolveVersion(ctx, { version: await findVersionId(scope, pyramid, version) });
  const units = { versionId, trees, searches: [{ status: [] }] };
  let written = 0;
  const counted = (count: number) => {
    written = count;
  };
  if (format === 'gpkg') return writeUnitsGeoPackage(scope, units, { path, counted });
  const [made, part] = [`${path}.made`, `${path}.part`];
  try {
    const file = { format, locale, extraFields: [], source: pyramid, path: made, counted };
    await pipeline(await openUnitFile(scope, units, file), createWriteStream(part));
    await rename(part, path);
  } finally {
    await Promise.all([rm(made, { force: true }), rm(part, { force: true })]);
  }
  return written;
}

async function findVersionId(scope: RegistryScope, pyramid: string, number: number): Promise<string> {
  const found = await findPyramidNamed(scope, pyramid);
  const versions = found ? await selectVersions(scope, found.id) : [];
  const version = versions.find((candidate) => candidate.number === number);
  if (!version) throw new Problem('not_found', { detail: `There is no version ${String(number)} of "${pyramid}".` });
  return version.id;
}
