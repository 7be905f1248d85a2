import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { GeoPackageWriter } from '#lib/formats/geopackage/write-geopackage.ts';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { aPerson, aTenant, contextOf } from './tenant.ts';
import { openTestDatabase } from './test-database.ts';

/** A database and a folder for files that are brought in. */
export async function openImportWorld() {
  const db = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'cairn-registry-'));
  let files = 0;
  const newPath = () => join(folder, `file-${String((files += 1))}`);
  return {
    db,
    newPath,
    /** Somebody who edits places, in an organization of their own. */
    anEditor: async (): Promise<Context> =>
      contextOf(db, await aTenant(db), aPerson(['registry.edit', 'registry.read'])),
    /** A list with a header and rows. */
    async aList(...lines: string[]): Promise<string> {
      const path = newPath();
      await writeFile(path, lines.join('\r\n'));
      return path;
    },
    aGeoPackage: (features: readonly Feature[], groups: readonly (readonly [string, string])[] = []) =>
      writeGeoPackage(newPath(), features, groups),
    async close(): Promise<void> {
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** WKB of a point, or of a square polygon of 1 degree. */
export function wkb(kind: 'point' | 'square' | 'bow tie' | 'line', x: number, y: number): Buffer {
  const head = Buffer.from([1, kind === 'point' ? 1 : kind === 'line' ? 2 : 3, 0, 0, 0]);
  const corners = {
    point: [[0, 0]],
    line: [
      [0, 0],
      [1, 1],
    ],
    square: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ],
    'bow tie': [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ],
  }[kind];
  const counts = kind === 'point' ? [] : kind === 'line' ? [corners.length] : [1, corners.length];
  const body = Buffer.alloc(counts.length * 4 + corners.length * 16);
  counts.forEach((count, place) => body.writeUInt32LE(count, place * 4));
  corners
    .flat()
    .forEach((value, place) => body.writeDoubleLE(value + (place % 2 === 0 ? x : y), counts.length * 4 + place * 8));
  return Buffer.concat([head, body]);
}

/** A feature of a layer. */
export interface Feature {
  readonly layer: string;
  readonly values: Readonly<Record<string, string | null>>;
  readonly shape?: Buffer;
}

function writeGeoPackage(
  path: string,
  features: readonly Feature[],
  groups: readonly (readonly [string, string])[],
): string {
  const file = new GeoPackageWriter(path);
  for (const [layer, ofLayer] of Map.groupBy(features, (feature) => feature.layer)) {
    const columns = [...new Set(ofLayer.flatMap(({ values }) => Object.keys(values)))];
    const add = file.addTable({ name: layer, columns, geometry: 'GEOMETRY' });
    for (const { values, shape } of ofLayer)
      add(
        columns.map((column) => values[column] ?? null),
        shape ?? null,
      );
  }
  const addGroup = file.addTable({ name: 'groups', columns: ['ref', 'name'], geometry: null });
  for (const group of groups) addGroup(group);
  file.close();
  return path;
}

const unitSchema = z.object({ name: z.string(), parent: z.string().nullable(), depth: z.number(), type: z.string() });

/** Units of an organization in the order they were made, each with its parent's name. */
export function unitsOf({ db, organizationId }: Context, where = sql`true`) {
  return db.query(
    unitSchema,
    sql`SELECT u.name, p.name AS parent, nlevel(u.path) AS depth, t.name AS type FROM org_units u
      JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
      LEFT JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
      WHERE u.organization_id = ${organizationId} AND ${where} ORDER BY u.legacy_id`,
  );
}

/** A district with a square. */
export const district: Feature = {
  layer: 'level-2-District',
  values: { ref: 'd', name: 'District', parent_ref: null, code: '' },
  shape: wkb('square', 10, 5),
};
/** A clinic under the district. */
export const clinic = (values: Record<string, string | null> = {}, shape = wkb('point', 10.5, 5.5)): Feature => ({
  layer: 'level-3-Health facility - HF',
  values: {
    ref: 'c',
    name: 'Clinic',
    parent_ref: 'd',
    group_refs: null,
    opening_date: null,
    closed_date: null,
    ...values,
  },
  shape,
});
