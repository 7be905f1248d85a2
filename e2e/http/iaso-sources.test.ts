import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUnitGroup, createUnitGroupSet, createUnitType, updatePyramid } from '#lib/registry/index.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { startDhis2Server } from '../harness/dhis2-server.ts';
import { openIasoWorld, type IasoAnswer, type IasoAsk, type IasoWorld } from '../harness/iaso.ts';
import { runTasks } from '../harness/tasks.ts';

const realPackages = join(import.meta.dirname, '../../../shared/data/registry/gpkg');

let world: IasoWorld;
let ask: IasoAsk;
let groupId: string;

/** The head of a GeoPackage: enough to be taken for one. */
const geopackage = new Uint8Array(Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080)]));

beforeAll(async () => {
  world = await openIasoWorld({ CAIRN_INTERNAL_HOSTS: '127.0.0.1' });
  ask = world.ask;
  const { accounts, organization, pyramid, study } = world;
  const system = accounts.system(organization);
  const clinic = pyramid.typeIds.get('Clinic') ?? '';
  const province = pyramid.typeIds.get('Province') ?? '';
  const children = [
    { id: clinic, isCreatable: true },
    { id: province, isCreatable: false },
  ];
  await createUnitType(system, {
    name: 'Area',
    shortName: 'Ar',
    category: 'DISTRICT',
    depth: 2,
    studyIds: [study.id],
    children,
  });
  await updatePyramid(system, { id: pyramid.pyramidId, description: 'Of the ministry', studyIds: [study.id] });
  const group = await createUnitGroup(system, { versionId: pyramid.versionId, name: 'Urban', sourceRef: 'urb' });
  groupId = group.id;
  await accounts.runtime.db
    .execute(sql`INSERT INTO org_unit_group_members (organization_id, version_id, group_id, unit_id)
    VALUES (${organization.id}, ${pyramid.versionId}, ${group.id}, ${pyramid.ids.get('kin')})`);
  const set = {
    versionId: pyramid.versionId,
    name: 'Setting',
    sourceRef: null,
    belonging: 'SINGLE',
    groupIds: [group.id],
  } as const;
  await createUnitGroupSet(system, { ...set, groupIds: [...set.groupIds] });
});
afterAll(() => world.close());

const of = ({ body }: IasoAnswer) => body as Record<string, unknown>;
const rowsOf = (answer: IasoAnswer, key: string) => of(answer)[key] as Record<string, unknown>[];
const number = expect.any(Number) as number;

describe('types, groups and sources in the old protocol', () => {
  it('reg-17 types tell what may stand under them, and phones what may be created there', async () => {
    const answer = await ask('GET /api/v2/orgunittypes/?order=-depth&with_units_count=true');
    const area = rowsOf(answer, 'orgUnitTypes').find(({ name }) => name === 'Area');
    const times = { created_at: number, updated_at: number };
    const clinic = { id: number, name: 'Clinic', short_name: 'Cli', depth: 2, ...times };
    const province = { id: number, name: 'Province', short_name: 'Pro', depth: 1, ...times };
    expect(area).toEqual({
      ...{ id: number, name: 'Area', short_name: 'Ar', depth: 2, category: 'DISTRICT', ...times },
      projects: [{ id: world.study.id, name: 'Clinics', app_id: 'hill-clinics' }],
      sub_unit_types: expect.toSatisfy((types: object[]) => types.length === 2) as object[],
      allow_creating_sub_unit_types: [clinic],
      reference_forms: [],
      units_count: 0,
    });
    expect(area?.['sub_unit_types']).toEqual(expect.arrayContaining([clinic, province]));
    const phone = rowsOf(await ask('GET /api/orgunittypes/?app_id=hill-clinics'), 'orgUnitTypes');
    expect(phone).toMatchObject([{ name: 'Area', sub_unit_types: [clinic], units_count: null }]);
    const paged = await ask('GET /api/v2/orgunittypes/?limit=1&page=2&order=name&search=c');
    expect(paged.body).toMatchObject({ count: 3, page: 2, pages: 3, orgUnitTypes: [{ name: 'Country' }] });
    expect((await ask('GET /api/v2/orgunittypes/dropdown/?search=area')).body).toMatchObject([
      { name: 'Area', depth: 2 },
    ]);
    const id = String(area?.['id']);
    expect((await ask(`GET /api/v2/orgunittypes/${id}/`)).body).toMatchObject({ name: 'Area', units_count: 0 });
    expect((await ask(`GET /api/v2/orgunittypes/${id}/hierarchy/`)).body).toMatchObject({
      id: area?.['id'],
      sub_unit_types: [{ name: 'Province' }, { name: 'Clinic', sub_unit_types: [] }],
    });
    expect((await ask('GET /api/v2/orgunittypes/?order=colour')).status).toBe(400);
  });

  it('reg-35 groups and sets are told with their version and source, and units are found by them', async () => {
    const [group] = rowsOf(await ask('GET /api/groups/?search=urb'), 'groups');
    const version = {
      id: number,
      number: 0,
      data_source: { id: number, name: expect.stringContaining('Pyramid') as string },
    };
    expect(group).toEqual({
      id: number,
      name: 'Urban',
      source_ref: 'urb',
      source_version: version,
      group_sets: [{ id: number, name: 'Setting' }],
      org_unit_count: 1,
      created_at: number,
      updated_at: number,
      block_of_countries: false,
    });
    const id = String(group?.['id']);
    expect((await ask(`GET /api/groups/${id}/`)).body).toEqual(group);
    const found = await ask(`GET /api/orgunits/?limit=5&group=${id}`);
    expect(rowsOf(found, 'orgunits')).toMatchObject([
      { name: 'Kinshasa', groups: [{ id: group?.['id'], name: 'Urban' }] },
    ]);
    const choices = (await ask('GET /api/groups/dropdown/')).body;
    expect(choices).toEqual([
      { id: group?.['id'], name: 'Urban', label: expect.stringMatching(/^Urban \(.* - 0\)$/) as string },
    ]);
    const [set] = rowsOf(await ask('GET /api/group_sets/'), 'group_sets');
    expect(set).toMatchObject({
      name: 'Setting',
      group_belonging: 'SINGLE',
      groups: [{ id: group?.['id'], name: 'Urban' }],
    });
    expect((await ask(`GET /api/group_sets/${String(set?.['id'])}/`)).body).toEqual(set);
    expect((await ask('GET /api/groups/?version=999999')).status).toBe(404);
    expect((await world.askStranger(`GET /api/groups/${id}/`)).status).toBe(404);
    expect(groupId).toBeTruthy();
  });

  it('reg-13 sources are told with their versions; a version gets the next number', async () => {
    const [source] = rowsOf(await ask('GET /api/datasources/'), 'sources');
    const version = {
      id: number,
      number: 0,
      description: '',
      created_at: number,
      updated_at: number,
      org_units_count: 7,
    };
    expect(source).toEqual({
      id: number,
      name: expect.stringContaining('Pyramid') as string,
      read_only: false,
      credentials: null,
      description: 'Of the ministry',
      created_at: expect.stringContaining('T') as string,
      updated_at: expect.stringContaining('T') as string,
      default_version: version,
      tree_config_status_fields: ['VALID'],
      projects: [[{ id: world.study.id, name: 'Clinics', app_id: 'hill-clinics' }]],
      versions: [version],
      url: null,
    });
    const id = source?.['id'];
    expect((await ask(`GET /api/datasources/${String(id)}/`)).body).toEqual(source);
    expect((await ask('GET /api/datasources/dropdown/')).body).toMatchObject([{ id, projects: [world.study.id] }]);
    const made = await ask('POST /api/sourceversions/', { data_source: id, description: 'Trial' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      data_source: id,
      number: 1,
      description: 'Trial',
      is_default: false,
      org_units_count: 0,
    });
    const versions = await ask(`GET /api/sourceversions/?source=${String(id)}&order=-number`);
    expect(rowsOf(versions, 'versions').map((one) => [one['number'], one['is_default']])).toEqual([
      [1, false],
      [0, true],
    ]);
    expect((await ask(`GET /api/sourceversions/${String(of(made)['id'])}/`)).body).toEqual(made.body);
    expect((await ask('GET /api/sourceversions/dropdown/')).body).toHaveLength(2);
    expect((await world.askStranger('POST /api/sourceversions/', { data_source: id })).status).toBe(404);
    expect((await world.askStranger(`GET /api/sourceversions/?source=${String(id)}`)).body).toEqual({ versions: [] });
  });

  it('reg-16 a version is copied as a task; a destination with units is refused unless forced', async () => {
    const [source] = rowsOf(await ask('GET /api/datasources/'), 'sources');
    const order = { source_source_id: source?.['id'], source_version_number: 0 };
    const ordered = await ask('POST /api/copyversion/', order);
    expect([ordered.status, ordered.body]).toEqual([
      200,
      { task: expect.objectContaining({ status: 'QUEUED' }) as object },
    ]);
    const onto = { ...order, destination_source_id: source?.['id'], destination_version_number: 0 };
    expect((await ask('POST /api/copyversion/', onto)).status).toBe(400);
    for (const wrong of [
      { ...order, source_version_number: 9 },
      { ...order, source_source_id: 999999 },
    ]) {
      expect((await ask('POST /api/copyversion/', wrong)).status).toBe(404);
    }
    expect((await world.askStranger('POST /api/copyversion/', order)).status).toBe(404);
    expect((await ask('POST /api/copyversion/', {})).status).toBe(400);
  });

  it('reg-43 a GeoPackage is brought in as a task; what is no form, no file or nobody’s source is refused', async () => {
    const [source] = rowsOf(await ask('GET /api/datasources/'), 'sources');
    const form = (fields: Readonly<Record<string, string>>, bytes: Uint8Array<ArrayBuffer> | null = geopackage) => {
      const data = new FormData();
      if (bytes) data.set('file', new File([bytes], 'units.gpkg'));
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
      return data;
    };
    const fields = { data_source: String(source?.['id']), default_valid: 'true' };
    const ordered = await ask('POST /api/tasks/create/importgpkg/', form(fields));
    expect([ordered.status, ordered.body]).toEqual([
      201,
      { task: expect.objectContaining({ status: 'QUEUED', name: 'registry.run-import' }) as object },
    ]);
    const { task } = ordered.body as { task: { id: string } };
    const { db } = world.accounts.runtime;
    const { input } = await db.prisma.task.findFirstOrThrow({ where: { id: task.id } });
    expect(input).toMatchObject({ settings: { status: 'VALID', version: null, mapping: null } });
    const real = async (name: string) => Uint8Array.from(await readFile(join(realPackages, name)));
    await ask(
      'POST /api/tasks/create/importgpkg/',
      form({ ...fields, description: 'From a form' }, await real('minimal.gpkg')),
    );
    await ask('POST /api/tasks/create/importgpkg/', form(fields, await real('null_ref.gpkg')));
    await runTasks(world.accounts.runtime);
    const versions = rowsOf(await ask(`GET /api/sourceversions/?source=${fields.data_source}`), 'versions');
    expect(versions.map(({ description }) => description)).toContain('From a form');
    const runs = 'task_type=registry.run-import';
    expect(rowsOf(await ask(`GET /api/tasks/?status=SUCCESS&${runs}`), 'tasks')).toHaveLength(1);
    const message = expect.stringMatching(/^level-.*: ref, row \d+: The reference is missing/) as string;
    expect(rowsOf(await ask(`GET /api/tasks/?status=ERRORED&${runs}`), 'tasks')).toContainEqual(
      expect.objectContaining({
        progress_message: message,
        result: expect.objectContaining({ result: 'ERRORED', message }) as object,
      }),
    );
    const wrong = [form({}), form(fields, null), form(fields, new Uint8Array([1, 2, 3])), {}];
    for (const one of wrong) expect((await ask('POST /api/tasks/create/importgpkg/', one)).status).toBe(400);
    const theirs = await world.askStranger('POST /api/tasks/create/importgpkg/', form(fields));
    expect(theirs.status).toBe(404);
  });

  it('reg-13 the DHIS2 of a source is tried, with the password that is known of it at its own address alone', async () => {
    const dhis2 = await startDhis2Server({ login: 'demo', password: 'district' });
    try {
      const credentials = { dhis_name: 'N', dhis_url: dhis2.url, dhis_login: 'demo', dhis_password: 'district' };
      const made = of(await ask('POST /api/datasources/', { name: 'National', credentials }));
      const check = async (body: object) => {
        const answer = await ask('POST /api/datasources/check_dhis2/', body);
        return [answer.status, answer.body];
      };
      const trial = { dhis2_url: dhis2.url, dhis2_login: 'demo', dhis2_password: '', data_source: made['id'] };
      expect(await check(trial)).toEqual([200, { test: 'ok' }]);
      const blank = [400, { dhis2_password: ['dhis2PasswordBlankError'] }];
      expect(await check({ ...trial, data_source: null })).toEqual(blank);
      expect(await check({ ...trial, dhis2_url: `${dhis2.url}2` })).toEqual(blank);
      const wrong = [400, { dhis2_password: ['dhis2InvalideUserOrPasswordError'] }];
      expect(await check({ ...trial, dhis2_password: 'x' })).toEqual(wrong);
      const nowhere = [400, { dhis2_url: ['dhis2ServerConnectionError'] }];
      expect(await check({ ...trial, dhis2_url: 'http://127.0.0.1:9', dhis2_password: 'x' })).toEqual(nowhere);
      expect(await check({ ...trial, dhis2_url: 'http://10.1.1.1', dhis2_password: 'x' })).toEqual(nowhere);
      const kept = { ...credentials, dhis_name: 'Renamed', dhis_password: '' };
      const source = `/api/datasources/${String(made['id'])}/`;
      expect((await ask(`PUT ${source}`, { credentials: kept })).body).toMatchObject({
        credentials: { name: 'Renamed' },
      });
      expect(await check(trial)).toEqual([200, { test: 'ok' }]);
      expect((await world.askStranger('POST /api/datasources/check_dhis2/', trial)).status).toBe(404);
      expect((await (await world.askWith(['registry.read']))('POST /api/datasources/check_dhis2/', trial)).status).toBe(
        403,
      );
    } finally {
      await dhis2.stop();
    }
  });
});
