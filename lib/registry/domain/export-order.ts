import { z } from 'zod';
import { unitSelectionSchema } from './unit-list-query.ts';

/** Files that units can be taken out as. */
const unitExportFormats = ['csv', 'xlsx', 'gpkg', 'geojson', 'parquet'] as const;

/** What a Parquet file tells besides its fixed columns (spec 4.5). */
export const parquetExtraFields = [
  'extra_fields',
  'geom_geojson',
  'location_geojson',
  'simplified_geom_geojson',
  'biggest_polygon_geojson',
  'groups_exploded',
  'groups_exploded_code',
  'groups_json',
] as const;
export type ParquetExtraField = (typeof parquetExtraFields)[number];

/** Units to take out, and how. */
export const unitExportSchema = unitSelectionSchema.extend({
  format: z.enum(unitExportFormats),
  /** Language of the headers of tables. */
  locale: z.enum(['en', 'fr', 'de']).default('en'),
  extraFields: z.array(z.enum(parquetExtraFields)).default([]),
});
export type UnitExportInput = z.input<typeof unitExportSchema>;
export type UnitExport = z.infer<typeof unitExportSchema>;
