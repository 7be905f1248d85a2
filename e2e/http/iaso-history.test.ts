import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIasoWorld, type IasoAnswer, type IasoAsk, type IasoWorld } from '../harness/iaso.ts';

let world: IasoWorld;
let ask: IasoAsk;

beforeAll(async () => {
  world = await openIasoWorld();
  ask = world.ask;
});
afterAll(() => world.close());

const legacy = (ref: string) => world.pyramid.legacyIds.get(ref) ?? -1;
const of = ({ body }: IasoAnswer) => body as Record<string, unknown>;

describe('reg-61 and reg-59 history and tasks', () => {
  it('reg-61 the log of a unit tells each change with what was and what became of it', async () => {
    const { org_unit_type_id: type } = of(await ask(`GET /api/orgunits/${String(legacy('mb'))}/`));
    const wanted = { name: 'Clinic of the first', org_unit_type_id: type, parent_id: legacy('kin') };
    const id = of(await ask('POST /api/orgunits/create_org_unit/', wanted))['id'] as number;
    await ask(`PATCH /api/orgunits/${String(id)}/`, { name: 'Second', latitude: 1, longitude: 2 });
    const query = `contentType=iaso.orgunit&objectId=${String(id)}`;
    const { body } = await ask(`GET /api/logs/?${query}&fields=past_value,new_value,field_diffs`);
    expect(body).toMatchObject({ count: 2, has_next: false, page: 1, pages: 1, limit: 50 });
    const [changed, made] = of({ body } as IasoAnswer)['list'] as Record<string, unknown>[];
    const side = (name: unknown, more: object = {}) => [
      { model: 'iaso.orgunit', pk: id, fields: expect.objectContaining({ name, ...more }) as object },
    ];
    const first = expect.stringContaining('Clinic') as string;
    const whole = { parent: legacy('kin'), org_unit_type: type, validation_status: 'NEW', groups: [] };
    const logged = {
      id: expect.any(String) as string,
      content_type: 'iaso',
      object_id: String(id),
      source: 'org_unit_api',
      user: expect.objectContaining({ user_name: 'old client', first_name: '', last_name: '' }) as object,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      org_unit_change_request_id: null,
    };
    const sides = { past_value: side(first, whole), new_value: side('Second', whole) };
    const modified = {
      name: { before: first, after: 'Second' },
      location: { before: null, after: 'SRID=4326;POINT Z (2 1 0)' },
    };
    expect(changed).toEqual({ ...logged, ...sides, field_diffs: { added: {}, removed: {}, modified } });
    expect(made).toMatchObject({ past_value: [], field_diffs: { removed: {}, modified: {} } });
    expect(made).toMatchObject({ field_diffs: { added: { parent: { before: null, after: legacy('kin') } } } });
    const bare = (await ask(`GET /api/logs/?${query}&limit=1&page=2`)).body as { list: object[]; pages: number };
    expect(bare.pages).toBe(2);
    expect(Object.keys(bare.list[0] ?? {})).not.toContain('past_value');
    const one = `/api/logs/${String(changed?.['id'])}/`;
    expect((await ask(`GET ${one}`)).body).toEqual({ ...logged, ...sides });
    for (const path of [one, '/api/logs/7/', '/api/logs/a7b1c1de-0000-7000-8000-000000000000/']) {
      expect([path, (await world.askStranger(`GET ${path}`)).status]).toEqual([path, 404]);
    }
    const found = async (more: string) =>
      (of(await ask(`GET /api/logs/?${query}&${more}`))['list'] as { id: unknown }[]).map((log) => log.id);
    expect(await found('order=created_at')).toEqual([made?.['id'], changed?.['id']]);
    const by = (changed?.['user'] as { id: string }).id;
    expect(await found(`userId=${by},a7b1c1de-0000-7000-8000-000000000000`)).toHaveLength(2);
    expect(await found('userId=a7b1c1de-0000-7000-8000-000000000000')).toEqual([]);
    expect(await found(`date_to=${String(made?.['created_at'])}`)).toEqual([made?.['id']]);
    expect(await found('source=gpkg_import')).toEqual([]);
    for (const wrong of [
      '',
      'contentType=iaso.orgunit',
      `objectId=${String(id)}`,
      `${query}&date_from=x`,
      `${query}&userId=3`,
      `${query}&order=user`,
    ]) {
      expect([wrong, (await ask(`GET /api/logs/?${wrong}`)).status]).toEqual([wrong, 400]);
    }
    expect((await world.askStranger(`GET /api/logs/?${query}`)).status).toBe(404);
  });

  it('reg-59 a bulk update is a task that is listed, read, stopped and started again', async () => {
    const order = { selected_ids: [legacy('lowa')], validation_status: 'REJECTED' };
    const ordered = await ask('POST /api/tasks/create/orgunitsbulkupdate/', order);
    expect(ordered.status).toBe(201);
    const person = { user_name: 'old client', first_name: '', last_name: '' };
    const { task } = ordered.body as { task: Record<string, unknown> };
    expect(task).toEqual({
      id: expect.any(String) as string,
      created_at: expect.any(Number) as number,
      started_at: null,
      ended_at: null,
      progress_value: 0,
      end_value: 0,
      created_by: { ...person, id: expect.any(String) as string },
      launcher: { ...person, id: expect.any(String) as string },
      result: null,
      status: 'QUEUED',
      name: 'registry.bulk-edit',
      should_be_killed: false,
      progress_message: '',
      polio_notification_import_id: null,
    });
    const path = `/api/tasks/${String(task['id'])}`;
    expect((await ask(`GET ${path}/`)).body).toMatchObject({ id: task['id'], status: 'QUEUED' });
    const page = await ask('GET /api/tasks/?limit=1&status=QUEUED');
    expect(page.body).toMatchObject({ count: 1, page: 1, pages: 1, limit: 1, tasks: [{ id: task['id'] }] });
    expect((await ask('GET /api/tasks/types/')).body).toEqual(['registry.bulk-edit']);
    const { id, name, created_at: createdAt } = task;
    const waiting = { id, name, status: 'QUEUED', created_at: createdAt, started_at: null, launcher: 'old client' };
    expect((await ask('GET /api/tasks/deployment-status/')).body).toEqual({
      can_deploy: false,
      blocking_tasks_count: 1,
      statuses: { QUEUED: 1, RUNNING: 0 },
      blocking_tasks: [waiting],
    });
    const elsewhere = (await world.askStranger('GET /api/tasks/deployment-status/')).body;
    expect(elsewhere).toMatchObject({ can_deploy: true, blocking_tasks: [] });
    expect((await ask(`PATCH ${path}/`, { should_be_killed: true })).body).toMatchObject({ status: 'KILLED' });
    expect((await ask(`PATCH ${path}/`, { should_be_killed: true })).status).toBe(200);
    expect((await ask(`GET ${path}/logs/`)).body).toMatchObject({
      status: 'KILLED',
      logs: expect.any(Array) as unknown[],
    });
    expect((await ask(`PATCH ${path}/relaunch/`)).body).toMatchObject({ status: 'QUEUED' });
    expect((await ask(`PATCH ${path}/relaunch/`)).status).toBe(409);
    for (const address of [`GET ${path}/`, `GET ${path}/logs/`, `PATCH ${path}/relaunch/`]) {
      expect([address, (await world.askStranger(address, address.startsWith('GET') ? undefined : {})).status]).toEqual([
        address,
        404,
      ]);
    }
    expect((await world.askStranger(`PATCH ${path}/`, { should_be_killed: true })).status).toBe(404);
    expect((await ask('GET /api/tasks/7/')).status).toBe(404);
  });

  it('reg-27 a bulk update by searches means what the list shows, but for what is left out', async () => {
    const search = { orgUnitParentId: legacy('kin'), validation_status: 'all', onlyDirectChildren: false };
    const order = { select_all: true, searches: [search], unselected_ids: [legacy('ngaba')], validation_status: 'NEW' };
    const { status, body } = await ask('POST /api/tasks/create/orgunitsbulkupdate/', order);
    expect([status, body]).toEqual([201, { task: expect.objectContaining({ name: 'registry.bulk-edit' }) as object }]);
    const wrong = [
      { selected_ids: [legacy('mb')] },
      { selected_ids: [legacy('mb')], validation_status: 'CLOSED' },
      { select_all: true, searches: [{ hasInstances: 'true' }], validation_status: 'NEW' },
    ];
    for (const one of wrong) {
      expect([one, (await ask('POST /api/tasks/create/orgunitsbulkupdate/', one)).status]).toEqual([one, 400]);
    }
    const absent = { selected_ids: [legacy('mb')], org_unit_type: 999999 };
    expect((await ask('POST /api/tasks/create/orgunitsbulkupdate/', absent)).status).toBe(404);
  });

  it('reg-62 people talk of a unit, one answer deep, and who does not see the unit reads nothing', async () => {
    const unit = { object_pk: legacy('mb'), content_type: 'iaso-orgunit' };
    const said = await ask('POST /api/comments/', { ...unit, comment: 'The roof leaks' });
    const user = { id: null, username: 'old client', first_name: '', last_name: '' };
    const thread = {
      id: expect.any(Number) as number,
      parent: null,
      user,
      comment: 'The roof leaks',
      children: [],
      content_type: 'iaso-orgunit',
      object_pk: String(legacy('mb')),
      site: 1,
      submit_date: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    };
    expect([said.status, said.body]).toEqual([201, thread]);
    const { id } = said.body as { id: number };
    const answer = await ask('POST /api/comments/', { ...unit, comment: 'Mended', parent: id });
    expect(answer.body).toMatchObject({ parent: id, comment: 'Mended' });
    const deeper = { ...unit, comment: 'Again', parent: (answer.body as { id: number }).id };
    expect((await ask('POST /api/comments/', deeper)).status).toBe(404);
    const list = `GET /api/comments/?object_pk=${String(legacy('mb'))}&content_type=iaso-orgunit`;
    expect((await ask(list)).body).toMatchObject([{ comment: 'The roof leaks', children: [{ comment: 'Mended' }] }]);
    expect((await ask(`${list}&limit=1`)).body).toMatchObject({
      count: 1,
      next: null,
      previous: null,
      results: [{ id }],
    });
    expect((await ask('GET /api/comments/?object_pk=999999&content_type=iaso-orgunit')).body).toEqual([]);
    expect((await world.askStranger(list)).body).toEqual([]);
    expect((await world.askStranger('POST /api/comments/', { ...unit, comment: 'Mine' })).status).toBe(404);
    for (const wrong of [{ ...unit, comment: ' ' }, { ...unit, content_type: 'iaso-form', comment: 'x' }, {}]) {
      expect((await ask('POST /api/comments/', wrong)).status).toBe(400);
    }
  });
});
