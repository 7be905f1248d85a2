import { open } from 'node:fs/promises';
import { Problem } from '#lib/platform/problems/problem.ts';
import { detectFormat, headBytes, isList, isMarkup, type ImportFormat } from '../domain/import-format.ts';
import { unfitColumns, type ImportMapping } from '../domain/import-mapping.ts';
import { isRefusal, reportRow } from '../domain/import-report.ts';
import { readList, type ReadList } from '../domain/read-list.ts';
import { readGeoPackageFile } from './read-geopackage-file.ts';
import { openTable } from './read-table-file.ts';

/**
 * Reads a file of units, whatever it is by its first bytes: a list in CSV, XLSX or XLS, GeoJSON, or a GeoPackage. Errors:
 * `file_unreadable` (damaged, empty, of another kind), `file_over_limits`, `input_invalid` (a list without mapping).
 */
export async function readImportFile(path: string, mapping: ImportMapping | null): Promise<ReadList> {
  const format = await readFormat(path);
  if (!isList(format)) return readGeoPackageFile(path);
  if (!mapping) {
    throw new Problem('input_invalid', { fields: { map: 'A list needs a mapping that tells which column is what.' } });
  }
  const table = await openTable(path, format);
  const unfit = unfitColumns(mapping, table.headers);
  if (unfit.length > 0) {
    const { line } = table;
    const missing = unfit.map(({ column, code }) => reportRow({ line, column }, code));
    return { units: [], groups: [], rows: [...table.notes, ...missing] };
  }
  const list = readList(table.headers, table.rows, mapping);
  if (list.units.length === 0 && ![...list.rows, ...table.notes].some(({ code }) => isRefusal(code))) {
    throw new Problem('file_unreadable', { detail: 'The file has columns, but no row with anything in it.' });
  }
  return { ...list, rows: [...table.notes, ...list.rows] };
}

async function readFormat(path: string): Promise<ImportFormat> {
  const file = await open(path).catch((error: unknown) => {
    throw new Problem('file_unreadable', { detail: `${path} cannot be opened.`, cause: error });
  });
  try {
    const head = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return requireFormat(head.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The format of a file by its first bytes. Throws `file_unreadable` when it is empty or none that holds units. */
export function requireFormat(head: Buffer): ImportFormat {
  if (head.length === 0) throw new Problem('file_unreadable', { detail: 'The file is empty.' });
  const format = detectFormat(head);
  if (format) return format;
  if (isMarkup(head)) {
    throw new Problem('file_unreadable', {
      detail:
        'The file is XML or a web page (KML, GPX, GML, a table that only has the name of a workbook). Save a map as GeoJSON or GeoPackage, a table as an Excel workbook (.xlsx).',
    });
  }
  throw new Problem('file_unreadable', {
    detail: 'The file is none that holds places: send CSV, a workbook (XLSX, XLS), GeoJSON or a GeoPackage.',
  });
}
