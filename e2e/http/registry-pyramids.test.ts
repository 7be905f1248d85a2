import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startDhis2Server } from '#e2e/harness/dhis2-server.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { plantPyramid, type PlantedPyramid } from '#e2e/harness/registry.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { openGeoPackage } from '#lib/formats/geopackage/open-geopackage.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { openTaskResult, type Task } from '#lib/platform/tasks/index.ts';
import {
  defaultImpacts,
  pyramidSchema,
  pyramidVersionSchema,
  versionReportSchema,
} from '#lib/registry/domain/pyramid.ts';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
/** Owner of an organization of their own. */
let stranger: ApiCall;

beforeAll(async () => {
  platform = await startPlatform({ env: { CAIRN_INTERNAL_HOSTS: '127.0.0.1' } });
  stranger = await (await anApiWorld(platform.runtime)).as('owner');
});
afterAll(() => platform.stop());
beforeEach(async () => {
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
});

const idSchema = z.object({ id: z.string() });
const pyramidsSchema = z.object({ items: z.array(pyramidSchema), next: z.string().nullable() });
const versionsSchema = z.object({ items: z.array(pyramidVersionSchema), next: z.string().nullable() });

async function aPyramid(name = 'Census', body: object = {}): Promise<string> {
  const answer = await call('POST /pyramids', { body: { name, ...body } });
  expect(answer.status, answer.text).toBe(201);
  return idSchema.parse(answer.json).id;
}

async function aVersion(pyramidId: string, body: object = {}) {
  const answer = await call('POST /pyramids/{id}/versions', { params: { id: pyramidId }, body });
  expect(answer.status, answer.text).toBe(201);
  return pyramidVersionSchema.parse(answer.json);
}

const plant = (): Promise<PlantedPyramid> =>
  plantPyramid(platform.runtime.db, { organizationId: world.organization.id }, [
    { ref: 'cd', name: 'Congo', type: 'Country' },
    { ref: 'kin', name: 'Kinshasa', parent: 'cd', type: 'Province', at: [15.3, -4.3] },
    {
      ref: 'equ',
      name: 'Équateur',
      parent: 'cd',
      type: 'Province',
      status: 'NEW',
      shape: 'POLYGON((18 0,19 0,19 1,18 0))',
    },
    { ref: 'old', name: 'Léopoldville', parent: 'cd', type: 'Province', status: 'REJECTED' },
  ]);

async function audited(): Promise<string[]> {
  const rows = await platform.runtime.db.query(
    z.object({ action: z.string() }),
    sql`SELECT action FROM audit_events WHERE organization_id = ${world.organization.id} ORDER BY id`,
  );
  return rows.map(({ action }) => action);
}

async function taskOf(answer: Awaited<ReturnType<ApiCall>>): Promise<Task> {
  expect(answer.status, answer.text).toBe(202);
  const { taskId } = z.object({ taskId: z.string() }).parse(answer.json);
  await runTasks(platform.runtime);
  return (await call('GET /tasks/{id}', { params: { id: taskId } })).json as Task;
}

describe('reg-13 pyramids', () => {
  it('reg-13 are added, renamed, described, tied to studies and closed for changes, and never removed; each act is audited', async () => {
    const id = await aPyramid('Census', { description: 'of 2024' });
    const first = pyramidSchema.parse((await call('GET /pyramids/{id}', { params: { id } })).json);
    expect(first).toMatchObject({ name: 'Census', isDefault: true, isReadOnly: false, versionCount: 0, studyIds: [] });
    const body = { name: 'Census 2024', isReadOnly: true, studyIds: [world.study.id], treeStatuses: ['NEW', 'VALID'] };
    const changed = await call('PATCH /pyramids/{id}', { params: { id }, body });
    expect(changed.json).toMatchObject({ ...body, description: 'of 2024' });
    expect((await call('PATCH /pyramids/{id}', { params: { id }, body: { studyIds: [] } })).json).toMatchObject({
      studyIds: [],
      name: 'Census 2024',
    });
    expect(await audited()).toEqual(expect.arrayContaining(['pyramid.create', 'pyramid.update', 'pyramid.update']));
    await expect(call('DELETE /pyramids/{id}', { params: { id } })).rejects.toThrow('there is no route');
  });

  it('reg-13 have names of their own; what is wrong is told at its field', async () => {
    const id = await aPyramid('Census');
    const other = await aPyramid('Ministry');
    expect((await call('POST /pyramids', { body: { name: 'Census' } })).json).toMatchObject({
      code: 'already_exists',
      fields: { name: expect.any(String) as string },
    });
    const taken = await call('PATCH /pyramids/{id}', { params: { id: other }, body: { name: 'Census' } });
    expect(taken.json).toMatchObject({ code: 'already_exists', fields: { name: expect.any(String) as string } });
    const foreign = await call('PATCH /pyramids/{id}', { params: { id }, body: { studyIds: [newId()] } });
    expect(foreign.json).toMatchObject({ code: 'input_invalid', fields: { studyIds: expect.any(String) as string } });
    for (const name of ['', '  ', 'x'.repeat(256), 'a\u0000b']) {
      expect((await call('POST /pyramids', { body: { name } })).status).toBe(400);
    }
  });

  it('reg-13 are found by name without accents and by study, page by page', async () => {
    for (const name of ['Élan', 'census b', 'Census A', 'Zone']) await aPyramid(name);
    const tied = await aPyramid('Tied', { studyIds: [world.study.id] });
    const names: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = pyramidsSchema.parse((await call('GET /pyramids', { query: { limit: 2, cursor } })).json);
      names.push(...page.items.map(({ name }) => name));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(names).toEqual(['Census A', 'census b', 'Élan', 'Tied', 'Zone']);
    const found = pyramidsSchema.parse((await call('GET /pyramids', { query: { text: 'ELAN' } })).json);
    expect(found.items.map(({ name }) => name)).toEqual(['Élan']);
    const ofStudy = pyramidsSchema.parse((await call('GET /pyramids', { query: { study: world.study.id } })).json);
    expect(ofStudy.items.map(({ id }) => id)).toEqual([tied]);
    expect((await call('GET /pyramids', { query: { cursor: 'nonsense' } })).json).toMatchObject({
      code: 'cursor_invalid',
    });
  });

  it('reg-13 of another organization are not there, whatever is asked of them', async () => {
    const id = await aPyramid();
    const version = await aVersion(id);
    for (const [route, body] of [
      ['GET /pyramids/{id}', undefined],
      ['PATCH /pyramids/{id}', { name: 'mine' }],
      ['GET /pyramids/{id}/versions', undefined],
      ['POST /pyramids/{id}/versions', {}],
      ['GET /pyramids/{id}/impact', undefined],
      ['POST /pyramids/{id}/make-default', { confirmed: defaultImpacts }],
    ] as const) {
      expect((await stranger(route, { params: { id }, body })).status, route).toBe(404);
    }
    for (const [route, body] of [
      ['GET /pyramid-versions/{id}', undefined],
      ['PATCH /pyramid-versions/{id}', { description: 'mine' }],
      ['POST /pyramid-versions/{id}/copy', {}],
      ['GET /pyramid-versions/{id}/impact', undefined],
      ['POST /pyramid-versions/{id}/make-default', { confirmed: defaultImpacts }],
    ] as const) {
      expect((await stranger(route, { params: { id: version.id }, body })).status, route).toBe(404);
    }
    expect(pyramidsSchema.parse((await stranger('GET /pyramids')).json).items).toEqual([]);
  });
});

describe('reg-13 the DHIS2 that a pyramid comes from', () => {
  const secret = 'district-4711';

  it('reg-13 is kept with a sealed password, is tried, changed and forgotten; each act but the trial is audited', async () => {
    const dhis2 = await startDhis2Server({ login: 'demo', password: secret });
    try {
      const id = await aPyramid();
      const at = { params: { id } };
      expect((await call('GET /pyramids/{id}/connection', at)).json).toEqual({ connection: null });
      const draft = { name: 'National', url: `${dhis2.url}/`, login: 'demo' };
      const saved = await call('PUT /pyramids/{id}/connection', { ...at, body: { ...draft, password: secret } });
      const told = { name: 'National', url: dhis2.url, login: 'demo', hasPassword: true };
      expect(saved.json).toMatchObject(told);
      expect((await call('GET /pyramids/{id}/connection', at)).json).toMatchObject({ connection: told });
      const tried = async (body: object) => (await call('POST /pyramids/{id}/connection/try', { ...at, body })).json;
      const trial = { url: dhis2.url, login: 'demo' };
      expect(await tried(trial)).toEqual({ outcome: 'ok', version: '2.41.3' });
      expect(await tried({ ...trial, password: 'wrong' })).toEqual({ outcome: 'refused' });
      const wiki = dhis2.url.replace('hmis', 'wiki');
      expect(await tried({ ...trial, url: wiki, password: 'x' })).toEqual({ outcome: 'unreachable' });
      expect(dhis2.asked).toEqual([
        'GET /hmis/api/system/info',
        'GET /hmis/api/system/info',
        'GET /wiki/api/system/info',
      ]);
      // The password goes to the address that it is for, and nowhere else.
      expect(await tried({ ...trial, url: wiki })).toEqual({ outcome: 'password_missing' });
      const inside = { url: 'http://10.0.0.1/dhis', login: 'demo', password: secret };
      expect(await tried(inside)).toEqual({ outcome: 'forbidden' });
      expect(await tried({ ...inside, url: 'http://127.0.0.1:9' })).toEqual({ outcome: 'unreachable' });

      const renamed = await call('PUT /pyramids/{id}/connection', { ...at, body: { ...draft, name: 'Ministry' } });
      expect(renamed.json).toMatchObject({ name: 'Ministry', hasPassword: true });
      const moved = await call('PUT /pyramids/{id}/connection', { ...at, body: { ...draft, url: wiki } });
      expect(moved.json).toMatchObject({ url: wiki, hasPassword: false });
      expect((await call('DELETE /pyramids/{id}/connection', at)).status).toBe(204);
      expect((await call('GET /pyramids/{id}/connection', at)).json).toEqual({ connection: null });
      expect((await audited()).filter((action) => action.includes('connect'))).toEqual([
        'pyramid.connect',
        'pyramid.connect',
        'pyramid.connect',
        'pyramid.disconnect',
      ]);
    } finally {
      await dhis2.stop();
    }
  });

  it('reg-13 is refused in words when it cannot be an address, and is nobody’s who may not edit the pyramid', async () => {
    const id = await aPyramid();
    const at = { params: { id } };
    const draft = { name: 'National', url: 'https://dhis2.example.org', login: 'demo', password: secret };
    for (const url of ['dhis2.example.org', 'ftp://dhis2.example.org', 'https://a:b@dhis2.example.org', '']) {
      const wrong = await call('PUT /pyramids/{id}/connection', { ...at, body: { ...draft, url } });
      expect([url, wrong.json]).toMatchObject([
        url,
        { code: 'input_invalid', fields: { url: expect.anything() as unknown } },
      ]);
    }
    await call('PUT /pyramids/{id}/connection', { ...at, body: draft });
    const analyst = await world.as('analyst');
    for (const [route, body] of [
      ['GET /pyramids/{id}/connection', undefined],
      ['PUT /pyramids/{id}/connection', draft],
      ['DELETE /pyramids/{id}/connection', undefined],
      ['POST /pyramids/{id}/connection/try', { url: draft.url, login: 'demo' }],
    ] as const) {
      expect([route, (await analyst(route, { ...at, body })).status]).toEqual([route, 403]);
      expect([route, (await stranger(route, { ...at, body })).status]).toEqual([route, 404]);
    }
    const [row] = await platform.runtime.db.query(
      z.object({ text: z.string() }),
      sql`SELECT c::text AS text FROM pyramid_connections c WHERE pyramid_id = ${id}`,
    );
    expect(row?.text).toContain('https://dhis2.example.org');
    expect(row?.text).not.toContain(secret);
  });
});

describe('reg-15 versions', () => {
  it('reg-15 number themselves, may have a number chosen for them, and begin empty', async () => {
    const id = await aPyramid();
    expect(await aVersion(id)).toMatchObject({ number: 0, isDefault: true, unitCount: 0 });
    expect(await aVersion(id, { description: 'second' })).toMatchObject({
      number: 1,
      isDefault: false,
      description: 'second',
    });
    expect(await aVersion(id, { number: 7 })).toMatchObject({ number: 7 });
    expect(await aVersion(id)).toMatchObject({ number: 8 });
    const taken = await call('POST /pyramids/{id}/versions', { params: { id }, body: { number: 7 } });
    expect(taken.json).toMatchObject({ code: 'already_exists', fields: { number: expect.any(String) as string } });
    const pages = [];
    for (let cursor: string | undefined; ;) {
      const answer = await call('GET /pyramids/{id}/versions', { params: { id }, query: { limit: 3, cursor } });
      const page = versionsSchema.parse(answer.json);
      pages.push(page.items.map(({ number }) => number));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(pages).toEqual([[8, 7, 1], [0]]);
    expect(await audited()).toEqual(expect.arrayContaining(['version.create']));
  });

  it('reg-15 number themselves also when many are made at once', async () => {
    const id = await aPyramid();
    const made = await Promise.all(Array.from({ length: 6 }, () => aVersion(id)));
    expect(made.map(({ number }) => number).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('reg-15 tell their units by status, type and group, with a position and with a shape', async () => {
    const { versionId, ids } = await plant();
    const group = await call('POST /unit-groups', { body: { name: 'Urban' } });
    await call('POST /unit-groups/{id}/members', {
      params: { id: idSchema.parse(group.json).id },
      body: { add: [ids.get('kin')] },
    });
    const answer = await call('GET /pyramid-versions/{id}', { params: { id: versionId } });
    const report = versionReportSchema.parse(answer.json);
    expect(report).toMatchObject({
      unitCount: 4,
      withLocation: 1,
      withShape: 1,
      newCount: 1,
      validCount: 2,
      rejectedCount: 1,
    });
    expect(report.byType.map(({ name, count }) => [name, count])).toEqual([
      ['Country', 1],
      ['Province', 3],
    ]);
    expect(report.byGroup.map(({ name, count }) => [name, count])).toEqual([['Urban', 1]]);
    const described = await call('PATCH /pyramid-versions/{id}', {
      params: { id: versionId },
      body: { description: 'as planted' },
    });
    expect(described.json).toMatchObject({ description: 'as planted', unitCount: 4 });
    expect(await audited()).toContain('version.update');
  });

  it('reg-15 are downloaded as a GeoPackage: the result of a task', async () => {
    const { versionId } = await plant();
    const task = await taskOf(
      await call('POST /units/export', { body: { version: versionId, format: 'gpkg', searches: [{ status: [] }] } }),
    );
    expect(task).toMatchObject({
      state: 'succeeded',
      result: { units: 4 },
    });
    const file = await openTaskResult(world.system, { taskId: task.id });
    const path = join(tmpdir(), `${newId()}.gpkg`);
    await writeFile(path, Buffer.concat((await (await file.open()).toArray()) as Buffer[]));
    const layers = openGeoPackage(path);
    expect(layers.tables.map(({ name }) => name).sort()).toEqual(['groups', 'level-0-Country', 'level-1-Province']);
    layers.close();
  });
});

describe('reg-14 the default', () => {
  it('reg-14 changes only when every point of its impact is confirmed; the numbers say what it affects', async () => {
    const { pyramidId, versionId, ids } = await plant();
    const group = await call('POST /unit-groups', { body: { name: 'Urban', sourceRef: 'urban' } });
    expect(group.status).toBe(201);
    const next = await aVersion(pyramidId, { description: 'redrawn' });
    const impact = await call('GET /pyramid-versions/{id}/impact', { params: { id: next.id } });
    expect(impact.json).toMatchObject({
      from: { id: versionId, number: 0, unitCount: 4 },
      to: { id: next.id, unitCount: 0 },
      unitsMissing: 3,
      unitsAdded: 0,
      groupsMissing: 1,
      restrictedRoles: 0,
      impacts: defaultImpacts,
    });
    const make = (confirmed: readonly string[]) =>
      call('POST /pyramid-versions/{id}/make-default', { params: { id: next.id }, body: { confirmed } });
    const partly = await make(defaultImpacts.slice(1));
    expect(partly.status).toBe(400);
    expect(partly.json).toMatchObject({
      code: 'confirmation_missing',
      fields: { confirmed: expect.stringContaining('places') as string },
    });
    expect((await make([])).json).toMatchObject({ code: 'confirmation_missing' });
    expect((await make(['everything'])).json).toMatchObject({ code: 'input_invalid' });
    expect((await call('GET /pyramids/{id}', { params: { id: pyramidId } })).json).toMatchObject({
      defaultVersionNumber: 0,
    });
    expect((await make(defaultImpacts)).json).toMatchObject({ id: next.id, isDefault: true });
    expect((await call('GET /pyramids/{id}', { params: { id: pyramidId } })).json).toMatchObject({
      defaultVersionNumber: 1,
    });
    expect(await audited()).toContain('version.make-default');
    expect(ids.size).toBe(4);
  });

  it('reg-14 of the organization changes likewise, and never to a pyramid without places', async () => {
    const { pyramidId } = await plant();
    const other = await aPyramid('Other');
    const make = () =>
      call('POST /pyramids/{id}/make-default', { params: { id: other }, body: { confirmed: defaultImpacts } });
    expect((await make()).json).toMatchObject({ code: 'state_conflict' });
    await aVersion(other);
    expect((await call('GET /pyramids/{id}/impact', { params: { id: other } })).json).toMatchObject({
      unitsMissing: 3,
    });
    expect((await make()).json).toMatchObject({ id: other, isDefault: true });
    expect((await call('GET /pyramids/{id}', { params: { id: pyramidId } })).json).toMatchObject({ isDefault: false });
    expect(await audited()).toContain('pyramid.make-default');
  });

  it('reg-14 takes a permission of its own, which editors of places do not have', async () => {
    const { pyramidId } = await plant();
    const next = await aVersion(pyramidId);
    const validator = await world.as('validator');
    const request = { params: { id: next.id }, body: { confirmed: defaultImpacts } };
    expect((await validator('POST /pyramid-versions/{id}/make-default', request)).status).toBe(403);
    expect(
      (await validator('PATCH /pyramid-versions/{id}', { params: { id: next.id }, body: { description: 'x' } })).status,
    ).toBe(200);
  });

  it('reg-14 counts the roles that are limited to a part of the old tree', async () => {
    const { pyramidId, paths } = await plant();
    await platform.runtime.db.execute(sql`
      INSERT INTO memberships (organization_id, id, user_id, role_id, org_unit_path, created_at)
      SELECT m.organization_id, ${newId()}::uuid, m.user_id, m.role_id, ${paths.get('kin')}, now() FROM memberships m
      WHERE m.organization_id = ${world.organization.id} LIMIT 1`);
    const next = await aVersion(pyramidId);
    const impact = await call('GET /pyramid-versions/{id}/impact', { params: { id: next.id } });
    expect(impact.json).toMatchObject({ restrictedRoles: 1 });
  });
});
