import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { createUnit, getUnit, importMappingSchema, importOrgUnits, updateUnit } from '#lib/registry/index.ts';
import { clinic, district, openImportWorld, unitsOf, wkb } from '../harness/import-files.ts';
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

describe('reg-43 shapes of other tools', () => {
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
