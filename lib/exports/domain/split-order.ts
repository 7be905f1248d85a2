import type { ExportForm } from './export-order.ts';
import type { FileFormat } from './table-encoder.ts';

/** Something to be exported with about how many points it has. */
export interface Portion {
  readonly points: number;
}

/**
 * Cuts an order into parts of about `partPoints` points. A source stays whole, so one with more points than that makes a
 * part of its own. At least one part.
 */
export function splitOrder<Source extends Portion>(sources: readonly Source[], partPoints: number): Source[][] {
  const parts: Source[][] = [[]];
  let points = 0;
  for (const source of sources) {
    let part = parts.at(-1) as Source[];
    if (part.length > 0 && points + source.points > partPoints) {
      part = [];
      parts.push(part);
      points = 0;
    }
    part.push(source);
    points += source.points;
  }
  return parts;
}

/** Bytes of zip a point takes, by form: measured on points of six types, see docs/benchmarks.md. */
const zippedBytesPerPoint = { tables: 22, flat: 30, raw: 55 } as const satisfies Record<ExportForm, number>;
/** How the kinds of files compare with tab-delimited ones. */
const shareOfTab = { tab: 1, csv: 1, jsonl: 1.4, geojson: 1.8, parquet: 1.2 } as const satisfies Record<
  FileFormat,
  number
>;

/** About how large the archives will be, in bytes. */
export function estimateZipBytes(
  points: number,
  { formats, fileFormats }: { readonly formats: readonly ExportForm[]; readonly fileFormats: readonly FileFormat[] },
): number {
  const tables = fileFormats.reduce((sum, format) => sum + shareOfTab[format], 0);
  return formats.reduce((sum, form) => sum + points * zippedBytesPerPoint[form] * (form === 'raw' ? 1 : tables), 0);
}
