import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStudy } from '#lib/accounts/index.ts';
import { updatePyramid, updateUnitType } from '#lib/registry/index.ts';
import { openIasoWorld, type IasoAnswer, type IasoAsk, type IasoWorld } from '../harness/iaso.ts';
import { plantPyramid } from '../harness/registry.ts';

let world: IasoWorld;
let ask: IasoAsk;

beforeAll(async () => {
  world = await openIasoWorld();
  ask = world.ask;
});
afterAll(() => world.close());

const legacy = (ref: string) => world.pyramid.legacyIds.get(ref) ?? -1;
const params = (of: Readonly<Record<string, unknown>>) =>
  new URLSearchParams(
    Object.entries(of).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  ).toString();

const aClinic = async () =>
  ((await ask(`GET /api/orgunits/${String(legacy('mb'))}/`)).body as { org_unit_type_id: number }).org_unit_type_id;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly search_index: number | null;
}
const rowsOf = ({ body }: IasoAnswer) => (body as { orgunits: Row[] }).orgunits;
const search = async (of: Readonly<Record<string, unknown>>) =>
  rowsOf(await ask(`GET /api/orgunits/?${params({ limit: '50', ...of })}`)).map(({ name }) => name);

describe('reg-25 the list of units in the old protocol', () => {
  it('reg-25 is a dictionary for phones without a limit, every member of it', async () => {
    const { status, body } = await ask('GET /api/orgunits/');
    expect(status).toBe(200);
    const { orgUnits } = body as { orgUnits: Record<string, unknown>[] };
    expect(orgUnits.map(({ name }) => name)).toEqual(['Équateur', 'Gombe', 'Kinshasa', 'Mbandaka', 'RD Congo']);
    expect(orgUnits[3]).toEqual({
      id: legacy('mb'),
      name: 'Mbandaka',
      parent_id: legacy('eq'),
      org_unit_type_id: expect.any(Number) as number,
      org_unit_type_name: 'Clinic',
      validation_status: 'VALID',
      created_at: expect.closeTo(Date.now() / 1000, -3) as number,
      updated_at: expect.closeTo(Date.now() / 1000, -3) as number,
      latitude: 0.05,
      longitude: 18.26,
      altitude: 0,
      reference_instance_id: null,
      uuid: null,
      aliases: ['La Fleur'],
      opening_date: null,
      closed_date: null,
    });
    expect(orgUnits[1]).toMatchObject({ opening_date: '01/01/2020', closed_date: '30/06/2024' });
  });

  it('reg-25 is paged with a limit, every member of a row', async () => {
    const { body } = await ask('GET /api/orgunits/?limit=2&page=2&order=name');
    expect(body).toMatchObject({
      count: 5,
      counts: [],
      has_next: true,
      has_previous: true,
      page: 2,
      pages: 3,
      limit: 2,
    });
    const [, row] = rowsOf({ body } as IasoAnswer);
    const type = { id: expect.any(Number) as number, name: 'Clinic', short_name: 'Cli', depth: 2 };
    const times = { created_at: expect.any(Number) as number, updated_at: expect.any(Number) as number };
    const names = { org_unit_type_id: expect.any(Number) as number, org_unit_type_name: 'Province' };
    const country = { id: legacy('cd'), name: 'RD Congo', parent: null, ...names, org_unit_type_name: 'Country' };
    expect(row).toEqual({
      id: legacy('mb'),
      name: 'Mbandaka',
      aliases: ['La Fleur'],
      parent_id: legacy('eq'),
      validation_status: 'VALID',
      parent_name: 'Équateur',
      source: expect.stringContaining('Pyramid') as string,
      source_ref: 'mb',
      sub_source: null,
      code: '',
      org_unit_type_name: 'Clinic',
      parent: { id: legacy('eq'), name: 'Équateur', parent: country, ...names },
      latitude: 0.05,
      longitude: 18.26,
      altitude: 0,
      has_geo_json: false,
      search_index: null,
      ...times,
      source_id: expect.any(Number) as number,
      version_id: expect.any(Number) as number,
      org_unit_type: { ...type, ...times },
      org_unit_type_id: type.id,
      instances_count: 0,
      groups: [],
      creator: null,
      projects: [],
      default_image: null,
      opening_date: null,
      closed_date: null,
    });
  });

  it('reg-25 pages by number reach every unit once, from either end, and a page too far is the last', async () => {
    const names: string[] = [];
    for (const page of [1, 2, 3]) names.push(...(await search({ limit: '2', page: String(page) })));
    expect(names).toEqual(['Équateur', 'Gombe', 'Kinshasa', 'Mbandaka', 'RD Congo']);
    const { body } = await ask('GET /api/orgunits/?limit=2&page=9');
    expect(body).toMatchObject({ page: 3, has_next: false });
    expect(rowsOf({ body } as IasoAnswer).map(({ name }) => name)).toEqual(['RD Congo']);
    expect(await search({ order: '-id' })).toEqual(['Gombe', 'Mbandaka', 'Kinshasa', 'Équateur', 'RD Congo']);
    expect(await search({ order: '-org_unit_type__depth,-name' })).toEqual([
      'Mbandaka',
      'Gombe',
      'Kinshasa',
      'Équateur',
      'RD Congo',
    ]);
  });

  it('reg-25 is light with smallSearch, has shapes with withShapes, and is a map with asLocation', async () => {
    const small = await ask('GET /api/orgunits/?limit=1&smallSearch=true&search=Gombe');
    expect(Object.keys(rowsOf(small)[0] ?? {}).toSorted()).toEqual(
      ['id', 'name', 'parent_id', 'validation_status', 'parent_name', 'source', 'source_ref', 'org_unit_type_name']
        .concat(['search_index', 'parent', 'creator'])
        .toSorted(),
    );
    const shaped = (await ask('GET /api/orgunits/?withShapes=true')).body as { orgUnits: Record<string, unknown>[] };
    const country = shaped.orgUnits.find(({ name }) => name === 'RD Congo');
    expect(country).toMatchObject({
      ...{ short_name: 'RD Congo', has_geo_json: true, version: 0, org_unit_type_depth: 0, source_ref: 'cd' },
      geo_json: { type: 'FeatureCollection', features: [{ id: legacy('cd'), geometry: { type: 'MultiPolygon' } }] },
    });
    const places = (await ask('GET /api/orgunits/?asLocation=true&limit=10&withParents=true')).body;
    expect(places).toMatchObject([
      { name: 'Mbandaka', latitude: 0.05, org_unit_type: 'Clinic', geo_json: null, parent: { name: 'Équateur' } },
      { name: 'RD Congo', has_geo_json: true, geo_json: { type: 'FeatureCollection' }, parent: null },
    ]);
    expect((await ask('GET /api/orgunits/?asLocation=true')).status).toBe(400);
  });

  const filters: readonly [string, () => Readonly<Record<string, unknown>>, readonly string[]][] = [
    ['search', () => ({ search: 'bAnda' }), ['Mbandaka']],
    ['search ids:', () => ({ search: `ids:${String(legacy('cd'))}` }), ['RD Congo']],
    ['search refs:', () => ({ search: 'refs:kin' }), ['Kinshasa']],
    ['search codes:', () => ({ search: 'codes:K-1' }), ['Kinshasa']],
    ['validation_status', () => ({ validation_status: 'NEW,REJECTED' }), ['Lowa', 'Ngaba']],
    [
      'validation_status all',
      () => ({ validation_status: 'all', parent_id: String(legacy('kin')) }),
      ['Gombe', 'Ngaba'],
    ],
    ['parent_id 0', () => ({ parent_id: '0' }), ['RD Congo']],
    ['rootsForUser', () => ({ rootsForUser: 'true' }), ['RD Congo']],
    ['orgUnitParentId', () => ({ orgUnitParentId: String(legacy('eq')) }), ['Équateur', 'Mbandaka']],
    [
      'orgUnitParentIds',
      () => ({ orgUnitParentIds: [legacy('eq'), legacy('kin')].join(',') }),
      ['Équateur', 'Gombe', 'Kinshasa', 'Mbandaka'],
    ],
    [
      'excludedOrgUnitParentIds',
      () => ({ excludedOrgUnitParentIds: String(legacy('eq')) }),
      ['Gombe', 'Kinshasa', 'RD Congo'],
    ],
    [
      'onlyDirectChildren',
      () => ({ orgUnitParentId: String(legacy('cd')), onlyDirectChildren: 'true' }),
      ['Équateur', 'Kinshasa'],
    ],
    [
      'onlyDirectChildren false',
      () => ({ orgUnitParentId: String(legacy('eq')), onlyDirectChildren: 'false' }),
      ['Mbandaka'],
    ],
    ['depth', () => ({ depth: '2' }), ['Équateur', 'Kinshasa']],
    ['geography shape', () => ({ geography: 'shape' }), ['RD Congo']],
    ['geography location', () => ({ geography: 'location' }), ['Mbandaka']],
    ['geography none', () => ({ geography: 'none' }), ['Équateur', 'Gombe', 'Kinshasa']],
    ['withShape', () => ({ withShape: 'true' }), ['RD Congo']],
    ['withLocation', () => ({ withLocation: 'true' }), ['Mbandaka']],
    ['opening_date', () => ({ opening_date: '31-12-2019' }), ['Gombe']],
    ['closed_date', () => ({ closed_date: '2025/01/01' }), ['Gombe']],
    ['open_date', () => ({ open_date: '01-01-2025', parent_id: String(legacy('kin')) }), []],
    ['app_id', () => ({ app_id: 'hill-clinics', search: 'Gombe' }), ['Gombe']],
    ['defaultVersion', () => ({ defaultVersion: 'true', search: 'Gombe' }), ['Gombe']],
    ['sourceId', () => ({ sourceId: 'census' }), []],
    ['ids of nothing', () => ({ orgUnitTypeId: '999999' }), []],
    ['group of nothing', () => ({ group: '999999' }), []],
  ];
  it.each(filters)('reg-25 finds by %s', async (_name, of, names) => {
    expect(await search(of())).toEqual(names);
  });

  it('reg-25 types, sources and versions are named by integers', async () => {
    const [row] = rowsOf(await ask('GET /api/orgunits/?limit=1&search=Gombe'));
    const { org_unit_type_id: type, source_id: source, version_id: version } = row as unknown as Record<string, number>;
    expect(await search({ orgUnitTypeId: String(type) })).toEqual(['Gombe', 'Mbandaka']);
    expect(await search({ orgUnitTypeCategory: 'hf' })).toEqual([]);
    expect(await search({ source: String(source), search: 'Gombe' })).toEqual(['Gombe']);
    expect(await search({ version: String(version), search: 'Gombe' })).toEqual(['Gombe']);
    expect((await ask('GET /api/orgunits/?limit=1&version=999999')).status).toBe(404);
    expect((await ask(`GET /api/orgunits/?limit=1&source=999999&version=${String(version)}`)).status).toBe(404);
  });

  it('reg-26 tells the members that are asked for alone, or all of them', async () => {
    const keys = async (query: string) =>
      Object.keys(rowsOf(await ask(`GET /api/orgunits/?limit=1&${query}`))[0] ?? {});
    expect((await keys('fields=name,id,colour')).sort()).toEqual(['id', 'name']);
    expect((await keys('fields=:all')).sort()).toEqual((await keys('')).sort());
    const { body } = await ask('GET /api/v2/orgunittypes/?fields=name&order=name');
    expect(body).toEqual({ orgUnitTypes: [{ name: 'Clinic' }, { name: 'Country' }, { name: 'Province' }] });
    expect(rowsOf(await ask('GET /api/orgunits/?limit=9&order=creator,-instances_count,name'))).toHaveLength(5);
  });

  it('reg-25 the default version alone is meant where it is asked for', async () => {
    const [row] = rowsOf(await ask('GET /api/orgunits/?limit=1&search=Gombe')) as unknown as Record<string, number>[];
    const source = String(row?.['source_id']);
    const { body } = await ask('POST /api/sourceversions/', { data_source: source });
    const version = String((body as { id: number }).id);
    const count = async (query: string) =>
      ((await ask(`GET /api/orgunits/?limit=1&${query}`)).body as { count: number }).count;
    expect(await count(`defaultVersion=true&source=${source}`)).toBe(5);
    expect(await count(`defaultVersion=true&version=${version}`)).toBe(0);
    expect(await count(`defaultVersion=false&version=${String(row?.['version_id'])}`)).toBe(5);
  });

  it('reg-24 several searches are one list, each unit under the first that finds it, with the count of each', async () => {
    const searches = [{ search: 'Kinshasa' }, { orgUnitParentId: legacy('kin') }, { validation_status: 'NEW' }];
    const { body } = await ask(`GET /api/orgunits/?${params({ limit: '10', searches })}`);
    const counts = [1, 2, 1].map((count, index) => ({ index, count }));
    expect(body).toMatchObject({ count: 3, counts });
    expect(rowsOf({ body } as IasoAnswer).map(({ name, search_index: index }) => [name, index])).toEqual([
      ['Gombe', 1],
      ['Kinshasa', 0],
      ['Lowa', 2],
    ]);
  });

  it('reg-25 what cannot be answered is refused in words, never ignored', async () => {
    const wrong = [
      'hasInstances=true',
      'linkedTo=3',
      'limit=0',
      'limit=many',
      'order=colour',
      'geography=sea',
      'depth=x',
    ];
    const worse = ['validation_status=CLOSED', 'open_date=tomorrow', 'searches=3', 'searches={', 'searches=[1]'];
    for (const query of [...wrong, ...worse]) {
      const { status, body } = await ask(`GET /api/orgunits/?limit=5&${query}`);
      expect([query, status]).toEqual([query, 400]);
      expect(body).toEqual({ detail: expect.any(String) as string });
    }
  });
});

describe('one unit, the tree and phones in the old protocol', () => {
  it('reg-18 a unit is told whole, with everything above it and the shape of the nearest ancestor that has one', async () => {
    const { body } = await ask(`GET /api/orgunits/${String(legacy('mb'))}/`);
    expect(body).toMatchObject({
      ...{ id: legacy('mb'), name: 'Mbandaka', short_name: 'Mbandaka', code: '', source_ref: 'mb', geo_json: null },
      ...{ catchment: null, reference_instances: [], instances_count: 0, groups: [], version: 0 },
      org_unit_type: { name: 'Clinic' },
      parent: { name: 'Équateur', parent: { name: 'RD Congo', parent: null, geo_json: { type: 'FeatureCollection' } } },
    });
    expect((await ask(`GET /api/orgunits/${String(legacy('cd'))}`)).body).toMatchObject({
      geo_json: { features: [{ geometry: { type: 'MultiPolygon' } }] },
    });
    for (const id of ['999999', 'x', '1e3']) expect((await ask(`GET /api/orgunits/${id}/`)).status).toBe(404);
  });

  it('reg-28 the tree opens level by level, and is searched', async () => {
    const roots = (await ask('GET /api/orgunits/tree/')).body;
    expect(roots).toEqual([
      {
        id: legacy('cd'),
        name: 'RD Congo',
        validation_status: 'VALID',
        has_children: true,
        org_unit_type_id: expect.any(Number) as number,
        org_unit_type_short_name: 'Cou',
      },
    ]);
    const parent = `parent_id=${String(legacy('kin'))}`;
    const namesOf = ({ body }: IasoAnswer) => (body as Row[]).map(({ name }) => name);
    expect(namesOf(await ask(`GET /api/orgunits/tree/?${parent}`))).toEqual(['Gombe', 'Ngaba']);
    const two = 'validation_status=VALID&validation_status=NEW';
    expect(namesOf(await ask(`GET /api/orgunits/tree/?${parent}&${two}`))).toEqual(['Gombe']);
    expect((await ask('GET /api/orgunits/treesearch/')).body).toMatchObject({ orgunits: [{ name: 'RD Congo' }] });
    expect((await ask('GET /api/orgunits/tree/search/?search=a&page=2&limit=3')).body).toMatchObject({
      ...{ count: 5, page: 2, pages: 2, has_next: false, has_previous: true, limit: 3 },
      results: [{ name: 'Mbandaka' }, { name: 'Ngaba' }],
    });
  });

  it('reg-73 phones get the valid units of their study, parents first, page by page, with shapes and by ids', async () => {
    const { body } = await ask('GET /api/mobile/orgunits/?app_id=hill-clinics&limit=3&page=1');
    expect(body).toMatchObject({ count: 5, has_next: true, page: 1, pages: 2, limit: 3, roots: [] });
    const { orgUnits } = body as { orgUnits: Record<string, unknown>[] };
    expect(orgUnits.map(({ name }) => name)).toEqual(['RD Congo', 'Équateur', 'Mbandaka']);
    expect(Object.keys(orgUnits[0] ?? {})).not.toContain('geo_json');
    const whole = (await ask('GET /api/mobile/orgunits/?app_id=hill-clinics')).body as { orgUnits: Row[] };
    expect(Object.keys(whole).toSorted()).toEqual(['orgUnits', 'roots']);
    expect(whole.orgUnits).toHaveLength(5);
    expect(Object.keys(orgUnits[0] ?? {}).toSorted()).toEqual(
      ['id', 'name', 'parent_id', 'org_unit_type_id', 'org_unit_type_name', 'validation_status', 'created_at', 'uuid']
        .concat(['updated_at', 'latitude', 'longitude', 'altitude', 'aliases', 'groups', 'opening_date', 'closed_date'])
        .toSorted(),
    );
    const gombe = whole.orgUnits.find(({ name }) => name === 'Gombe');
    expect(gombe).toMatchObject({ groups: [], opening_date: '2020-01-01', closed_date: '2024-06-30' });
    const ids = `${String(legacy('cd'))},${String(legacy('ngaba'))}`;
    const named = await ask(`GET /api/mobile/orgunits/?app_id=hill-clinics&shapes=true&ids=${ids}`);
    expect(named.body).toMatchObject({
      orgUnits: [
        { id: legacy('cd'), geo_json: { type: 'MultiPolygon' } },
        { id: legacy('ngaba'), validation_status: 'REJECTED', geo_json: null },
      ],
    });
    expect((await ask(`GET /api/mobile/orgunits/?app_id=hill-clinics&ids=${ids},999999`)).status).toBe(404);
    const shaped = await ask('GET /api/mobile/orgunits/?app_id=hill-clinics&shapes=true&limit=5000');
    expect(shaped.body).toMatchObject({ count: 5, limit: 1000 });
    expect((await ask('GET /api/mobile/orgunits/boundingbox/?app_id=hill-clinics')).body).toEqual({
      results: [{ northern: 1, east: 21, south: 0, west: 18.26 }],
    });
    expect((await ask('GET /api/mobile/orgunits/')).status).toBe(400);
    expect((await ask('GET /api/mobile/orgunits/?app_id=nobody')).status).toBe(404);
  });

  it('reg-73 a phone that has a list is told that it is still right, until something of it changes', async () => {
    const list = 'GET /api/mobile/orgunits/?app_id=hill-clinics&limit=3';
    const askKnowing = async (request: string, tag: string) =>
      (await world.asking(new Headers({ ...world.ownerHeaders, 'if-none-match': tag }))(request)).status;
    const tag = (await ask(list)).headers.get('etag') ?? '';
    expect(await askKnowing(list, tag)).toBe(304);
    expect(await askKnowing(`${list}&page=2`, tag)).toBe(200);
    await ask(`PATCH /api/orgunits/${String(legacy('gombe'))}/`, { aliases: ['La Ville'] });
    expect(await askKnowing(list, tag)).toBe(200);
    expect((await ask(list)).headers.get('etag')).not.toBe(tag);
  });

  it('reg-73 reference submissions of a unit are asked for by its number or by the phone’s name for it', async () => {
    const path = (id: string | number) => `GET /api/mobile/orgunits/${String(id)}/reference_instances/`;
    const query = '?app_id=hill-clinics&last_sync=2026-01-01T00:00:00Z';
    const made = { id: 'phone-1', name: 'From a phone', orgUnitTypeId: null, parentId: String(legacy('eq')) };
    const [unit] = (await ask('POST /api/orgunits/?app_id=hill-clinics', [{ ...made, orgUnitTypeId: await aClinic() }]))
      .body as { id: number }[];
    expect((await ask(path('phone-1') + query)).status).toBe(404);
    await ask(`PATCH /api/orgunits/${String(unit?.id)}/`, { validation_status: 'VALID' });
    const nothing = { count: 0, instances: [], has_next: false, has_previous: false, page: 1, pages: 1, limit: 10 };
    for (const id of ['phone-1', unit?.id ?? 0, legacy('mb')]) {
      expect([id, (await ask(path(id) + query)).body]).toEqual([id, nothing]);
    }
    for (const id of [legacy('ngaba'), 999999, 'nobody']) expect((await ask(path(id) + query)).status).toBe(404);
    expect((await world.askStranger(path(legacy('mb')) + query)).status).toBe(404);
    expect((await ask(path(legacy('mb')))).status).toBe(400);
    expect((await ask(`${path(legacy('mb'))}?app_id=hill-clinics&last_sync=soon`)).status).toBe(400);
    await ask(`PATCH /api/orgunits/${String(unit?.id)}/`, { validation_status: 'REJECTED' });
  });

  it('reg-25 reg-73 of several projects the units of all their types; a parent of no type of the study is not told', async () => {
    const { accounts, organization, study, pyramid } = world;
    const system = accounts.system(organization);
    const key = { key: 'hill-wards', name: 'Wards', description: '', isDefaultIntake: false };
    const wards = await createStudy(system, key, accounts.runtime.config);
    const typeId = (name: string) => pyramid.typeIds.get(name) ?? '';
    await updateUnitType(system, { id: typeId('Clinic'), studyIds: [study.id] });
    await updateUnitType(system, { id: typeId('Country'), studyIds: [wards.id] });
    expect(await search({ project: 'hill-clinics' })).toEqual(['Gombe', 'Mbandaka']);
    expect(await search({ project: 'hill-clinics,hill-wards' })).toEqual(['Gombe', 'Mbandaka', 'RD Congo']);
    expect((await ask('GET /api/orgunits/?limit=5&project=hill-clinics,nobody')).status).toBe(404);
    const phone = (await ask('GET /api/mobile/orgunits/?app_id=hill-clinics')).body;
    expect(phone).toMatchObject({ orgUnits: [{ parent_id: null }, { parent_id: null }] });
    const other = await plantPyramid(accounts.runtime.db, { organizationId: organization.id }, [
      { ref: 'o', name: 'O' },
    ]);
    await updatePyramid(system, { id: other.pyramidId, studyIds: [wards.id] });
    const two = await ask('GET /api/orgunits/?limit=5&project=hill-clinics,hill-wards');
    expect([two.status, two.body]).toEqual([400, { detail: expect.stringContaining('different versions') as string }]);
  });

  it('reg-19 the statuses have names in the language that is asked for', async () => {
    expect((await ask('GET /api/validationstatus/')).body).toEqual([
      { code: 'NEW', label: 'New' },
      { code: 'VALID', label: 'Valid' },
      { code: 'REJECTED', label: 'Rejected' },
    ]);
  });
});
