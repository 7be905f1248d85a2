import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '#lib/commands/commands.ts';
import { openGeoPackage } from '#lib/formats/geopackage/open-geopackage.ts';
import { openXlsx } from '#lib/formats/xlsx/open-xlsx.ts';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { getTask, openTaskResult } from '#lib/platform/tasks/index.ts';
import { exportOrgUnits, orderUnitExport } from '#lib/registry/index.ts';
import { openPassiveTest, type PassiveTest } from '../harness/passive.ts';
import { plantPyramid, type PlantedPyramid } from '../harness/registry.ts';
import { runTasks } from '../harness/tasks.ts';
import { aPerson, type Tenant } from '../harness/tenant.ts';

let test: PassiveTest;
let tenant: Tenant;
let pyramid: PlantedPyramid;
let folder: string;

const square = 'MULTIPOLYGON(((20 0, 21 0, 21 1, 20 1, 20 0)),((30 0, 35 0, 35 5, 30 5, 30 0)))';

beforeAll(async () => {
  test = await openPassiveTest();
  folder = await mkdtemp(join(tmpdir(), 'cairn-units-'));
  tenant = await test.aTenant();
  pyramid = await plantPyramid(test.runtime.db, tenant, [
    { ref: 'cd', name: 'RD Congo', type: 'Country', shape: square },
    { ref: 'eq', name: 'Équateur', parent: 'cd', type: 'Province', at: [18.26, 0] },
    { ref: 'z', name: 'Zone, "Bikoro"', parent: 'eq', type: 'Zone' },
    { ref: 'a', name: 'Aire', parent: 'z', type: 'Aire' },
    { ref: 'v', name: 'Village', parent: 'a', type: 'Village' },
    {
      ref: 'c',
      name: '=HYPERLINK("x")',
      parent: 'v',
      type: 'Clinic',
      code: '-2+3',
      at: [18.3, -0.1],
      opened: '2020-02-29',
      extra: { beds: 4 },
    },
    { ref: 'n', name: 'Nouveau', parent: 'eq', type: 'Clinic', status: 'NEW' },
  ]);
  const { db } = test.runtime;
  const { organizationId } = tenant;
  const { versionId, ids } = pyramid;
  for (const [name, ref, members] of [
    ['Urban', 'u', ['c', 'eq']],
    ['Empty', 'e', []],
    ['Rural', 'r', ['n']],
  ] as const) {
    const groupId = newId();
    await db.execute(sql`INSERT INTO org_unit_groups (organization_id, id, version_id, name, source_ref)
      VALUES (${organizationId}, ${groupId}, ${versionId}, ${name}, ${ref})`);
    for (const member of members) {
      await db.execute(sql`INSERT INTO org_unit_group_members (organization_id, version_id, group_id, unit_id)
        VALUES (${organizationId}, ${versionId}, ${groupId}, ${ids.get(member)})`);
    }
  }
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

type Asked = Omit<Parameters<typeof orderUnitExport>[1], 'version'>;

function as(path: string | null = null): Context {
  const person = aPerson(['registry.read']);
  if (person.kind !== 'user') throw new Error('not a person');
  const actor = { ...person, grants: person.grants.map((grant) => ({ ...grant, orgUnitPath: path })) };
  return test.runtime.context({ organizationId: tenant.organizationId, actor, requestId: newId() });
}

/** Orders a file and does the work. */
async function exported(asked: Asked, ctx = as()): Promise<{ name: string; bytes: Buffer; result: unknown }> {
  const taskId = await orderUnitExport(ctx, { version: pyramid.versionId, ...asked });
  await runTasks(test.runtime);
  const { state, error, result } = await getTask(ctx, taskId);
  expect(state, error?.detail).toBe('succeeded');
  const { name, open } = await openTaskResult(ctx, { taskId });
  return { name, bytes: await buffer(await open()), result };
}

const legacy = (ref: string) => pyramid.legacyIds.get(ref) ?? 0;

describe('reg-45 units as a table', () => {
  it('CSV has the columns of old, in French when asked, four ancestors, and a column for each group in it', async () => {
    const { bytes, name } = await exported({ format: 'csv', locale: 'fr' });
    const [header, ...rows] = bytes.toString().replace('\ufeff', '').trimEnd().split('\r\n');
    expect(name).toMatch(/^units-Pyramid-[\w-]+-v0-\d{4}-\d\d-\d\d\.csv$/);
    expect(header).toBe(
      "ID,Nom,Type,Latitude,Longitude,Code,Date d'ouverture,Date de fermeture,Date de création,Date de modification,Créé par,Source,Validé,Référence externe,parent 1,parent 2,parent 3,parent 4,Ref Ext parent 1,Ref Ext parent 2,Ref Ext parent 3,Ref Ext parent 4,Urban",
    );
    expect(rows).toHaveLength(6);
    expect(rows[1]).toMatch(new RegExp(`^${String(legacy('eq'))},Équateur,Province,0,18.26,,,,`));
    expect(rows[2]).toContain('"Zone, ""Bikoro"""');
    expect(rows[5]).toMatch(/,"'=HYPERLINK\(""x""\)",Clinic,-0.1,18.3,'-2\+3,2020-02-29,,/);
    expect(rows[5]).toMatch(/,VALID,c,Village,Aire,"Zone, ""Bikoro""",Équateur,v,a,z,eq,1$/);
  });

  it('a workbook says the same, and runs no formula', async () => {
    const { bytes } = await exported({ format: 'xlsx', searches: [{ status: [] }] });
    const sheet = await sheetOf(bytes);
    expect(sheet[0]?.slice(0, 4)).toEqual(['ID', 'Name', 'Type', 'Latitude']);
    expect(sheet).toHaveLength(8);
    expect(sheet[6]?.[1]).toBe('=HYPERLINK("x")');
  });
});

describe('reg-45 units written by the command line', () => {
  it('every unit, whatever its status, in the format asked for; nothing else is left beside it', async () => {
    const [row] = await test.runtime.db.query(
      z.object({ name: z.string() }),
      sql`SELECT name FROM pyramids WHERE organization_id = ${tenant.organizationId} AND id = ${pyramid.pyramidId}`,
    );
    const order = { pyramid: row?.name ?? '', version: 0 };
    const out = await mkdtemp(join(folder, 'out-'));
    for (const format of ['csv', 'xlsx', 'geojson', 'parquet', 'gpkg'] as const) {
      expect(await exportOrgUnits(as(), { ...order, path: join(out, format), format, locale: 'de' })).toBe(7);
    }
    expect((await readdir(out)).sort()).toEqual(['csv', 'geojson', 'gpkg', 'parquet', 'xlsx']);
    expect(await readFile(join(out, 'csv'), 'utf8')).toMatch(/^\ufeffID,Name,Typ,Breite,Länge,/);
  });
});

describe('reg-42 a list brought in by the command line', () => {
  it('a mapping that is none is told by file and member', async () => {
    const path = join(folder, 'mapping.json');
    const command = commands.find(({ name }) => name === 'registry import');
    const bringIn = () =>
      command?.parseAndRun(() => Promise.resolve(test.runtime), {
        ...{ file: 'list.csv', pyramid: 'P', map: path },
        org: tenant.studyKey,
      });
    for (const [text, reason] of [
      ['{"nam":"Name"}', 'mapping.json: name: '],
      ['[]', 'mapping.json: it: '],
      ['{', 'mapping.json: '],
    ] as const) {
      await writeFile(path, text);
      await expect(bringIn()).rejects.toMatchObject({
        code: 'input_invalid',
        fields: { map: expect.stringContaining(reason) as string },
      });
    }
  });
});

describe('reg-44 units as a GeoPackage', () => {
  it('holds what the searches find, a layer for each type, and the groups', async () => {
    const { bytes } = await exported({ format: 'gpkg', searches: [{ underIds: [pyramid.ids.get('z') ?? ''] }] });
    const path = join(folder, 'units.gpkg');
    await writeFile(path, bytes);
    const file = openGeoPackage(path);
    const names = file.tables.map(({ name }) => name);
    file.close();
    expect(names.sort()).toEqual(['groups', 'level-2-Zone', 'level-3-Aire', 'level-4-Village', 'level-5-Clinic']);
  });
});

describe('reg-45 units as GeoJSON', () => {
  it('the shape, else the point, else null; one feature a line', async () => {
    const { bytes, result } = await exported({ format: 'geojson' });
    const { features } = JSON.parse(bytes.toString()) as {
      features: { geometry: { type: string } | null; properties: object }[];
    };
    expect(features.map(({ geometry }) => geometry?.type ?? null)).toEqual([
      'MultiPolygon',
      'Point',
      null,
      null,
      null,
      'Point',
    ]);
    expect(features[1]?.properties).toMatchObject({ name: 'Équateur', ref: 'eq', parent_ref: 'cd', group_refs: 'u' });
    expect(result).toEqual({ units: 6 });
  });
});

describe('reg-46 units as Parquet', () => {
  it('has its own columns, those of every level over a unit, and the extra fields asked for', async () => {
    const { bytes } = await exported({
      format: 'parquet',
      extraFields: [
        'biggest_polygon_geojson',
        'groups_exploded',
        'groups_exploded_code',
        'groups_json',
        'extra_fields',
      ],
    });
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    expect(rows).toHaveLength(6);
    expect(rows[5]).toMatchObject({
      org_unit_id: BigInt(legacy('c')),
      org_unit_type: 'Clinic',
      org_unit_level: 6,
      org_unit_longitude: 18.3,
      org_unit_opening_date: '2020-02-29',
      level_1_name: 'RD Congo',
      level_5_source_ref: 'v',
      level_6_validation_status: 'VALID',
      group_Urban: 1,
      group_u: 1,
      org_unit_groups_json: [{ name: 'Urban' }],
      org_unit_extra_fields: { beds: 4 },
    });
    expect(rows[0]).toMatchObject({ level_2_id: null, group_Urban: 0 });
    expect(JSON.parse(String(rows[0]?.['org_unit_biggest_polygon_geojson']))).toMatchObject({
      coordinates: [
        [
          [30, 0],
          [35, 0],
          [35, 5],
          [30, 5],
          [30, 0],
        ],
      ],
    });
  });
});

describe('reg-44 who gets what', () => {
  it('a role for a part of the tree gets that part, whatever it asks for', async () => {
    const { result } = await exported({ format: 'csv', searches: [{ status: [] }] }, as(pyramid.paths.get('v') ?? ''));
    expect(result).toEqual({ units: 2 });
  });

  it('a version of another organization is not there', async () => {
    const other = await test.aTenant();
    const ctx = test.runtime.context({ ...other, actor: aPerson(['registry.read']), requestId: newId() });
    await expect(orderUnitExport(ctx, { version: pyramid.versionId, format: 'csv' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

/** The cells of a workbook's only sheet, as texts. */
async function sheetOf(bytes: Buffer): Promise<string[][]> {
  const book = await openXlsx(bytes);
  const rows = await Array.fromAsync(book.sheets[0]?.rows() ?? []);
  book.close();
  return rows.map(({ cells }) => cells.map((cell) => cell?.text ?? ''));
}
