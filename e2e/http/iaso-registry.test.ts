import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIasoWorld, type IasoAnswer, type IasoAsk, type IasoWorld } from '../harness/iaso.ts';

let world: IasoWorld;
let ask: IasoAsk;

beforeAll(async () => {
  world = await openIasoWorld();
  ask = world.ask;
});
afterAll(() => world.close());

const of = ({ body }: IasoAnswer) => body as Record<string, unknown>;
const idOf = (answer: IasoAnswer) => String(of(answer)['id']);
const namesOf = (list: unknown) => (list as { name: string }[]).map(({ name }) => name);
const legacy = (ref: string) => world.pyramid.legacyIds.get(ref) ?? -1;

describe('what scripts write of the registry through the old protocol', () => {
  it('reg-13 reg-15 a source is added and changed, never removed; its versions are described', async () => {
    const wanted = { name: 'Census', description: 'Of 2026', read_only: true, project_ids: ['hill-clinics'] };
    const made = await ask('POST /api/datasources/', wanted);
    const project = { id: world.study.id, name: 'Clinics', app_id: 'hill-clinics' };
    expect([made.status, made.body]).toMatchObject([
      201,
      { ...{ name: 'Census', description: 'Of 2026', read_only: true }, projects: [[project]], versions: [] },
    ]);
    const path = `/api/datasources/${idOf(made)}/`;
    const change = { read_only: false, project_ids: [], tree_config_status_fields: ['NEW', 'VALID'] };
    expect((await ask(`PUT ${path}`, change)).body).toMatchObject({
      ...{ name: 'Census', description: 'Of 2026', read_only: false, projects: [[]] },
      tree_config_status_fields: ['NEW', 'VALID'],
    });
    expect((await ask(`DELETE ${path}`)).status).toBe(404);
    const filled = of(await ask('GET /api/datasources/?filter_empty_versions=true'))['sources'];
    expect(namesOf(filled)).not.toContain('Census');
    const version = await ask('POST /api/sourceversions/', { data_source: idOf(made), description: 'First' });
    const address = `/api/sourceversions/${idOf(version)}/`;
    expect((await ask(`PUT ${address}`, { description: 'Second' })).body).toMatchObject({ description: 'Second' });
    expect((await ask(`GET ${address}`)).body).toMatchObject({ description: 'Second', number: 0, is_default: true });
    expect(namesOf(of(await ask('GET /api/datasources/?project_ids=nobody'))['sources'])).toEqual([]);
    const wrong = [{}, { name: '' }, { name: 'X', project_ids: ['nobody'] }, { name: 'X', default_version_id: 3 }];
    const statuses = await Promise.all(wrong.map(async (one) => (await ask('POST /api/datasources/', one)).status));
    expect(statuses).toEqual([400, 400, 404, 400]);
    for (const request of [`PUT ${path}`, `PUT ${address}`]) {
      expect((await world.askStranger(request, { description: 'Theirs' })).status).toBe(404);
    }
  });

  it('reg-14 another default version takes a right of its own, and is one of the source', async () => {
    const source = await ask('POST /api/datasources/', { name: 'Yearly' });
    const path = `/api/datasources/${idOf(source)}/`;
    const [first, second] = [
      await ask('POST /api/sourceversions/', { data_source: idOf(source) }),
      await ask('POST /api/sourceversions/', { data_source: idOf(source) }),
    ];
    const wanted = { description: 'Changed', default_version_id: idOf(second) };
    expect((await ask(`PUT ${path}`, wanted)).status).toBe(403);
    const publisher = await world.askWith(['registry.read', 'registry.edit', 'registry.publish', 'studies.read']);
    // All or nothing: the description stayed as it was.
    expect((await ask(`GET ${path}`)).body).toMatchObject({ description: '', default_version: { number: 0 } });
    expect((await publisher(`PUT ${path}`, wanted)).body).toMatchObject({
      description: 'Changed',
      default_version: { id: Number(idOf(second)), number: 1 },
    });
    expect((await ask(`GET /api/sourceversions/${idOf(first)}/`)).body).toMatchObject({ is_default: false });
    const other = await ask('POST /api/datasources/', { name: 'Other' });
    expect((await publisher(`PUT /api/datasources/${idOf(other)}/`, wanted)).status).toBe(404);
  });

  it('reg-17 a type is added, allowed under others, refused in a circle, and removed when no unit has it', async () => {
    const ward = await ask('POST /api/v2/orgunittypes/', { name: 'Health - Ward', depth: 4, category: 'HF' });
    expect([ward.status, ward.body]).toMatchObject([
      201,
      { name: 'Health - Ward', short_name: 'Ward', depth: 4, category: 'HF', sub_unit_types: [], units_count: 0 },
    ]);
    const above = { sub_unit_type_ids: [idOf(ward)], allow_creating_sub_unit_type_ids: [] };
    const area = await ask('POST /api/v2/orgunittypes/', {
      ...{ ...above, name: 'Area', short_name: 'A', project_ids: [world.study.id] },
    });
    expect(area.body).toMatchObject({
      projects: [{ app_id: 'hill-clinics' }],
      sub_unit_types: [{ name: 'Health - Ward' }],
      allow_creating_sub_unit_types: [],
    });
    const path = `/api/v2/orgunittypes/${idOf(area)}/`;
    const creatable = await ask(`PATCH ${path}`, { allow_creating_sub_unit_type_ids: [idOf(ward)] });
    expect(creatable.body).toMatchObject({
      ...{ name: 'Area', sub_unit_types: [{ name: 'Health - Ward' }] },
      allow_creating_sub_unit_types: [{ name: 'Health - Ward' }],
    });
    const renamed = await ask(`PUT ${path}`, { name: 'Zone' });
    expect(renamed.body).toMatchObject({ name: 'Zone', allow_creating_sub_unit_types: [{ name: 'Health - Ward' }] });
    const circle = await ask(`PATCH /api/v2/orgunittypes/${idOf(ward)}/`, { sub_unit_type_ids: [idOf(area)] });
    expect(circle.status).toBe(409);
    const { org_unit_type_id: used } = of(await ask(`GET /api/orgunits/${String(legacy('mb'))}/`));
    expect((await ask(`DELETE /api/v2/orgunittypes/${String(used)}/`)).status).toBe(400);
    expect((await ask(`DELETE ${path}`)).status).toBe(204);
    expect((await ask(`GET ${path}`)).status).toBe(404);
    for (const wrong of [{}, { name: 'X', category: 'PLANET' }, { name: 'X', reference_forms_ids: [1] }]) {
      expect((await ask('POST /api/v2/orgunittypes/', wrong)).status).toBe(400);
    }
    const theirs = `/api/v2/orgunittypes/${idOf(ward)}/`;
    expect((await world.askStranger(`PATCH ${theirs}`, { name: 'Theirs' })).status).toBe(404);
    expect((await world.askStranger(`DELETE ${theirs}`)).status).toBe(404);
  });

  it('reg-35 reg-73 groups and sets are added, changed and removed, and phones are told of them', async () => {
    const urban = await ask('POST /api/groups/', { name: 'Urban', source_ref: 'urb' });
    const rural = await ask('POST /api/groups/', { name: 'Rural' });
    expect([urban.status, urban.body]).toMatchObject([201, { name: 'Urban', source_ref: 'urb', org_unit_count: 0 }]);
    expect((await ask('POST /api/groups/', { name: 'Again', source_ref: 'urb' })).status).toBe(409);
    const renamed = await ask(`PATCH /api/groups/${idOf(rural)}/`, { name: 'Countryside' });
    expect(renamed.body).toMatchObject({ name: 'Countryside', source_ref: null });
    const version = (of(urban)['source_version'] as { id: number }).id;
    const ids = [Number(idOf(urban)), Number(idOf(rural))];
    const setting = { name: 'Setting', source_version_id: version, group_belonging: 'MULTIPLE', group_ids: ids };
    const set = await ask('POST /api/group_sets/', setting);
    expect([set.status, set.body]).toMatchObject([201, { name: 'Setting', group_belonging: 'MULTIPLE' }]);
    expect((of(set)['group_ids'] as number[]).toSorted()).toEqual(ids.toSorted());
    const path = `/api/group_sets/${idOf(set)}/`;
    expect((await ask(`PATCH ${path}`, { group_ids: [idOf(urban)] })).body).toMatchObject({
      ...{ name: 'Setting', group_ids: [ids[0]], groups: [{ name: 'Urban' }] },
    });
    const light = of(await ask('GET /api/groups/?light=true'))['groups'] as object[];
    expect(light[0]).not.toHaveProperty('org_unit_count');
    expect(of(await ask('GET /api/groups/?projectIds=hill-clinics'))).toEqual({ groups: [] });
    const phone = 'app_id=hill-clinics&showDeleted=true';
    expect((await ask(`GET /api/mobile/groups/?${phone}`)).body).toEqual([
      { id: ids[1], name: 'Countryside', erased: false },
      { id: ids[0], name: 'Urban', erased: false },
    ]);
    expect((await ask(`GET /api/mobile/group_sets/?${phone}`)).body).toEqual([
      { id: Number(idOf(set)), name: 'Setting', group_ids: [ids[0]], group_belonging: 'MULTIPLE', erased: false },
    ]);
    const { data_source: source } = of(urban)['source_version'] as { data_source: { id: number } };
    await ask('POST /api/sourceversions/', { data_source: source.id });
    expect((await ask(`GET /api/mobile/groups/?${phone}`)).body).toHaveLength(2);
    expect((await ask('GET /api/mobile/groups/')).status).toBe(400);
    expect((await ask('GET /api/mobile/group_sets/?app_id=nobody')).status).toBe(404);
    for (const address of [path, `/api/groups/${idOf(rural)}/`]) {
      expect((await world.askStranger(`DELETE ${address}`)).status).toBe(404);
      expect((await ask(`DELETE ${address}`)).status).toBe(204);
      expect((await ask(`GET ${address}`)).status).toBe(404);
    }
    expect((await ask('POST /api/groups/', { name: 'X', org_unit_ids: [legacy('mb')] })).status).toBe(400);
    expect((await ask('POST /api/group_sets/', { ...setting, group_belonging: 'SOME' })).status).toBe(400);
  });

  it('reg-59 tasks are found by kind, person and day, and sorted', async () => {
    const order = { selected_ids: [legacy('lowa')], validation_status: 'REJECTED' };
    const { task } = of(await ask('POST /api/tasks/create/orgunitsbulkupdate/', order)) as {
      task: { id: string; created_by: { id: string } };
    };
    const today = new Date().toISOString().slice(0, 10);
    const found = async (query: string) => (of(await ask(`GET /api/tasks/?${query}`))['tasks'] as object[]).length;
    const counts: readonly (readonly [query: string, count: number])[] = [
      ['task_type=registry.bulk-edit', 1],
      ['task_type=registry.copy-version', 0],
      [`users=${task.created_by.id}`, 1],
      [`users=${task.id}`, 0],
      [`start_date=${today}&end_date=${today}`, 1],
      ['end_date=01-01-2020', 0],
      ['start_date=01-01-2020&status=QUEUED&order=-created_at', 1],
    ];
    for (const [query, count] of counts) expect([query, await found(query)]).toEqual([query, count]);
    for (const wrong of ['start_date=soon', 'order=colour', 'status=LOST']) {
      expect((await ask(`GET /api/tasks/?${wrong}`)).status).toBe(400);
    }
  });
});
