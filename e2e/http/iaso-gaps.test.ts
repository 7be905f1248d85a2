import jwt from 'next-auth/jwt';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { setRuntime } from '#lib/platform/runtime.ts';
import { callWith, type ApiCall } from '../harness/api.ts';
import { headersOfSession, signInAs, testPassword, type TestPerson } from '../harness/accounts.ts';
import { openIasoWorld, type IasoAsk, type IasoWorld } from '../harness/iaso.ts';
import { plantPyramid } from '../harness/registry.ts';
import { runTasks } from '../harness/tasks.ts';

let world: IasoWorld;
let ask: IasoAsk;
/** Our own API: the owner of ours, and that of the other organization. */
let own: ApiCall;
let stranger: ApiCall;
/** Somebody who may read the registry and change nothing of it, by either door. */
let reader: { readonly ask: IasoAsk; readonly own: ApiCall };
let clinic: number;

beforeAll(async () => {
  world = await openIasoWorld();
  ask = world.ask;
  const { accounts, organization, owner } = world;
  setRuntime(accounts.runtime);
  own = await pageOf(owner);
  stranger = await pageOf(await accounts.aUser(await accounts.anOrganization('Dale'), 'owner'));
  const analyst = await pageOf(await accounts.aUser(organization, 'analyst'));
  reader = { ask: await world.askWith(['registry.read']), own: analyst };
  clinic = ((await ask(`GET /api/orgunits/${legacy('mb')}/`)).body as { org_unit_type_id: number }).org_unit_type_id;
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => world.close());

async function pageOf(person: TestPerson): Promise<ApiCall> {
  const { accounts } = world;
  const headers = await headersOfSession(accounts.runtime, await signInAs(accounts, person));
  headers.set('x-cairn-request', '1');
  headers.set('sec-fetch-site', 'same-origin');
  return callWith(headers);
}

const legacy = (ref: string) => String(world.pyramid.legacyIds.get(ref) ?? -1);
const idOf = (ref: string) => world.pyramid.ids.get(ref) ?? '';
const flaw = (errorKey: string) => ({ errorKey, errorMessage: expect.any(String) as string });

const unitSchema = z.looseObject({ id: z.string(), revision: z.number() });
const madeSchema = z.looseObject({ id: z.number() });

/** Changes a unit by the page's door, of the revision that it has. */
async function patchOwn(call: ApiCall, ref: string, changes: object) {
  const { revision } = unitSchema.parse((await own('GET /units/{id}', { params: { id: idOf(ref) } })).json);
  return call('PATCH /units/{id}', { params: { id: idOf(ref) }, body: { revision, ...changes } });
}

async function rowOf(legacyId: number) {
  const { organization, accounts } = world;
  const [row] = await accounts.runtime.db.query(
    z.object({ path: z.string().nullable(), lon: z.number().nullable(), lat: z.number().nullable() }),
    sql`SELECT path::text AS path, ST_X(location::geometry) AS lon, ST_Y(location::geometry) AS lat FROM org_units
      WHERE organization_id = ${organization.id} AND legacy_id = ${legacyId}`,
  );
  return row;
}

describe('what Iaso leaves open (spec 9.2) is closed by its dialect and by our own API', () => {
  it('reg-59 gap 1: tasks of another organization, with log, file, stop and relaunch, are as absent', async () => {
    const order = { selected_ids: [legacy('lowa')], validation_status: 'NEW' };
    const ordered = await ask('POST /api/tasks/create/orgunitsbulkupdate/', order);
    const { id } = (ordered.body as { task: { id: string } }).task;
    const absent = 'a7b1c1de-0000-7000-8000-000000000000';
    const kill = { should_be_killed: true };
    const iaso: readonly (readonly [string, string, object?])[] = [
      ['GET', ''],
      ['PATCH', '', kill],
      ['GET', 'logs/'],
      ['GET', 'presigned-url/'],
      ['PATCH', 'relaunch/', {}],
    ];
    for (const [method, rest, body] of iaso) {
      const [theirs, none] = [
        await world.askStranger(`${method} /api/tasks/${id}/${rest}`, body),
        await world.askStranger(`${method} /api/tasks/${absent}/${rest}`, body),
      ];
      expect([method, rest, theirs.status, theirs.body]).toEqual([method, rest, 404, none.body]);
    }
    for (const route of ['GET /tasks/{id}', 'GET /tasks/{id}/log', 'GET /tasks/{id}/result']) {
      expect([route, (await stranger(route, { params: { id } })).status]).toEqual([route, 404]);
    }
    for (const route of ['POST /tasks/{id}/stop', 'POST /tasks/{id}/retry']) {
      expect([route, (await stranger(route, { params: { id } })).status]).toEqual([route, 404]);
    }
    expect((await ask(`GET /api/tasks/${id}/`)).body).toMatchObject({ status: 'QUEUED', should_be_killed: false });
    expect((await ask(`GET /api/tasks/${id}/presigned-url/`)).status).toBe(400);
  });

  it('reg-17 gap 2: types, groups and sources are edited by who may edit the registry, not by every reader', async () => {
    const writes = [
      ['POST /api/v2/orgunittypes/', { name: 'Mine' }],
      [`PATCH /api/v2/orgunittypes/${String(clinic)}/`, { name: 'Mine' }],
      [`DELETE /api/v2/orgunittypes/${String(clinic)}/`, undefined],
      ['POST /api/groups/', { name: 'Mine' }],
      ['POST /api/group_sets/', { name: 'Mine' }],
      ['POST /api/datasources/', { name: 'Mine' }],
    ] as const;
    for (const [request, body] of writes) {
      expect([request, (await reader.ask(request, body)).status]).toEqual([request, 403]);
    }
    const id = world.pyramid.typeIds.get('Clinic') ?? '';
    const change = { params: { id }, body: { name: 'Mine' } };
    expect((await reader.own('PATCH /unit-types/{id}', change)).status).toBe(403);
    expect((await stranger('PATCH /unit-types/{id}', change)).status).toBe(404);
    expect((await ask(`GET /api/v2/orgunittypes/${String(clinic)}/`)).body).toMatchObject({ name: 'Clinic' });
  });

  it('reg-18 gap 3: a unit is not moved under a parent of another version', async () => {
    const { accounts, organization } = world;
    const other = await plantPyramid(accounts.runtime.db, { organizationId: organization.id }, [
      { ref: 'o', name: 'Other', type: 'Continent' },
    ]);
    const moved = await ask(`PATCH /api/orgunits/${legacy('mb')}/`, { parent_id: other.legacyIds.get('o') });
    expect([moved.status, moved.body]).toEqual([400, [flaw('parent_id')]]);
    const ours = await patchOwn(own, 'mb', { parentId: other.ids.get('o') });
    expect(ours).toMatchObject({
      status: 400,
      json: { code: 'input_invalid', fields: { parentId: expect.anything() as unknown } },
    });
  });

  it('reg-18 gap 4: a unit is not moved under itself or under what stands below it', async () => {
    for (const parent of ['eq', 'mb']) {
      const moved = await ask(`PATCH /api/orgunits/${legacy('eq')}/`, { parent_id: legacy(parent) });
      expect([moved.status, moved.body]).toEqual([400, [flaw('parent_id')]]);
      const ours = await patchOwn(own, 'eq', { parentId: idOf(parent) });
      expect(ours).toMatchObject({ status: 400, json: { fields: { parentId: expect.anything() as unknown } } });
    }
  });

  it('reg-18 gap 5: a change that closes a unit before it opens is refused, with both days sent or one', async () => {
    for (const days of [{ opening_date: '02-01-2024', closed_date: '01-01-2024' }, { closed_date: '01-01-2019' }]) {
      const changed = await ask(`PATCH /api/orgunits/${legacy('gombe')}/`, days);
      expect([changed.status, changed.body]).toEqual([400, [flaw('closed_date')]]);
    }
    const ours = await patchOwn(own, 'gombe', { closedDate: '2019-01-01' });
    expect(ours).toMatchObject({ status: 400, json: { fields: { closedDate: expect.anything() as unknown } } });
  });

  it('reg-30 gap 6: `geom` needs the right that `geo_json` needs, and is looked at like it', async () => {
    const ring = [[[30, 2], [31, 2], [31, 3], [30, 2]]]; // prettier-ignore
    const off = [[[300, 2], [301, 2], [301, 3], [300, 2]]]; // prettier-ignore
    const path = `PATCH /api/orgunits/${legacy('mb')}/`;
    const wkt = 'POLYGON((30 2, 31 2, 31 3, 30 2))';
    for (const body of [{ geom: wkt }, { geo_json: { type: 'Polygon', coordinates: ring } }]) {
      expect((await reader.ask(path, body)).status).toBe(403);
    }
    expect((await patchOwn(reader.own, 'mb', { shape: { type: 'Polygon', coordinates: ring } })).status).toBe(403);
    const wrong = [
      { geom: 'POLYGON((300 2, 301 2, 301 3, 300 2))' },
      { geom: JSON.stringify({ type: 'Polygon', coordinates: off }) },
      { geo_json: { type: 'Polygon', coordinates: off } },
    ];
    for (const body of wrong) {
      const { status, body: flaws } = await ask(path, body);
      expect([status, flaws]).toEqual([
        400,
        [expect.objectContaining({ errorKey: expect.stringMatching(/geom|geo_json/) as string })],
      ]);
    }
    expect((await ask(path, { geom: wkt })).body).toMatchObject({ has_geo_json: true });
    expect((await ask(path, { geom: '' })).body).toMatchObject({ has_geo_json: false });
  });

  it('reg-18 gap 7: a unit with a day of closing and none of opening is made', async () => {
    const wanted = { name: 'Closed', org_unit_type_id: clinic, parent_id: legacy('kin'), closed_date: '01-01-2024' };
    const made = await ask('POST /api/orgunits/create_org_unit/', wanted);
    expect([made.status, made.body]).toEqual([
      200,
      expect.objectContaining({ opening_date: null, closed_date: '01/01/2024' }),
    ]);
    const typeId = world.pyramid.typeIds.get('Clinic');
    const body = { name: 'Closed too', typeId, parentId: idOf('kin'), closedDate: '2024-01-01' };
    expect(await own('POST /units', { body })).toMatchObject({ status: 201, json: { openingDate: null } });
  });

  it('reg-18 gap 8: a coordinate of zero is a coordinate, by every door', async () => {
    const place = { org_unit_type_id: clinic, parent_id: legacy('kin'), latitude: 0, longitude: 0 };
    const made = await ask('POST /api/orgunits/create_org_unit/', { ...place, name: 'Null Island' });
    expect(await rowOf(madeSchema.parse(made.body).id)).toMatchObject({ lon: 0, lat: 0 });
    const sent = [{ ...place, id: 'phone-0', name: 'By phone' }];
    const [unit] = z.array(madeSchema).parse((await ask('POST /api/orgunits/?app_id=hill-clinics', sent)).body);
    expect(await rowOf(unit?.id ?? -1)).toMatchObject({ lon: 0, lat: 0 });
    expect((await patchOwn(own, 'lowa', { location: [12, 0] })).json).toMatchObject({ location: [12, 0, 0] });
    expect((await ask(`GET /api/orgunits/${legacy('lowa')}/`)).body).toMatchObject({ latitude: 0, longitude: 12 });
  });

  it('reg-13 gap 9: two organizations may each have a source of one name; one of them may not have two', async () => {
    const name = 'Ministry of Health';
    expect((await ask('POST /api/datasources/', { name })).status).toBe(201);
    expect((await world.askStranger('POST /api/datasources/', { name })).status).toBe(201);
    expect((await stranger('POST /pyramids', { body: { name } })).status).toBe(201);
    expect((await ask('POST /api/datasources/', { name })).status).toBe(409);
    expect((await own('POST /pyramids', { body: { name } })).json).toMatchObject({ code: 'already_exists' });
  });

  it('reg-45 gap 10: headers of tables are in the language that is asked for', async () => {
    const version = world.pyramid.versionId;
    const headers = { en: /^ID,Name,Type,/, fr: /^ID,Nom,Type,/, de: /^ID,Name,Typ,/ };
    for (const [locale, header] of Object.entries(headers)) {
      const ordered = await own('POST /units/export', { body: { version, format: 'csv', locale } });
      const { taskId } = z.object({ taskId: z.string() }).parse(ordered.json);
      await runTasks(world.accounts.runtime);
      const file = await own('GET /tasks/{id}/result', { params: { id: taskId } });
      expect(file.text.replace('\uFEFF', '')).toMatch(header);
      expect((await ask(`GET /api/tasks/${taskId}/presigned-url/`)).body).toEqual({
        presigned_url: expect.stringMatching(new RegExp(`/api/cairn/v1/tasks/${taskId}/result$`)) as string,
      });
    }
  });

  it('reg-72 gap 11: an access token is good for an hour, and no longer', async () => {
    const { accounts, organization } = world;
    const { email: username } = await accounts.aUser(organization, 'analyst');
    const { body } = await world.askUnknown('POST /api/token/', { username, password: testPassword });
    const { access } = z.object({ access: z.string() }).parse(body);
    const token = access.slice(access.indexOf('.') + 1);
    const claims = await jwt.decode({ token, secret: accounts.runtime.config.secret });
    expect(Number(claims?.['exp']) - Number(claims?.['iat'])).toBe(3600);
    const askLater = world.asking(new Headers({ authorization: `Bearer ${access}` }));
    expect((await askLater('GET /api/orgunits/?limit=1')).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3700_000 });
    expect((await askLater('GET /api/orgunits/?limit=1')).status).toBe(401);
  });

  it('reg-13 gap 12: a password of DHIS2 is sealed: it stands nowhere in clear text and nobody is told it', async () => {
    const secret = 'district-4711';
    const credentials = { dhis_name: 'd', dhis_url: 'https://dhis.example.org/hmis/', dhis_login: 'l' };
    const wanted = { name: 'DHIS2', credentials: { ...credentials, dhis_password: secret } };
    const made = await ask('POST /api/datasources/', wanted);
    const told = { id: expect.any(Number) as number, name: 'd', login: 'l', url: 'https://dhis.example.org/hmis' };
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ credentials: told, url: told.url }) as object,
    ]);
    const source = `/api/datasources/${String(madeSchema.parse(made.body).id)}/`;
    expect((await reader.ask(`GET ${source}`)).body).toMatchObject({ credentials: null, url: null });
    const list = await ask('GET /api/datasources/');
    expect(JSON.stringify(list.body)).toContain(told.url);
    expect(JSON.stringify([made.body, list.body])).not.toContain(secret);
    for (const table of ['pyramids', 'pyramid_versions', 'pyramid_connections', 'audit_events', 'tasks']) {
      const [row] = await world.accounts.runtime.db.query(
        z.object({ count: z.coerce.number() }),
        sql`SELECT count(*) AS count FROM ${rawSql(table)} t WHERE t::text LIKE ${`%${secret}%`}`,
      );
      expect([table, row?.count]).toEqual([table, 0]);
    }
    for (const wrong of [
      { ...credentials, dhis_url: 'dhis.example.org' },
      { ...credentials, dhis_url: 'https://a:b@dhis.example.org' },
      { dhis_url: told.url },
    ]) {
      expect((await ask(`PUT ${source}`, { credentials: wrong })).status).toBe(400);
    }
  });

  it('reg-18 gap 13: a unit has its place in the tree when it is made, also under one that was rejected', async () => {
    const under = { org_unit_type_id: clinic, parent_id: legacy('ngaba') };
    const made = madeSchema.parse((await ask('POST /api/orgunits/create_org_unit/', { ...under, name: 'Under' })).body);
    const path = world.pyramid.paths.get('ngaba') ?? '';
    expect((await rowOf(made.id))?.path).toBe(`${path}.${String(made.id)}`);
    // A phone whose clock was set back in between sends the child as the older one.
    const sent = [
      { ...under, parent_id: 'p', id: 'c', name: 'Child', created_at: 1_760_000_000 },
      { ...under, id: 'p', name: 'Parent', created_at: 1_760_000_060 },
    ];
    const { body } = await ask('POST /api/orgunits/?app_id=hill-clinics', sent);
    const [parent, child] = z.array(madeSchema).parse(body);
    expect((await rowOf(parent?.id ?? -1))?.path).toBe(`${path}.${String(parent?.id)}`);
    expect((await rowOf(child?.id ?? -1))?.path).toBe(`${path}.${String(parent?.id)}.${String(child?.id)}`);
  });

  it('reg-42 gap 14: a list with a row that cannot be used leaves nothing, and says which row', async () => {
    const { accounts, organization } = world;
    const count = () => accounts.runtime.db.prisma.orgUnit.count({ where: { organizationId: organization.id } });
    const before = await count();
    const file = Uint8Array.from(Buffer.from('Area;School;Lat;Lon\nNorth;Good;1;2\nNorth;Far;95;2\nNorth;Fine;3;4\n'));
    const sent = await own('POST /registry-imports', { query: { name: 'schools.csv' }, file });
    const { id } = z.looseObject({ id: z.string() }).parse(sent.json);
    const mapping = { name: 'School', parents: ['Area'], latitude: 'Lat', longitude: 'Lon' };
    await own('POST /registry-imports/{id}/run', { params: { id }, body: { pyramid: 'Schools', mapping } });
    await runTasks(accounts.runtime);
    const after = await own('GET /registry-imports/{id}', { params: { id } });
    expect(after.json).toMatchObject({ state: 'refused', report: { isDone: false, refused: 1 } });
    expect((await own('GET /registry-imports/{id}/rows', { params: { id } })).json).toMatchObject({
      items: [{ line: 3, column: 'Lat', code: 'latitude_out_of_range' }],
    });
    expect(await count()).toBe(before);
    expect(await accounts.runtime.db.prisma.pyramid.count({ where: { name: 'Schools' } })).toBe(0);
  });
});
