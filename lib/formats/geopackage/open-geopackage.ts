import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Problem } from '#lib/platform/problems/problem.ts';
import { readGeoPackageGeometry, type GeoPackageGeometry } from './geopackage-geometry.ts';

/** A layer (with geometries) or attribute table of a GeoPackage. */
export interface GeoPackageTable {
  readonly name: string;
  /** It is worked out from other tables while it is read, which may never end: {@link GeoPackage.features} refuses it. */
  readonly isView: boolean;
  readonly isLayer: boolean;
  /** Columns without the geometry. */
  readonly columns: readonly string[];
  readonly geometryColumn: string | null;
}

/** One feature: its number in the table from 1, its values, its geometry. */
export interface GeoPackageFeature {
  readonly number: number;
  readonly values: ReadonlyMap<string, string | number | bigint | Uint8Array | null>;
  readonly geometry: GeoPackageGeometry | null;
  /** Why its geometry cannot be read; null: it can, or there is none. */
  readonly flaw: string | null;
}

type SqliteValue = string | number | bigint | Uint8Array | null;

/** A GeoPackage opened for reading. Close it. */
export class GeoPackage {
  readonly tables: readonly GeoPackageTable[];
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.tables = this.#readTables();
  }

  /** Features of a table in the order of the file. Throws `file_unreadable` for a view. */
  *features(table: GeoPackageTable): Generator<GeoPackageFeature> {
    if (table.isView) {
      throw new Problem('file_unreadable', {
        detail: `The layer "${table.name}" of the GeoPackage is a view. Save it as a table, and send the file again.`,
      });
    }
    let number = 0;
    const rows = this.#db.prepare(`SELECT * FROM ${quoted(table.name)}`).iterate() as Iterable<
      Record<string, SqliteValue>
    >;
    for (const row of rows) {
      number += 1;
      const blob = table.geometryColumn === null ? null : row[table.geometryColumn];
      const read = blob instanceof Uint8Array ? readGeoPackageGeometry(Buffer.from(blob)) : null;
      yield {
        number,
        values: new Map(table.columns.map((column) => [column, row[column] ?? null])),
        geometry: typeof read === 'string' ? null : read,
        flaw: typeof read === 'string' ? read : null,
      };
    }
  }

  /** EPSG code of one of the file's reference systems; null when it is none of EPSG's. -1 and 0 are undefined ones. */
  epsgOf(srsId: number): number | null {
    const row = this.#db
      .prepare('SELECT organization, organization_coordsys_id AS code FROM gpkg_spatial_ref_sys WHERE srs_id = ?')
      .get(srsId) as { organization: string; code: number } | undefined;
    return row?.organization.toUpperCase() === 'EPSG' ? row.code : null;
  }

  close(): void {
    this.#db.close();
  }

  #readTables(): GeoPackageTable[] {
    const ofStandard = this.#db
      .prepare(
        `SELECT count(*) AS views FROM sqlite_master WHERE type = 'view' AND lower(name) IN (
        'gpkg_contents', 'gpkg_geometry_columns', 'gpkg_spatial_ref_sys')`,
      )
      .get() as { views: number };
    if (ofStandard.views > 0) throw new Error('a table of the standard is a view');
    const contents = this.#db
      .prepare(
        `SELECT c.table_name AS name, c.data_type AS kind, g.column_name AS geometry,
           EXISTS (SELECT 1 FROM sqlite_master m WHERE m.type = 'table' AND lower(m.name) = lower(c.table_name)
             AND m.sql NOT LIKE 'create virtual%') AS isTable
         FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
         WHERE c.data_type IN ('features', 'attributes') ORDER BY c.table_name`,
      )
      .all() as { name: string; kind: string; geometry: string | null; isTable: number }[];
    return contents.map(({ name, kind, geometry, isTable }) => {
      const columns = this.#db.prepare(`SELECT name FROM pragma_table_info(?)`).all(name) as { name: string }[];
      return {
        name,
        isView: isTable === 0,
        isLayer: kind === 'features',
        columns: columns.map((column) => column.name).filter((column) => column !== geometry),
        geometryColumn: geometry,
      };
    });
  }
}

/**
 * Opens a GeoPackage (OGC 12-128) for reading; nothing is written beside it. Throws `file_unreadable` for what is no
 * SQLite file or lacks the tables of the standard.
 */
export function openGeoPackage(path: string): GeoPackage {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true, allowExtension: false });
    return new GeoPackage(db);
  } catch (error) {
    db?.close();
    if (error instanceof Problem) throw error;
    const detail =
      describeCut(path) ?? 'The file is no GeoPackage: it is not an SQLite file with the tables of the standard.';
    throw new Problem('file_unreadable', { detail, cause: error });
  }
}

/** A sentence when a file has fewer bytes than it says in its head (SQLite file format, 1.3); null: it has them all. */
function describeCut(path: string): string | null {
  const head = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, head, 0, head.length, 0) < head.length) return null;
    const pageBytes = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
    const [wholeBytes, bytes] = [pageBytes * head.readUInt32BE(28), fstatSync(file).size];
    if (bytes >= wholeBytes) return null;
    return `The GeoPackage is cut off: it has ${String(bytes)} of ${String(wholeBytes)} bytes. Copy or send it again.`;
  } finally {
    closeSync(file);
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
