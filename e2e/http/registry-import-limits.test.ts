import { readFile, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import {
  createUnit,
  exportOrgUnits,
  getUnit,
  importMappingSchema,
  importOrgUnits,
  updateUnit,
} from '#lib/registry/index.ts';
import { clinic, district, openImportWorld, unitsOf, wkb, type Feature } from '../harness/import-files.ts';
import { errorsOf } from '../harness/units.ts';

let world: Awaited<ReturnType<typeof openImportWorld>>;
beforeAll(async () => {
  world = await openImportWorld();
});
afterAll(() => world.close());

const byLevel = importMappingSchema.parse({ name: 'School', parents: ['Province'] });
const byReference = importMappingSchema.parse({
  name: 'Name',
  source_ref: 'Ref',
  parent_ref: 'Parent',
  type: 'Place',
  code: 'Code',
  aliases: 'Aliases',
  extra: ['Notes'],
});

describe('reg-42 a list that no tree can hold', () => {
  it('reg-42 a chain of thousands is refused by name, and the database takes units as before', async () => {
    const ctx = await world.anEditor();
    const chain = Array.from(
      { length: 3000 },
      (_, at) => `N${String(at)},n${String(at)},${at ? `n${String(at - 1)}` : ''},,,`,
    );
    const deep = await world.aList('Name,Ref,Parent,Code,Aliases,Notes', ...chain);
    const { report, isDone } = await importOrgUnits(ctx, { path: deep, pyramid: 'Deep', mapping: byReference });
    expect(isDone).toBe(false);
    expect(report).toMatchObject({ created: 64, refused: 2936 });
    expect(report.rows[0]).toMatchObject({ line: 66, column: 'Parent', code: 'tree_too_deep' });
    const flat = await world.aList('Name,Ref,Parent,Code,Aliases,Notes', ...chain.slice(0, 64));
    expect(await importOrgUnits(ctx, { path: flat, pyramid: 'Deep', mapping: byReference })).toMatchObject({
      isDone: true,
    });
    const [top, bottom] = await world.db.query(
      z.object({ id: z.string(), typeId: z.string() }),
      sql`SELECT id, type_id AS "typeId" FROM org_units
        WHERE organization_id = ${ctx.organizationId} AND source_ref IN ('n0', 'n63') ORDER BY nlevel(path)`,
    );
    const child = { name: 'Deeper', typeId: top?.typeId ?? '', parentId: bottom?.id ?? '' };
    expect(await errorsOf(createUnit(ctx, child))).toEqual(['parentId tree_too_deep']);
    const above = await createUnit(ctx, {
      ...child,
      parentId: null,
      versionId: (await getUnit(ctx, top?.id ?? '')).versionId,
    });
    expect(await errorsOf(updateUnit(ctx, { id: top?.id ?? '', changes: { parentId: above.id } }))).toEqual([
      'parentId tree_too_deep',
    ]);
  });

  it('reg-42 a branch that moves with an import counts with everything under it', async () => {
    const ctx = await world.anEditor();
    const header = 'Name,Ref,Parent,Code,Aliases,Notes';
    const chain = (name: string, length: number) =>
      Array.from({ length }, (_, at) => `${name},${name}${String(at)},${at ? `${name}${String(at - 1)}` : ''},,,`);
    const two = await world.aList(header, ...chain('a', 40), ...chain('b', 40));
    await importOrgUnits(ctx, { path: two, pyramid: 'Two', mapping: byReference });
    const moved = await world.aList(header, 'b,b0,a39,,,');
    const { report } = await importOrgUnits(ctx, { path: moved, pyramid: 'Two', version: 0, mapping: byReference });
    expect(report.rows).toMatchObject([{ line: 2, column: 'Parent', code: 'tree_too_deep' }]);
  });

  it('reg-42 what only leads into a circle is told from the circle', async () => {
    const ctx = await world.anEditor();
    const path = await world.aList(
      'Name,Ref,Parent,Code,Aliases,Notes',
      'A,a,b,,,',
      'B,b,a,,,',
      'C,c,b,,,',
      'D,d,c,,,',
    );
    const { report } = await importOrgUnits(ctx, { path, pyramid: 'Circle', mapping: byReference });
    expect(report.rows.map(({ line, code }) => [line, code])).toEqual([
      [2, 'parent_in_circle'],
      [3, 'parent_in_circle'],
      [4, 'parent_refused'],
      [5, 'parent_refused'],
    ]);
  });

  it('reg-42 texts longer than a place keeps are refused by column, control characters are left out', async () => {
    const ctx = await world.anEditor();
    const long = 'x'.repeat(3000);
    const path = await world.aList(
      'Name,Ref,Parent,Code,Aliases,Notes',
      `A,${long},,,,`,
      `B,b,,${long},,`,
      `C,c,,,${long},`,
      `D,d,,,,${'y'.repeat(70_000)}`,
      'E\u0007e,e,,,,',
    );
    const { report } = await importOrgUnits(ctx, {
      path,
      pyramid: 'Long',
      mapping: byReference,
      leavesOutRefused: true,
    });
    expect(report.rows.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'Ref', 'reference_too_long'],
      [3, 'Code', 'code_too_long'],
      [4, 'Aliases', 'aliases_unusable'],
      [5, 'Notes', 'extra_fields_too_large'],
      [6, 'Name', 'spaces'],
    ]);
    expect(await unitsOf(ctx)).toMatchObject([{ name: 'E e' }]);
  });

  it('reg-22 a cell that is empty now clears its further field, one whose column is not there leaves it', async () => {
    const ctx = await world.anEditor();
    const extra = async (beds: string, ...names: string[]) => {
      const path = await world.aList('Name,Ref,Beds,Power', `A,a,${beds}`);
      const mapping = importMappingSchema.parse({ name: 'Name', source_ref: 'Ref', extra: names });
      return (await importOrgUnits(ctx, { path, pyramid: 'Extra', version: 0, mapping })).report;
    };
    const kept = sql`u.extra_fields = '{"Beds": "5"}'`;
    await extra('5,sun', 'Beds', 'Power');
    expect(await extra(',', 'Power')).toMatchObject({ updated: 1 });
    expect(await unitsOf(ctx, kept)).toHaveLength(1);
    expect(await extra('5,', 'Beds', 'Power')).toMatchObject({ unchanged: 1 });
  });

  it('reg-42 leaves out a title above the names of the columns, and counts rows as a spreadsheet does', async () => {
    const path = await world.aList('Schools of 2026;', ';', 'Province;School', 'Kongo;A', 'Kongo;');
    const { report } = await importOrgUnits(await world.anEditor(), { path, pyramid: 'Schools', mapping: byLevel });
    expect(report.rows.map(({ line, code }) => [line, code])).toEqual([
      [1, 'title_ignored'],
      [5, 'name_missing'],
    ]);
  });

  it('reg-42 leaves no names waiting beside the index of words', async () => {
    const ctx = await world.anEditor();
    const rows = Array.from({ length: 200 }, (_row, n) => `Kongo;School ${String(n)}`);
    await importOrgUnits(ctx, {
      path: await world.aList('Province;School', ...rows),
      pyramid: 'Schools',
      mapping: byLevel,
    });
    const waiting = await world.db.query(
      z.object({ pages: z.coerce.number() }),
      sql`SELECT gin_clean_pending_list('org_units_by_folded_trigram'::regclass) AS pages`,
    );
    expect(waiting).toEqual([{ pages: 0 }]);
  });

  it('reg-42 a column that is there twice is not guessed at', async () => {
    const path = await world.aList('Province;School;School;Lat;Lon;Ref;Code', 'Kongo;A;B;-5;14;;');
    const { report, isDone } = await importOrgUnits(await world.anEditor(), {
      path,
      pyramid: 'Twice',
      mapping: byLevel,
    });
    expect(isDone).toBe(false);
    expect(report.rows).toMatchObject([{ line: 1, column: 'School', code: 'column_repeated' }]);
  });
});

describe('reg-42 files as other programs leave them', () => {
  const mapping = importMappingSchema.parse({ name: 'name', source_ref: 'ref' });
  const text = 'ref;name\na;École\nb;\n';
  const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

  it.each([
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 3],
    ['UTF-16 of the other order without a mark', swapped(Buffer.from(text, 'utf16le')), 3],
    ['a line that names the separator', Buffer.from(`sep=;\r\n${text}`), 3],
    ['bars between the cells', Buffer.from(text.replaceAll(';', '|')), 3],
    ['empty lines before the header', Buffer.from(`\n;\n${text}`), 5],
    ['a zero byte in a cell', Buffer.from(text.replace('École', 'Éc\0ole')), 3],
    ['letters of an old Mac and its line ends', Buffer.from('ref;name\ra;\u0083cole\rb;\r', 'latin1'), 3],
  ])('reg-42 reads %s, and counts rows as a spreadsheet does', async (_what, bytes, line) => {
    const path = world.newPath();
    await writeFile(path, bytes);
    const order = { path, pyramid: 'Lists', mapping, isDryRun: true };
    const { report, units } = await importOrgUnits(await world.anEditor(), order);
    expect(units.map(({ name }) => name.replace(' ', ''))).toEqual(['École']);
    const missing = report.rows.filter(({ code }) => code !== 'spaces' && code !== 'encoding_mended');
    expect(missing).toMatchObject([{ line, column: 'name', code: 'name_missing' }]);
  });

  it.each([
    ['nothing but empty lines', Buffer.from('\n;;\n\n'), 'names no columns'],
    ['nothing but a mark', Buffer.from('\ufeff'), 'names no columns'],
    ['a collection of nothing', Buffer.from('{"type":"FeatureCollection","features":[]}'), 'names no columns'],
    ['a header alone', Buffer.from('ref;name\n;\n'), 'no row with anything in it'],
    ['a map in XML', Buffer.from('\ufeff<?xml version="1.0"?>\n<kml/>'), 'KML'],
    ['a page under the name of a workbook', Buffer.from('<html><table><tr><td>ref</td></tr></table>'), 'web page'],
    ['half a workbook', Buffer.from('PK\u0003\u0004cut'), 'its end is missing'],
  ])('reg-42 says of %s what it lacks, and makes nothing', async (_what, bytes, reason) => {
    const ctx = await world.anEditor();
    const path = world.newPath();
    await writeFile(path, bytes);
    const wanted = importOrgUnits(ctx, { path, pyramid: 'Lists', mapping, leavesOutRefused: true });
    await expect(wanted).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringContaining(reason) as string,
    });
    expect(await unitsOf(ctx)).toEqual([]);
  });

  it('reg-42 takes what R and Python write for a missing value as no value, and digits of other scripts as digits', async () => {
    const ctx = await world.anEditor();
    const columns = { ...mapping, latitude: 'lat', longitude: 'lon', opening_date: 'opened', status: 'status' };
    const path = await world.aList(
      '"","ref","name","lat","lon","opened","status"',
      '"1","a","A",NA,NA,NA,NA',
      '"2","b","B",nan,NaN,NaT,None',
      '"3","c","C",٤٫٥,١٢,٢٠٢٠/٠١/٣١,NEW',
    );
    const { report } = await importOrgUnits(ctx, {
      path,
      pyramid: 'R',
      mapping: importMappingSchema.parse(columns),
    });
    expect(report).toMatchObject({ created: 3, refused: 0 });
    expect(report.rows.map(({ line, code }) => [line, code])).toEqual([
      [2, 'position_missing'],
      [3, 'position_missing'],
    ]);
    const last = sql`u.name = 'C' AND u.status = 'NEW' AND u.opening_date = '2020-01-31'
      AND ST_AsText(u.location) = 'POINT Z (12 4.5 0)'`;
    expect(await unitsOf(ctx, last)).toHaveLength(1);
  });

  it('reg-42 makes no pyramid for a file of which nothing is left when the refused rows are left out', async () => {
    const ctx = await world.anEditor();
    const path = await world.aList('ref;name', 'a;', ';');
    const order = { path, pyramid: 'Nothing', mapping, leavesOutRefused: true };
    expect(await importOrgUnits(ctx, order)).toMatchObject({ isDone: false, report: { created: 0, refused: 1 } });
    const pyramids = await world.db.query(
      z.object({ count: z.coerce.number() }),
      sql`SELECT count(*) FROM pyramids WHERE organization_id = ${ctx.organizationId}`,
    );
    expect(pyramids).toEqual([{ count: 0 }]);
  });

  it('reg-42 names a shape that goes round the earth because it is not parted at the date line', async () => {
    const path = world.newPath();
    const area = (ref: string, polygons: number[][][][]) => ({
      ...{ type: 'Feature', properties: { ref, name: ref } },
      geometry: { type: 'MultiPolygon', coordinates: polygons },
    });
    const box = (west: number, east: number) => [
      [
        [west, 0],
        [east, 0],
        [east, 5],
        [west, 5],
        [west, 0],
      ],
    ];
    const features = [area('round', [box(179, -179)]), area('parted', [box(179, 180), box(-180, -179)])];
    await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }));
    const { report } = await importOrgUnits(await world.anEditor(), { path, pyramid: 'Islands', mapping });
    expect(report).toMatchObject({ created: 2, refused: 0 });
    expect(report.rows).toMatchObject([{ line: 1, column: 'geometry', code: 'shape_wide' }]);
  });

  it('reg-42 says what a geometry is that is no place', async () => {
    const path = world.newPath();
    const geometries = [{ type: 'GeometryCollection', geometries: [] }, { type: 'LineString', coordinates: [] }, {}];
    const features = geometries.map((geometry, n) => ({
      ...{ type: 'Feature', geometry, properties: { ref: String(n), name: String(n) } },
    }));
    await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }));
    const { report } = await importOrgUnits(await world.anEditor(), { path, pyramid: 'Shapes', mapping });
    expect(report.rows.map(({ line, message }) => [line, /\((.*)\)/.exec(message)?.[1]])).toEqual([
      [1, 'GeometryCollection'],
      [2, 'LineString'],
      [3, 'the geometry has no type'],
    ]);
  });
});

describe('reg-43 GeoPackages as other programs leave them', () => {
  const changed = (path: string, ...statements: string[]) => {
    const db = new DatabaseSync(path);
    for (const statement of statements) db.exec(statement);
    db.close();
    return path;
  };
  const leaves = 'level-3-Health facility - HF';

  it('reg-43 one geometry that is none costs its own feature alone', async () => {
    const path = world.aGeoPackage([district, clinic(), clinic({ ref: 'e', name: 'Other' })]);
    changed(path, `UPDATE "${leaves}" SET geom = x'00112233' WHERE ref = 'c'`);
    const { report } = await importOrgUnits(await world.anEditor(), { path, pyramid: 'Broken' });
    expect(report).toMatchObject({ created: 2, refused: 1 });
    expect(report.rows).toMatchObject([
      { line: 1, code: 'shape_unusable', message: expect.stringContaining('does not begin with "GP"') as string },
    ]);
  });

  it('reg-44 types whose names differ in case alone, and groups of any reference, come back as they were', async () => {
    const ctx = await world.anEditor();
    const at = (layer: string, ref: string): Feature => ({
      ...{ layer, values: { ref, name: ref, parent_ref: null, group_refs: ref === 'x' ? 'a|b;c,A|B;C' : null } },
    });
    // SQLite keeps no two tables of such names in one file.
    const groups = [
      ['a|b;c', 'One'],
      ['A|B;C', 'Two'],
    ] as const;
    await importOrgUnits(ctx, { path: world.aGeoPackage([at('level-3-Village', 'x')], groups), pyramid: 'Health' });
    await importOrgUnits(ctx, { path: world.aGeoPackage([at('level-3-village', 'y')]), pyramid: 'Health', version: 0 });
    await importOrgUnits(ctx, { path: world.aGeoPackage([at('level-3-VILLAGE', 'z')]), pyramid: 'Health', version: 0 });
    const out = world.newPath();
    expect(await exportOrgUnits(ctx, { pyramid: 'Health', version: 0, path: out })).toBe(3);
    const again = await importOrgUnits(ctx, { path: out, pyramid: 'Health', version: 0 });
    expect(again.report).toMatchObject({ created: 0, updated: 0, unchanged: 3, rows: [] });
  });

  it('reg-43 a layer by another name is left out by name', async () => {
    const places = clinic({ ref: 'x' });
    const path = world.aGeoPackage([district, clinic(), { ...places, layer: 'wells' }]);
    const { report } = await importOrgUnits(await world.anEditor(), { path, pyramid: 'Wells' });
    expect(report).toMatchObject({ created: 2, refused: 0 });
    expect(report.rows).toMatchObject([{ line: 1, column: 'wells', code: 'layer_ignored' }]);
  });

  it('reg-43 a layer that would be worked out without end is not begun', async () => {
    const path = changed(
      world.aGeoPackage([district, clinic()]),
      `DROP TABLE "${leaves}"`,
      `CREATE VIEW "${leaves}" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS fid, i AS ref, i AS name, NULL AS geom FROM n WHERE i < 0`,
    );
    await expect(importOrgUnits(await world.anEditor(), { path, pyramid: 'View' })).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringContaining('is a view') as string,
    });
    const worse = changed(world.aGeoPackage([district]), 'ALTER TABLE gpkg_contents RENAME TO c');
    changed(worse, 'CREATE VIEW gpkg_contents AS SELECT * FROM c');
    await expect(importOrgUnits(await world.anEditor(), { path: worse, pyramid: 'View' })).rejects.toMatchObject({
      code: 'file_unreadable',
    });
  });

  it('reg-43 one that is cut off says how much of it is there', async () => {
    const path = world.aGeoPackage([district, clinic()]);
    const bytes = await readFile(path);
    for (const length of [2_000, bytes.length / 2]) {
      await writeFile(path, bytes.subarray(0, length));
      await expect(importOrgUnits(await world.anEditor(), { path, pyramid: 'Cut' })).rejects.toMatchObject({
        code: 'file_unreadable',
        message: expect.stringContaining(`${String(length)} of ${String(bytes.length)} bytes`) as string,
      });
    }
  });
});

describe('reg-43 shapes of other tools', () => {
  it('reg-43 names a curve as what it is', async () => {
    const curve = Buffer.from([1, 10, 0, 0, 0, 0, 0, 0, 0]);
    const path = world.aGeoPackage([district, clinic({}, curve)]);
    const { report } = await importOrgUnits(await world.anEditor(), { path, pyramid: 'Curves' });
    expect(report.rows).toMatchObject([
      { code: 'shape_unusable', message: expect.stringContaining('(CurvePolygon)') as string },
    ]);
  });

  it('reg-43 takes a point that a tool for maps wrote as a list of one, and says what other shapes are', async () => {
    const ctx = await world.anEditor();
    const several = (count: number) =>
      Buffer.concat([
        Buffer.from([1, 4, 0, 0, 0, count, 0, 0, 0]),
        ...Array.from({ length: count }, () => wkb('point', 10.5, 5.5)),
      ]);
    const good = await importOrgUnits(ctx, {
      path: world.aGeoPackage([district, clinic({}, several(1))]),
      pyramid: 'One',
    });
    expect(good.report).toMatchObject({ created: 2, rows: [] });
    const bad = await importOrgUnits(ctx, {
      path: world.aGeoPackage([district, clinic({}, several(2))]),
      pyramid: 'Two',
    });
    expect(bad.report.rows).toMatchObject([
      { code: 'shape_unusable', message: expect.stringContaining('(MultiPoint)') as string },
    ]);
  });
});
