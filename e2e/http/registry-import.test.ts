import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GeoPackageWriter } from '#lib/formats/geopackage/write-geopackage.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { exportOrgUnits, importMappingSchema, importOrgUnits } from '#lib/registry/index.ts';
import { aPerson, aTenant, contextOf } from '../harness/tenant.ts';
import { openTestDatabase } from '../harness/test-database.ts';

const real = join(import.meta.dirname, '../../../shared/data/registry');

let db: Database;
let folder: string;
let files = 0;
beforeAll(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'cairn-registry-'));
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const newPath = () => join(folder, `file-${String((files += 1))}`);

async function anEditor(): Promise<Context> {
  return contextOf(db, await aTenant(db), aPerson(['registry.edit', 'registry.read']));
}

async function aList(...lines: string[]): Promise<string> {
  const path = newPath();
  await writeFile(path, lines.join('\r\n'));
  return path;
}

const mapping = importMappingSchema.parse({
  name: 'School',
  parents: ['Province'],
  latitude: 'Lat',
  longitude: 'Lon',
  source_ref: 'Ref',
  code: 'Code',
});
const header = 'Province;School;Lat;Lon;Ref;Code';

/** WKB of a point, or of a square polygon of 1 degree. */
function wkb(kind: 'point' | 'square' | 'bow tie' | 'line', x: number, y: number): Buffer {
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

interface Feature {
  readonly layer: string;
  readonly values: Readonly<Record<string, string | null>>;
  readonly shape?: Buffer;
}

function aGeoPackage(features: readonly Feature[], groups: readonly (readonly [string, string])[] = []): string {
  const path = newPath();
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

function unitsOf({ organizationId }: Context, where = sql`true`) {
  return db.query(
    unitSchema,
    sql`SELECT u.name, p.name AS parent, nlevel(u.path) AS depth, t.name AS type FROM org_units u
      JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
      LEFT JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
      WHERE u.organization_id = ${organizationId} AND ${where} ORDER BY u.legacy_id`,
  );
}

describe('reg-42 a list becomes a pyramid', () => {
  it('reg-42 makes parents and rows, each in its place of the tree, and nothing when it comes again', async () => {
    const ctx = await anEditor();
    const path = await aList(header, 'Kongo;A;-5;14;;', 'Kongo;B;-5.1;14;;', 'Kasai;A;-6;20;;');
    const first = await importOrgUnits(ctx, { path, pyramid: 'Schools', mapping });
    expect(first).toMatchObject({ isDone: true, version: 0, report: { created: 5, refused: 0, leaves: 3 } });
    expect(await unitsOf(ctx)).toEqual([
      { name: 'Kongo', parent: null, depth: 1, type: 'Province' },
      { name: 'Kasai', parent: null, depth: 1, type: 'Province' },
      { name: 'A', parent: 'Kongo', depth: 2, type: 'School' },
      { name: 'B', parent: 'Kongo', depth: 2, type: 'School' },
      { name: 'A', parent: 'Kasai', depth: 2, type: 'School' },
    ]);
    const again = await importOrgUnits(ctx, { path, pyramid: 'Schools', version: 0, mapping });
    expect(again.report).toMatchObject({ created: 0, updated: 0, unchanged: 5 });
  });

  it('reg-42 writes nothing in a dry run, and tells what it would do', async () => {
    const ctx = await anEditor();
    const path = await aList(header, 'Kongo;A;-5;14;;');
    const tried = await importOrgUnits(ctx, { path, pyramid: 'Schools', mapping, isDryRun: true });
    expect(tried).toMatchObject({ isDone: false, report: { created: 2 } });
    expect(await unitsOf(ctx)).toEqual([]);
  });

  it('reg-42 writes nothing when a row is refused, unless refused rows are to be left out', async () => {
    const ctx = await anEditor();
    const path = await aList(header, 'Kongo;A;-5;14;;', 'Kongo;B;-95;14;;');
    const refused = await importOrgUnits(ctx, { path, pyramid: 'Schools', mapping });
    expect(refused).toMatchObject({ isDone: false, report: { refused: 1 } });
    expect(refused.report.rows).toMatchObject([{ line: 3, column: 'Lat', code: 'latitude_out_of_range' }]);
    expect(await unitsOf(ctx)).toEqual([]);
    const rest = await importOrgUnits(ctx, { path, pyramid: 'Schools', mapping, leavesOutRefused: true });
    expect(rest).toMatchObject({ isDone: true, report: { created: 2 } });
  });

  it('reg-43 leaves out what stands under a refused unit, and takes the others', async () => {
    const ctx = await anEditor();
    const bad: Feature = { ...district, values: { ...district.values, parent_ref: 'nobody' } };
    const other: Feature = { ...district, values: { ...district.values, ref: 'e', name: 'Other' } };
    const path = aGeoPackage([bad, other, clinic()]);
    const { report, isDone } = await importOrgUnits(ctx, { path, pyramid: 'Health', leavesOutRefused: true });
    expect(isDone).toBe(true);
    expect(report).toMatchObject({ created: 1, refused: 2 });
    expect(report.rows.map(({ code }) => code)).toEqual(['parent_unknown', 'parent_refused']);
    expect(await unitsOf(ctx)).toMatchObject([{ name: 'Other' }]);
  });

  it('reg-20 refuses a code that another valid unit has', async () => {
    const ctx = await anEditor();
    const path = await aList(header, 'Kongo;A;-5;14;;X1', 'Kongo;B;-5.5;14;;X1');
    const { report } = await importOrgUnits(ctx, { path, pyramid: 'Schools', mapping });
    expect(report.rows).toMatchObject([{ line: 3, column: 'Code', code: 'code_repeated' }]);
  });

  it('reg-42 names the columns that the file lacks', async () => {
    const ctx = await anEditor();
    const path = await aList('Province;School;Lat;Lon', 'Kongo;A;-5;14');
    const { report, isDone } = await importOrgUnits(ctx, { path, pyramid: 'Schools', mapping });
    expect(isDone).toBe(false);
    expect(report.rows.map(({ column, code }) => [column, code])).toEqual([
      ['Ref', 'column_missing'],
      ['Code', 'column_missing'],
    ]);
  });

  it('reg-18 writes the history of every unit it makes or changes', async () => {
    const ctx = await anEditor();
    await importOrgUnits(ctx, { path: await aList(header, 'Kongo;A;-5;14;r1;'), pyramid: 'Schools', mapping });
    await importOrgUnits(ctx, {
      path: await aList(header, 'Kongo;A two;-5;14;r1;'),
      pyramid: 'Schools',
      version: 0,
      mapping,
    });
    const changes = await db.query(
      z.object({ before: z.unknown(), after: z.unknown() }),
      sql`SELECT c.before, c.after FROM org_unit_changes c JOIN org_units u ON u.organization_id = c.organization_id AND u.id = c.unit_id
        WHERE c.organization_id = ${ctx.organizationId} AND u.source_ref = 'r1' ORDER BY c.id`,
    );
    expect(changes).toEqual([
      { before: null, after: expect.objectContaining({ name: 'A' }) as unknown },
      { before: { name: 'A' }, after: { name: 'A two' } },
    ]);
  });

  it('reg-42 is refused without the permission', async () => {
    const ctx = contextOf(db, await aTenant(db), aPerson(['registry.read']));
    const path = await aList(header, 'Kongo;A;-5;14;;');
    await expect(importOrgUnits(ctx, { path, pyramid: 'Schools', mapping })).rejects.toMatchObject({
      code: 'permission_missing',
    });
  });

  it('reg-13 keeps pyramids of one name in two organizations apart', async () => {
    const [one, two] = [await anEditor(), await anEditor()];
    const path = await aList(header, 'Kongo;A;-5;14;r1;C1');
    await importOrgUnits(one, { path, pyramid: 'Schools', mapping });
    const other = await importOrgUnits(two, { path, pyramid: 'Schools', mapping });
    expect(other).toMatchObject({ version: 0, report: { created: 2, unchanged: 0 } });
    expect(await unitsOf(one)).toHaveLength(2);
    await expect(
      exportOrgUnits(await anEditor(), { pyramid: 'Schools', version: 0, path: newPath() }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

const district: Feature = {
  layer: 'level-2-District',
  values: { ref: 'd', name: 'District', parent_ref: null, code: '' },
  shape: wkb('square', 10, 5),
};
const clinic = (values: Record<string, string | null> = {}, shape = wkb('point', 10.5, 5.5)): Feature => ({
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

describe('reg-43 a GeoPackage becomes a pyramid', () => {
  it('reg-43 takes layers for types, refs for identity, and groups; what it exports changes nothing', async () => {
    const ctx = await anEditor();
    const path = aGeoPackage(
      [district, clinic({ group_refs: 'g1,g2' })],
      [
        ['g1', 'Urban'],
        ['g2', 'Rural'],
      ],
    );
    const { report } = await importOrgUnits(ctx, { path, pyramid: 'Health' });
    expect(report).toMatchObject({ created: 2, refused: 0, leaves: 1, rows: [] });
    const out = newPath();
    expect(await exportOrgUnits(ctx, { pyramid: 'Health', version: 0, path: out })).toBe(2);
    const again = await importOrgUnits(ctx, { path: out, pyramid: 'Health', version: 0 });
    expect(again.report).toMatchObject({ created: 0, updated: 0, unchanged: 2, rows: [] });
  });

  it('reg-43 changes what differs, moves what has another parent, and leaves the rest', async () => {
    const ctx = await anEditor();
    const other: Feature = {
      layer: 'level-2-District',
      values: { ref: 'e', name: 'Other', parent_ref: null, code: '' },
    };
    await importOrgUnits(ctx, { path: aGeoPackage([district, other, clinic()]), pyramid: 'Health' });
    const part = aGeoPackage([clinic({ name: 'Clinic two', parent_ref: 'e' })]);
    const { report } = await importOrgUnits(ctx, { path: part, pyramid: 'Health', version: 0 });
    expect(report).toMatchObject({ created: 0, updated: 1, unchanged: 0 });
    expect(await unitsOf(ctx, sql`u.source_ref = 'c'`)).toMatchObject([
      { name: 'Clinic two', parent: 'Other', depth: 2 },
    ]);
  });

  it('reg-43 moves a whole branch with its unit', async () => {
    const ctx = await anEditor();
    const region: Feature = { layer: 'level-1-Region', values: { ref: 'r', name: 'Region', parent_ref: null } };
    await importOrgUnits(ctx, { path: aGeoPackage([region, district, clinic()]), pyramid: 'Health' });
    const moved = aGeoPackage([{ ...district, values: { ...district.values, parent_ref: 'r' } }]);
    await importOrgUnits(ctx, { path: moved, pyramid: 'Health', version: 0 });
    expect(await unitsOf(ctx, sql`u.source_ref = 'c'`)).toMatchObject([{ parent: 'District', depth: 3 }]);
  });

  it.each([
    ['a group that nobody knows', clinic({ group_refs: 'nobody' }), 'group_unknown'],
    ['a parent that nobody knows', clinic({ parent_ref: 'nobody' }), 'parent_unknown'],
    ['a missing reference', clinic({ ref: ' ' }), 'reference_missing'],
    ['a missing name', clinic({ name: null }), 'name_missing'],
    ['a day that is none', clinic({ opening_date: '2020-13-01' }), 'date_unreadable'],
    [
      'closing before opening',
      clinic({ opening_date: '2020-02-01', closed_date: '2020-01-01' }),
      'closed_before_opened',
    ],
    ['a reference that is there twice', clinic({ ref: 'd' }), 'reference_repeated'],
    ['a line for a shape', clinic({}, wkb('line', 1, 1)), 'shape_unusable'],
    ['a point off the earth', clinic({}, wkb('point', 200, 5)), 'longitude_out_of_range'],
    ['a unit under itself', clinic({ parent_ref: 'c' }), 'parent_in_circle'],
  ])('reg-43 refuses %s, naming layer, row and reason, and writes nothing', async (_what, feature, code) => {
    const ctx = await anEditor();
    const { report, isDone } = await importOrgUnits(ctx, { path: aGeoPackage([district, feature]), pyramid: 'Health' });
    expect(isDone).toBe(false);
    expect(report.rows).toEqual([
      {
        line: 1,
        column: expect.stringContaining('level-3-Health facility - HF') as string,
        code,
        message: expect.any(String) as string,
      },
    ]);
    expect(await unitsOf(ctx)).toEqual([]);
  });

  it('reg-43 mends a shape that crosses itself and says so', async () => {
    const ctx = await anEditor();
    const path = aGeoPackage([{ ...district, shape: wkb('bow tie', 10, 5) }]);
    const { report, isDone } = await importOrgUnits(ctx, { path, pyramid: 'Health' });
    expect(isDone).toBe(true);
    expect(report.rows).toMatchObject([{ line: 1, code: 'shape_mended' }]);
    const [row] = await db.query(
      z.object({ isValid: z.boolean(), kind: z.string() }),
      sql`SELECT ST_IsValid(geom) AS "isValid", GeometryType(geom) AS kind FROM org_units WHERE organization_id = ${ctx.organizationId}`,
    );
    expect(row).toEqual({ isValid: true, kind: 'MULTIPOLYGON' });
  });

  it('reg-43 says that a file is no GeoPackage', async () => {
    const path = newPath();
    await writeFile(path, `SQLite format 3\0${'x'.repeat(200)}`);
    await expect(importOrgUnits(await anEditor(), { path, pyramid: 'Health' })).rejects.toMatchObject({
      code: 'file_unreadable',
    });
  });
});

describe.skipIf(!existsSync(real))('real lists (skipped without ../shared/data/registry)', () => {
  it('reg-42 takes every school, names every dirty row, and finds all again', async () => {
    const ctx = await anEditor();
    const dictionary = importMappingSchema.parse(JSON.parse(await readFile(join(real, 'data_dict.json'), 'utf8')));
    const order = { path: join(real, 'schools.csv'), pyramid: 'Schools', mapping: dictionary };
    const { report } = await importOrgUnits(ctx, order);
    expect(report).toMatchObject({ created: 6687, refused: 0, leaves: 6396 });
    const codes = Object.fromEntries(
      [...Map.groupBy(report.rows, ({ code }) => code)].map(([code, rows]) => [code, rows.length]),
    );
    expect(codes).toMatchObject({ line_break: 5, name_repeated: 110, position_missing: 1, position_shared: 32 });
    expect(report.rows.find(({ code }) => code === 'position_missing')).toMatchObject({
      line: 6179,
      column: 'GPS_latitude',
    });
    const again = await importOrgUnits(ctx, { ...order, version: 0 });
    expect(again.report).toMatchObject({ created: 0, updated: 0, unchanged: 6687 });
  });

  it('reg-43 takes a real GeoPackage with its groups; our export of it changes nothing', async () => {
    const ctx = await anEditor();
    const { report } = await importOrgUnits(ctx, { path: join(real, 'small_sample.gpkg'), pyramid: 'Burkina' });
    expect(report).toMatchObject({ created: 136, refused: 0, leaves: 83 });
    const out = newPath();
    await exportOrgUnits(ctx, { pyramid: 'Burkina', version: 0, path: out });
    const again = await importOrgUnits(ctx, { path: out, pyramid: 'Burkina', version: 0 });
    expect(again.report).toMatchObject({ created: 0, updated: 0, unchanged: 136 });
  });

  it.each([
    ['missing_column_ref.gpkg', 'level-3-DS: ref', 'column_missing'],
    ['null_ref.gpkg', 'level-3-DS: ref', 'reference_missing'],
    ['minimal_simplified_group.gpkg', 'group_refs', 'group_unknown'],
  ])('reg-43 refuses %s with its exact reason', async (name, column, code) => {
    const { report, isDone } = await importOrgUnits(await anEditor(), {
      path: join(real, 'gpkg', name),
      pyramid: name,
    });
    expect(isDone).toBe(false);
    expect(report.rows).toContainEqual(
      expect.objectContaining({ column: expect.stringContaining(column) as string, code }),
    );
  });
});
