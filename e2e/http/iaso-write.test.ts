import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
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
const of = ({ body }: IasoAnswer) => body as Record<string, unknown>;
const flaw = (errorKey: string, message: RegExp | string = /./) => ({
  errorKey,
  errorMessage: (typeof message === 'string' ? message : expect.stringMatching(message)) as string,
});

async function typeNamed(name: string): Promise<number> {
  const { body } = await ask(`GET /api/orgunits/?validation_status=all`);
  const { orgUnits } = body as { orgUnits: { org_unit_type_name: string; org_unit_type_id: number }[] };
  return orgUnits.find((unit) => unit.org_unit_type_name === name)?.org_unit_type_id ?? -1;
}

async function aUnit(more: object = {}): Promise<number> {
  const wanted = { name: `Clinic ${newId()}`, org_unit_type_id: await typeNamed('Clinic'), parent_id: legacy('kin') };
  const made = await ask('POST /api/orgunits/create_org_unit/', { ...wanted, ...more });
  expect([made.status, made.body]).toEqual([200, expect.objectContaining({ id: expect.any(Number) as number })]);
  return of(made)['id'] as number;
}

describe('reg-18 units are made and changed in the old protocol', () => {
  it('reg-18 a unit is made with everything that a page sends, NEW unless said otherwise', async () => {
    const made = await ask('POST /api/orgunits/create_org_unit/', {
      name: ' Maluku ',
      org_unit_type_id: await typeNamed('Clinic'),
      parent_id: String(legacy('kin')),
      source_ref: 'mal-1',
      code: 'M-1',
      aliases: ['La Source', ''],
      groups: [],
      opening_date: '01/02/2020',
      closed_date: '2021-02-03',
      latitude: 0,
      longitude: 0,
      geom: {
        type: 'Polygon',
        coordinates: [
          [
            [15, -4],
            [16, -4],
            [16, -3],
            [15, -4],
          ],
        ],
      },
    });
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      ...{ name: 'Maluku', validation_status: 'NEW', source_ref: 'mal-1', code: 'M-1', aliases: ['La Source'] },
      ...{ opening_date: '01/02/2020', closed_date: '03/02/2021', latitude: 0, longitude: 0, altitude: 0 },
      ...{ has_geo_json: true, parent_id: legacy('kin'), parent: { name: 'Kinshasa' }, creator: 'old client' },
    });
  });

  it('reg-18 a change sets what is sent and leaves the rest', async () => {
    const id = await aUnit({ opening_date: '01-02-2020', latitude: 1, longitude: 2, altitude: 3 });
    const path = `PATCH /api/orgunits/${String(id)}/`;
    const changed = await ask(path, { name: 'Renamed', validation_status: 'VALID', closed_date: '05/02/2020' });
    const kept = { latitude: 1, longitude: 2, altitude: 3, opening_date: '01/02/2020' };
    expect(changed.body).toMatchObject({
      id,
      name: 'Renamed',
      validation_status: 'VALID',
      closed_date: '05/02/2020',
      ...kept,
    });
    const moved = await ask(path, { parent_id: legacy('eq'), latitude: null, longitude: null, opening_date: null });
    expect(moved.body).toMatchObject({
      parent_id: legacy('eq'),
      latitude: null,
      opening_date: null,
      parent: { name: 'Équateur' },
    });
    const shape = 'MULTIPOLYGON(((15 -4, 16 -4, 16 -3, 15 -4)))';
    expect((await ask(path, { geom: shape })).body).toMatchObject({ has_geo_json: true });
    expect((await ask(path, { geo_json: null })).body).toMatchObject({ has_geo_json: false, geo_json: null });
  });

  it('reg-18 everything that is wrong with a new unit is told at once, in the list that clients know', async () => {
    const empty = await ask('POST /api/orgunits/create_org_unit/', {});
    expect([empty.status, empty.body]).toEqual([
      400,
      expect.arrayContaining([
        flaw('name', 'Org unit name is required'),
        flaw('org_unit_type_id', 'Org unit type is required'),
      ]),
    ]);
    const unreadable = await ask('POST /api/orgunits/create_org_unit/', {
      ...{
        name: 'X',
        opening_date: 'soon',
        geom: 'CIRCLE(1)',
        latitude: 3,
        groups: [999999],
        org_unit_type_id: 999999,
      },
      catchment: { type: 'Polygon' },
    });
    expect([
      unreadable.status,
      (unreadable.body as { errorKey: string }[]).map(({ errorKey }) => errorKey).toSorted(),
    ]).toEqual([400, ['catchment', 'geom', 'groups', 'longitude', 'opening_date', 'org_unit_type_id']]);
    const version = await ask('POST /api/orgunits/create_org_unit/', { name: 'X', version_id: 999999 });
    expect([version.status, version.body]).toEqual([400, [flaw('version_id', /Unauthorized version id/)]]);
    const typed = await ask('POST /api/orgunits/create_org_unit/', { name: 3, groups: 'all' });
    expect([typed.status, typed.body]).toEqual([400, [flaw('name'), flaw('groups')]]);
  });

  it('reg-20 a code that a valid unit has is refused, until that unit is valid no more', async () => {
    const id = await aUnit({ code: 'K-1' });
    const refused = await ask(`PATCH /api/orgunits/${String(id)}/`, { validation_status: 'VALID' });
    expect([refused.status, refused.body]).toEqual([400, [flaw('code', /Kinshasa/)]]);
  });
});

describe('reg-18 what Iaso forgot to check (spec 9.2)', () => {
  it('reg-18 a change of the parent to one in another version is refused', async () => {
    const { accounts, organization } = world;
    const other = await plantPyramid(accounts.runtime.db, { organizationId: organization.id }, [
      { ref: 'o', name: 'Other', type: 'Continent' },
    ]);
    const { status, body } = await ask(`PATCH /api/orgunits/${String(legacy('mb'))}/`, {
      parent_id: other.legacyIds.get('o'),
    });
    expect([status, body]).toEqual([400, [flaw('parent_id', 'Parent is not in the same version')]]);
  });

  it('reg-18 a unit cannot be put under itself or under one below it', async () => {
    for (const parent of ['eq', 'mb']) {
      const { status, body } = await ask(`PATCH /api/orgunits/${String(legacy('eq'))}/`, { parent_id: legacy(parent) });
      expect([status, body]).toEqual([400, [flaw('parent_id')]]);
    }
  });

  it('reg-18 a unit that closes before it opens is refused, made or changed; closing without opening is fine', async () => {
    const words = 'Opening date must be anterior to closed date';
    const late = { opening_date: '02-01-2024', closed_date: '01-01-2024' };
    const path = `PATCH /api/orgunits/${String(legacy('gombe'))}/`;
    expect((await ask(path, late)).body).toEqual([flaw('closed_date', words)]);
    expect((await ask(path, { closed_date: '01-01-2019' })).body).toEqual([flaw('closed_date', words)]);
    await aUnit({ closed_date: '01-01-2024' });
  });

  it('reg-18 a coordinate of zero is a coordinate, one beyond the earth is refused', async () => {
    const id = await aUnit({ latitude: 0, longitude: 0 });
    const path = `PATCH /api/orgunits/${String(id)}/`;
    expect((await ask(path, { latitude: 0, longitude: 12 })).body).toMatchObject({ latitude: 0, longitude: 12 });
    expect((await ask(path, { latitude: 91, longitude: 12 })).body).toEqual([flaw('latitude')]);
    expect((await ask(path, { latitude: 1 })).body).toEqual([flaw('longitude')]);
  });

  it('reg-18 a status that is none, Iaso’s forgotten CLOSED too, is refused', async () => {
    for (const status of ['CLOSED', 'valid', '']) {
      const answer = await ask(`PATCH /api/orgunits/${String(legacy('mb'))}/`, { validation_status: status });
      expect([answer.status, answer.body]).toEqual([400, [flaw('validation_status')]]);
    }
  });

  it('reg-13 a read-only source changes by import alone', async () => {
    const { db } = world.accounts.runtime;
    const { pyramidId } = world.pyramid;
    const setReadOnly = (is: boolean) =>
      db.execute(sql`UPDATE pyramids SET is_read_only = ${is} WHERE id = ${pyramidId}`);
    await setReadOnly(true);
    try {
      const wanted = { name: 'X', org_unit_type_id: await typeNamed('Clinic'), parent_id: legacy('kin') };
      const made = await ask('POST /api/orgunits/create_org_unit/', wanted);
      const changed = await ask(`PATCH /api/orgunits/${String(legacy('mb'))}/`, { name: 'X' });
      for (const { status, body } of [made, changed])
        expect([status, body]).toEqual([400, [flaw('name', /read only/)]]);
    } finally {
      await setReadOnly(false);
    }
  });

  it('reg-7 who is limited to a sub-tree changes nothing outside it and makes no top', async () => {
    const within = await world.askWithin(world.pyramid.paths.get('eq') ?? '');
    const type = await typeNamed('Clinic');
    expect((await within(`PATCH /api/orgunits/${String(legacy('kin'))}/`, { name: 'Mine' })).status).toBe(404);
    const top = await within('POST /api/orgunits/create_org_unit/', { name: 'Top', org_unit_type_id: type });
    expect(top.body).toEqual([flaw('parent_id', 'You cannot create an Org Unit without a parent')]);
    const outside = { name: 'Out', org_unit_type_id: type, parent_id: legacy('kin') };
    expect((await within('POST /api/orgunits/create_org_unit/', outside)).body).toEqual([flaw('parent_id')]);
    const inside = await within('POST /api/orgunits/create_org_unit/', {
      ...outside,
      name: 'In',
      parent_id: legacy('eq'),
    });
    expect(inside.body).toMatchObject({ name: 'In', parent: { name: 'Équateur' } });
  });

  it('reg-18 another organization’s types, groups, parents and units are as absent', async () => {
    const stranger = world.askStranger;
    const type = await typeNamed('Clinic');
    const body = { name: 'Theirs', org_unit_type_id: type, parent_id: legacy('kin') };
    expect((await stranger('POST /api/orgunits/create_org_unit/', body)).body).toEqual([
      flaw('org_unit_type_id'),
      flaw('parent_id'),
    ]);
    expect((await stranger(`PATCH /api/orgunits/${String(legacy('mb'))}/`, { name: 'Theirs' })).status).toBe(404);
    const bulk = { selected_ids: [legacy('mb')], validation_status: 'REJECTED' };
    expect((await stranger('POST /api/tasks/create/orgunitsbulkupdate/', bulk)).status).toBe(404);
    expect((await ask(`GET /api/orgunits/${String(legacy('mb'))}/`)).body).toMatchObject({ name: 'Mbandaka' });
  });
});

describe('reg-73 what phones make', () => {
  it('reg-73 is NEW, in the version of the study, once however often it is sent, children under new parents', async () => {
    const type = await typeNamed('Clinic');
    const [parent, child] = [newId(), newId()];
    const at = { latitude: 0, longitude: 15, altitude: 0, accuracy: 12 };
    const sent = [
      { id: child, name: 'Ward', parent_id: parent, org_unit_type_id: type, created_at: 1_760_000_060, ...at },
      {
        id: parent,
        name: 'Post',
        parentId: String(legacy('eq')),
        orgUnitTypeId: type,
        created_at: '1760000000',
        ...at,
      },
    ];
    const first = await ask('POST /api/orgunits/?app_id=hill-clinics', sent);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject([
      { name: 'Post', uuid: parent, validation_status: 'NEW', parent_id: legacy('eq'), latitude: 0, version: 0 },
      { name: 'Ward', uuid: child, org_unit_type_name: 'Clinic' },
    ]);
    const [post, ward] = first.body as { id: number; parent_id: number }[];
    expect(ward?.parent_id).toBe(post?.id);
    const again = await ask('POST /api/mobile/orgunits/?app_id=hill-clinics', sent);
    expect([again.status, again.body]).toEqual([200, []]);
    expect((await ask('GET /api/orgunits/?limit=5&validation_status=NEW&search=Ward')).body).toMatchObject({
      count: 1,
    });
  });

  it('reg-73 is kept where it is right, and what is wrong is told by the phone’s name for it', async () => {
    const type = await typeNamed('Clinic');
    const [good, orphan, nameless] = [newId(), newId(), newId()];
    const sent = [
      { id: good, name: 'Good', parent_id: legacy('kin'), org_unit_type_id: type, validation_status: 'VALID' },
      { id: orphan, name: 'Orphan', parent_id: 'nobody', org_unit_type_id: type },
      { id: nameless, parent_id: legacy('kin'), org_unit_type_id: type },
    ];
    const { status, body } = await ask('POST /api/orgunits/?app_id=hill-clinics', sent);
    expect([status, body]).toEqual([400, [flaw(`${orphan}.parent_id`), flaw(`${nameless}.name`)]]);
    expect((await ask('GET /api/orgunits/?limit=5&validation_status=NEW&search=Good')).body).toMatchObject({
      count: 1,
    });
    for (const wrong of [{}, [{ name: 'No id' }], 'x']) {
      expect((await ask('POST /api/orgunits/?app_id=hill-clinics', wrong)).status).toBe(400);
    }
    expect((await ask('POST /api/orgunits/?app_id=nobody', [])).status).toBe(404);
  });
});
