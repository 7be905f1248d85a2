import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { exportOrgUnits, importMappingSchema, importOrgUnits } from '#lib/registry/index.ts';
import { clinic, district, openImportWorld, unitsOf, wkb, type Feature } from '../harness/import-files.ts';
import { aPerson, aTenant, contextOf } from '../harness/tenant.ts';

const real = join(import.meta.dirname, '../../../shared/data/registry');

let world: Awaited<ReturnType<typeof openImportWorld>>;
beforeAll(async () => {
  world = await openImportWorld();
});
afterAll(() => world.close());

const anEditor = () => world.anEditor();
const aList = (...lines: string[]) => world.aList(...lines);

const mapping = importMappingSchema.parse({
  name: 'School',
  parents: ['Province'],
  latitude: 'Lat',
  longitude: 'Lon',
  source_ref: 'Ref',
  code: 'Code',
});
const header = 'Province;School;Lat;Lon;Ref;Code';

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
    const path = world.aGeoPackage([bad, other, clinic()]);
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

  it('reg-20 keeps the code of a unit that is refused from being given to another', async () => {
    const ctx = await anEditor();
    const order = { pyramid: 'Schools', mapping };
    await importOrgUnits(ctx, { ...order, path: await aList(header, 'Kongo;A;-5;14;a;1') });
    const path = await aList(header, 'Kongo;E;-5;14.1;e;1', 'Kongo;A;-5;14;a;9', 'Kongo;A;-5;14.2;f;9');
    const known = { ...order, version: 0, leavesOutRefused: true, isDryRun: true };
    expect((await importOrgUnits(ctx, { ...known, path })).report).toMatchObject({
      created: 1,
      updated: 1,
      refused: 1,
    });
    const lost = await aList(header, 'Kongo;E;-5;14.1;e;1', `Kongo;A;-5;14;a;${'9'.repeat(300)}`);
    const { report } = await importOrgUnits(ctx, { ...known, path: lost });
    expect(report.rows.map(({ line, code }) => [line, code])).toEqual([
      [2, 'code_repeated'],
      [3, 'code_too_long'],
    ]);
  });

  it('reg-42 refuses rows that are one unit of the version, and days that do not fit those it knows', async () => {
    const ctx = await anEditor();
    const dated = importMappingSchema.parse({ name: 'School', source_ref: 'Ref', opening_date: 'Opened' });
    const order = { pyramid: 'Schools', version: 0 };
    const first = await aList('School;Ref;Opened', 'A;a;2020-05-01', 'B;;2020-05-01');
    await importOrgUnits(ctx, { ...order, version: null, path: first, mapping: dated });
    const [unit] = await world.db.query(
      z.object({ id: z.coerce.number() }),
      sql`SELECT legacy_id AS id FROM org_units WHERE organization_id = ${ctx.organizationId} AND source_ref = 'a'`,
    );
    const twice = await aList(
      'School;Ref;Opened',
      'A;a;2020-05-01',
      `A two;iaso:${String(unit?.id)};2020-05-01`,
      'C;c;2020-05-01',
    );
    const repeated = await importOrgUnits(ctx, { ...order, path: twice, mapping: dated, leavesOutRefused: true });
    expect(repeated.report).toMatchObject({ created: 1, updated: 0, unchanged: 0, refused: 2, leaves: 1 });
    expect(repeated.report.rows.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'Ref', 'unit_repeated'],
      [3, 'Ref', 'unit_repeated'],
    ]);
    const closing = importMappingSchema.parse({ name: 'School', source_ref: 'Ref', closed_date: 'Closed' });
    const early = await aList('School;Ref;Closed', 'A;a;2020-04-30', 'C;c;2020-05-01');
    const closed = await importOrgUnits(ctx, { ...order, path: early, mapping: closing });
    expect(closed).toMatchObject({ isDone: false, report: { updated: 1, refused: 1 } });
    expect(closed.report.rows).toMatchObject([
      {
        line: 2,
        column: 'Closed',
        code: 'closed_before_opened',
        message: expect.stringContaining('2020-05-01') as string,
      },
    ]);
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
    const changes = await world.db.query(
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
    const ctx = contextOf(world.db, await aTenant(world.db), aPerson(['registry.read']));
    const path = await aList(header, 'Kongo;A;-5;14;;');
    await expect(importOrgUnits(ctx, { path, pyramid: 'Schools', mapping })).rejects.toMatchObject({
      code: 'permission_missing',
    });
  });

  it('reg-42 two lists at once share the types they make, and of one pyramid each gets a version', async () => {
    const ctx = await anEditor();
    const path = await aList(header, 'Kongo;A;-5;14;;', 'Kasai;B;-6;20;;');
    const together = (...pyramids: string[]) =>
      Promise.all(pyramids.map((pyramid) => importOrgUnits(ctx, { path, pyramid, mapping })));
    const apart = await together('Schools of the north', 'Schools of the south');
    expect(apart.map(({ isDone, version }) => [isDone, version])).toEqual([
      [true, 0],
      [true, 0],
    ]);
    const beside = await together('Schools', 'Schools');
    expect(beside.map(({ version }) => version).toSorted()).toEqual([0, 1]);
    const types = await world.db.prisma.orgUnitType.findMany({ where: { organizationId: ctx.organizationId } });
    expect(types.map(({ name }) => name).toSorted()).toEqual(['Province', 'School']);
  });

  it('reg-17 shares the types it makes with the studies of the pyramid that have chosen theirs', async () => {
    const tenant = await aTenant(world.db);
    const ctx = contextOf(world.db, tenant, aPerson(['registry.edit', 'registry.read']));
    const { organizationId } = tenant;
    const path = await aList('Level - Pr;School;Lat;Lon;Ref;Code', 'Kongo;A;-5;14;;');
    const wanted = { ...mapping, parents: ['Level - Pr'] };
    await importOrgUnits(ctx, { path, pyramid: 'Schools', mapping: wanted });
    const { prisma } = world.db;
    const chosen = async () =>
      (await prisma.orgUnitTypeStudy.findMany({ where: { organizationId }, include: { type: true } }))
        .map(({ type }) => type.name)
        .toSorted();
    const types = await prisma.orgUnitType.findMany({ where: { organizationId } });
    expect(types.map(({ name, shortName }) => [name, shortName]).toSorted()).toEqual([
      ['Level - Pr', 'Pr'],
      ['School', 'School'],
    ]);
    const pyramid = await prisma.pyramid.findFirstOrThrow({ where: { organizationId } });
    const { studyId } = tenant;
    await prisma.pyramidStudy.create({ data: { organizationId, pyramidId: pyramid.id, studyId } });
    // A study that has chosen none sees all, and goes on doing so.
    await importOrgUnits(ctx, { path, pyramid: 'Schools', mapping: { ...wanted, type: 'Nursery' } });
    expect(await chosen()).toEqual([]);
    const typeId = types.find(({ name }) => name === 'School')?.id ?? '';
    await prisma.orgUnitTypeStudy.create({ data: { organizationId, typeId, studyId } });
    await importOrgUnits(ctx, { path, pyramid: 'Schools', mapping: { ...wanted, type: 'College' } });
    expect(await chosen()).toEqual(['College', 'School']);
  });

  it('reg-13 keeps pyramids of one name in two organizations apart', async () => {
    const [one, two] = [await anEditor(), await anEditor()];
    const path = await aList(header, 'Kongo;A;-5;14;r1;C1');
    await importOrgUnits(one, { path, pyramid: 'Schools', mapping });
    const other = await importOrgUnits(two, { path, pyramid: 'Schools', mapping });
    expect(other).toMatchObject({ version: 0, report: { created: 2, unchanged: 0 } });
    expect(await unitsOf(one)).toHaveLength(2);
    await expect(
      exportOrgUnits(await anEditor(), { pyramid: 'Schools', version: 0, path: world.newPath() }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('reg-43 a GeoPackage becomes a pyramid', () => {
  it('reg-43 takes layers for types, refs for identity, and groups; what it exports changes nothing', async () => {
    const ctx = await anEditor();
    const path = world.aGeoPackage(
      [district, clinic({ group_refs: 'g1,g2' })],
      [
        ['g1', 'Urban'],
        ['g2', 'Rural'],
      ],
    );
    const { report } = await importOrgUnits(ctx, { path, pyramid: 'Health' });
    expect(report).toMatchObject({ created: 2, refused: 0, leaves: 1, rows: [] });
    const out = world.newPath();
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
    await importOrgUnits(ctx, { path: world.aGeoPackage([district, other, clinic()]), pyramid: 'Health' });
    const part = world.aGeoPackage([clinic({ name: 'Clinic two', parent_ref: 'e' })]);
    const { report } = await importOrgUnits(ctx, { path: part, pyramid: 'Health', version: 0 });
    expect(report).toMatchObject({ created: 0, updated: 1, unchanged: 0 });
    expect(await unitsOf(ctx, sql`u.source_ref = 'c'`)).toMatchObject([
      { name: 'Clinic two', parent: 'Other', depth: 2 },
    ]);
  });

  it('reg-43 moves a whole branch with its unit', async () => {
    const ctx = await anEditor();
    const region: Feature = { layer: 'level-1-Region', values: { ref: 'r', name: 'Region', parent_ref: null } };
    await importOrgUnits(ctx, { path: world.aGeoPackage([region, district, clinic()]), pyramid: 'Health' });
    const moved = world.aGeoPackage([{ ...district, values: { ...district.values, parent_ref: 'r' } }]);
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
    const { report, isDone } = await importOrgUnits(ctx, {
      path: world.aGeoPackage([district, feature]),
      pyramid: 'Health',
    });
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
    const path = world.aGeoPackage([{ ...district, shape: wkb('bow tie', 10, 5) }]);
    const { report, isDone } = await importOrgUnits(ctx, { path, pyramid: 'Health' });
    expect(isDone).toBe(true);
    expect(report.rows).toMatchObject([{ line: 1, code: 'shape_mended' }]);
    const [row] = await world.db.query(
      z.object({ isValid: z.boolean(), kind: z.string() }),
      sql`SELECT ST_IsValid(geom) AS "isValid", GeometryType(geom) AS kind FROM org_units WHERE organization_id = ${ctx.organizationId}`,
    );
    expect(row).toEqual({ isValid: true, kind: 'MULTIPOLYGON' });
  });

  it('reg-43 says that a file is no GeoPackage', async () => {
    const path = world.newPath();
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
    // A row may leave a level empty, so each level may stand under all above it: three of them, and the schools.
    const allowed = await world.db.query(
      z.object({ above: z.string(), below: z.array(z.string()) }),
      sql`SELECT a.name AS above, array_agg(b.name ORDER BY b.depth) AS below
        FROM org_unit_type_children c
        JOIN org_unit_types a ON a.organization_id = c.organization_id AND a.id = c.parent_type_id
        JOIN org_unit_types b ON b.organization_id = c.organization_id AND b.id = c.child_type_id
        WHERE c.organization_id = ${ctx.organizationId} GROUP BY a.name, a.depth ORDER BY a.depth`,
    );
    expect(allowed).toEqual([
      { above: 'ProvincePoliAdmin', below: ['Proved', 'Sproved', 'Nom Ecole'] },
      { above: 'Proved', below: ['Sproved', 'Nom Ecole'] },
      { above: 'Sproved', below: ['Nom Ecole'] },
    ]);
  });

  it('reg-43 takes a real GeoPackage with its groups; our export of it changes nothing', async () => {
    const ctx = await anEditor();
    const { report } = await importOrgUnits(ctx, { path: join(real, 'small_sample.gpkg'), pyramid: 'Burkina' });
    expect(report).toMatchObject({ created: 136, refused: 0, leaves: 83 });
    const out = world.newPath();
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
