import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { writeGeoPackageGeometry } from './geopackage-geometry.ts';

/** A layer or attribute table that is to be written. */
export interface TableToWrite {
  readonly name: string;
  /** Columns of text in their order, of days where the name ends in `_date`; "fid" and "geom" are the writer's. */
  readonly columns: readonly string[];
  /** Null: a table of attributes. */
  readonly geometry: 'POINT' | 'MULTIPOLYGON' | 'GEOMETRY' | null;
}

/** "GPKG" in ASCII, and version 1.3 (OGC 12-128r17, requirement 2). */
const applicationId = 0x47504b47;
const userVersion = 10300;

const coreTables = `
  CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
  CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
  CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
  INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');`;

/** Writes a GeoPackage (OGC 12-128r17) in WGS 84, table after table. Nothing is in the file until it is closed. */
export class GeoPackageWriter {
  readonly #db: DatabaseSync;

  /** `path` must not exist yet. */
  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    this.#db.exec(`PRAGMA application_id = ${String(applicationId)}; PRAGMA user_version = ${String(userVersion)};
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; ${coreTables}`);
  }

  /** Starts a table; the function it gives adds a row: its values in the columns' order, and WKB or null. */
  addTable({
    name,
    columns,
    geometry,
  }: TableToWrite): (values: readonly (string | null)[], wkb?: Uint8Array | null) => void {
    const geometryColumn = geometry === null ? '' : `, geom ${geometry}`;
    const textColumns = columns
      .map((column) => `, ${quoted(column)} ${column.endsWith('_date') ? 'DATE' : 'TEXT'}`)
      .join('');
    this.#db.exec(
      `CREATE TABLE ${quoted(name)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL${geometryColumn}${textColumns})`,
    );
    this.#db
      .prepare('INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)')
      .run(name, geometry === null ? 'attributes' : 'features', name, geometry === null ? null : 4326);
    if (geometry !== null) {
      this.#db.prepare(`INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 2, 0)`).run(name, geometry);
    }
    const insert = this.#insertInto(name, columns, geometry !== null);
    return (values, wkb = null) => {
      const shape = wkb === null ? null : writeGeoPackageGeometry(wkb);
      insert.run(...values, ...(geometry === null ? [] : [shape]));
    };
  }

  /** Ends the file. */
  close(): void {
    this.#db.exec('COMMIT');
    this.#db.close();
  }

  /** Gives up; what there is of the file is useless. */
  abandon(): void {
    this.#db.close();
  }

  #insertInto(name: string, columns: readonly string[], hasGeometry: boolean): StatementSync {
    const all = [...columns.map(quoted), ...(hasGeometry ? ['geom'] : [])];
    return this.#db.prepare(`INSERT INTO ${quoted(name)} (${all.join()}) VALUES (${all.map(() => '?').join()})`);
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
