import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { registryScope } from '../data/scope.ts';
import { prepareSearches } from '../data/search-units.sql.ts';
import { unitExportSchema, type UnitExport, type UnitExportInput } from '../domain/export-order.ts';
import { countAllUnits } from './list-units.ts';
import { openUnitFile } from './open-unit-file.ts';
import { nameOfUnitFile } from './order-unit-export.ts';
import { resolveVersion } from './resolve-version.ts';

/** Units of a file that is made while its reader waits; more are a Task ({@link orderUnitExport}). */
const mostUnitsAtOnce = 100_000;

/** Units as a file that is read once. */
export interface UnitsFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Readable;
}

const contentTypes: Readonly<Record<UnitExport['format'], string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  gpkg: 'application/geopackage+sqlite3',
  geojson: 'application/geo+json',
  parquet: 'application/vnd.apache.parquet',
};

/**
 * The units that some searches find, as a file for who waits for it (spec iaso-georegistry 4.3 to 4.5).
 * Errors: `permission_missing`, `not_found` (the version), `file_over_limits` (more than {@link mostUnitsAtOnce}).
 */
export async function openUnitsFile(ctx: Context, input: UnitExportInput): Promise<UnitsFile> {
  const order = unitExportSchema.parse(input);
  const { id: versionId, trees, pyramidName, number } = await resolveVersion(ctx, { version: order.version });
  const units = await countAllUnits(ctx, order);
  if (units > mostUnitsAtOnce) {
    const detail = `The file would hold ${String(units)} units; at once at most ${String(mostUnitsAtOnce)} are written. Order it as an export, or search for fewer.`;
    throw new Problem('file_over_limits', { detail });
  }
  const detail = { format: order.format, units, version: number };
  await writeAudit(ctx, { action: 'registry.export', subjectType: 'pyramid', subjectId: pyramidName, detail });
  const scope = registryScope(ctx);
  const searches = await prepareSearches(scope, versionId, order.searches);
  const folder = await mkdtemp(join(tmpdir(), 'cairn-export-'));
  const clear = () => rm(folder, { recursive: true, force: true });
  try {
    const file = { ...order, source: pyramidName, path: join(folder, 'units') };
    const content = await openUnitFile(scope, { versionId, trees, searches }, file);
    content.once('close', () => void clear());
    const name = nameOfUnitFile(ctx, { source: pyramidName, number, format: order.format });
    return { name, contentType: contentTypes[order.format], content };
  } catch (error) {
    await clear();
    throw error;
  }
}
