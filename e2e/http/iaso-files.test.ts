import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGeoPackage } from '#lib/formats/geopackage/open-geopackage.ts';
import { createUnitGroup } from '#lib/registry/index.ts';
import { openIasoWorld, type IasoWorld } from '../harness/iaso.ts';

let world: IasoWorld;
let folder: string;
beforeAll(async () => {
  world = await openIasoWorld();
  const { accounts, organization, pyramid } = world;
  await createUnitGroup(accounts.system(organization), {
    versionId: pyramid.versionId,
    name: 'Urban',
    sourceRef: 'urb',
  });
  folder = await mkdtemp(join(tmpdir(), 'cairn-iaso-files-'));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function fileOf(request: string): Promise<Buffer> {
  const { status, body } = await world.ask(request);
  expect([request, status]).toEqual([request, 200]);
  if (!Buffer.isBuffer(body)) throw new Error(`${request} gave no file`);
  return body;
}

it('reg-45 the list of units comes as CSV and XLSX with the headers that scripts know, as its searches say', async () => {
  const [header = '', ...rows] = (await fileOf('GET /api/orgunits/?csv=true&validation_status=all&order=name'))
    .toString()
    .trim()
    .split('\r\n');
  expect(header.replace('\uFEFF', '').split(',').slice(0, 20)).toEqual([
    ...['ID', 'Nom', 'Type', 'Latitude', 'Longitude', 'Code', "Date d'ouverture", 'Date de fermeture'],
    ...['Date de création', 'Date de modification', 'Créé par', 'Source', 'Validé', 'Référence externe'],
    ...['parent 1', 'parent 2', 'parent 3', 'parent 4', 'Ref Ext parent 1', 'Ref Ext parent 2'],
  ]);
  expect(rows.length).toBeGreaterThan(5);
  const found = await fileOf(
    `GET /api/orgunits/?xlsx=true&searches=${encodeURIComponent('[{"search":"mbandaka"},{"search":"gombe"}]')}`,
  );
  const book = read(found);
  const table = utils.sheet_to_json<Record<string, unknown>>(book.Sheets[book.SheetNames[0] ?? ''] ?? {});
  expect(table.map((row) => row['Nom']).sort()).toEqual(['Gombe', 'Mbandaka']);
});

it('reg-44 the list of units comes as a GeoPackage with a layer for each type', async () => {
  const path = join(folder, 'units.gpkg');
  await writeFile(path, await fileOf('GET /api/orgunits/?gpkg=true&validation_status=all'));
  const file = openGeoPackage(path);
  const names = file.tables.map(({ name }) => name);
  file.close();
  expect(names).toContain('groups');
  expect(names.filter((name) => /^level-\d+-/.test(name)).length).toBeGreaterThan(1);
});

it('reg-46 the list of units comes as Parquet', async () => {
  const bytes = await fileOf('GET /api/orgunits/?parquet=true&extra_fields=location_geojson');
  const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
  expect(rows.map((row) => String(row['org_unit_name']))).toContain('Mbandaka');
  expect(Object.keys(rows[0] ?? {})).toContain('org_unit_location_geojson');
  const colour = await world.ask('GET /api/orgunits/?parquet=true&extra_fields=colour');
  expect([colour.status, colour.body]).toEqual([400, { detail: expect.stringContaining('colour') as string }]);
  const narrower = await world.ask('GET /api/orgunits/?parquet=true&validation_status=all&limit=5');
  const detail = 'A Parquet file knows no validation_status, limit.';
  expect([narrower.status, narrower.body]).toEqual([409, { detail }]);
});

it('reg-35 groups come as a table, and only to who may read', async () => {
  const csv = (await fileOf('GET /api/groups/export/?file_format=csv')).toString();
  expect(csv).toContain('ID,Source ref,Name,Data source,Version');
  expect(csv).toContain('Urban');
  expect((await world.ask('GET /api/groups/export/?file_format=pdf')).status).toBe(400);
  const blind = await world.askWith([]);
  for (const address of ['/api/groups/export/', '/api/orgunits/?csv=true', '/api/orgunits/?gpkg=true']) {
    expect((await blind(`GET ${address}`)).status).toBe(403);
    expect((await world.askUnknown(`GET ${address}`)).status).toBe(401);
  }
  const part = await world.askWithin(world.pyramid.paths.get('eq') ?? '');
  const { body } = await part('GET /api/orgunits/?csv=true');
  expect(String(body)).toContain('Mbandaka');
  expect(String(body)).not.toContain('Gombe');
});
