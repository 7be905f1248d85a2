import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { UnitsToRead } from '../data/export-table.sql.ts';
import type { RegistryScope } from '../data/scope.ts';
import type { UnitExport } from '../domain/export-order.ts';
import { streamUnitsGeoJson } from './write-unit-geojson.ts';
import { writeUnitsGeoPackage } from './write-geopackage.ts';
import { writeUnitsParquet } from './write-unit-parquet.ts';
import { streamUnitsCsv, streamUnitsXlsx } from './write-unit-table.ts';

interface UnitFile extends Pick<UnitExport, 'format' | 'locale' | 'extraFields'> {
  /** Name of the pyramid. */
  readonly source: string;
  /** Where a file that cannot be streamed is made first; must not exist yet. */
  readonly path: string;
  readonly counted?: (units: number) => void;
  readonly signal?: AbortSignal;
}

/** Opens units as a file of a format: made while it is read where the format allows that. */
export async function openUnitFile(scope: RegistryScope, units: UnitsToRead, file: UnitFile): Promise<Readable> {
  const { format, path, counted = () => undefined } = file;
  switch (format) {
    case 'csv':
      return streamUnitsCsv(scope, units, file);
    case 'xlsx':
      return streamUnitsXlsx(scope, units, file);
    case 'geojson':
      return streamUnitsGeoJson(scope, units, file);
    case 'gpkg':
      await writeUnitsGeoPackage(scope, units, { path, counted });
      return createReadStream(path);
    case 'parquet':
      await writeUnitsParquet(scope, units, file);
      return createReadStream(path);
  }
}
