import { utils, read } from '@e965/xlsx';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { plantPyramid, type PlantedPyramid } from '#e2e/harness/registry.ts';
import { aPerson } from '#e2e/harness/tenant.ts';
import { parseCsv } from '#lib/formats/csv/parse-csv.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import {
  changeGroupMembers,
  exportUnitGroups,
  getUnitGroup,
  listUnitGroups,
  listUnitTypes,
} from '#lib/registry/index.ts';
import { unitGroupSchema, unitGroupSetSchema } from '#lib/registry/domain/unit-group.ts';
import { typeHierarchySchema, unitTypeSchema } from '#lib/registry/domain/unit-type.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let stranger: ApiCall;
let planted: PlantedPyramid;

beforeAll(async () => {
  platform = await startPlatform();
  stranger = await (await anApiWorld(platform.runtime)).as('owner');
});
afterAll(() => platform.stop());
beforeEach(async () => {
  world = await anApiWorld(platform.runtime);
  call = await world.as('manager');
  planted = await plantPyramid(platform.runtime.db, { organizationId: world.organization.id }, [
    { ref: 'cd', name: 'Congo', type: 'Country' },
    { ref: 'kin', name: 'Kinshasa', parent: 'cd', type: 'Province' },
    { ref: 'equ', name: 'Équateur', parent: 'cd', type: 'Province' },
    { ref: 'old', name: 'Léopoldville', parent: 'cd', type: 'Province', status: 'REJECTED' },
  ]);
});

const unit = (ref: string) => planted.ids.get(ref) ?? '';
const type = (name: string) => planted.typeIds.get(name) ?? '';
const groupsSchema = z.object({ items: z.array(unitGroupSchema), next: z.string().nullable() });
const typesSchema = z.object({ items: z.array(unitTypeSchema), next: z.string().nullable() });

async function aGroup(name: string, sourceRef: string | null = null) {
  const answer = await call('POST /unit-groups', { body: { name, sourceRef } });
  expect(answer.status, answer.text).toBe(201);
  return unitGroupSchema.parse(answer.json);
}

async function aType(body: object) {
  const answer = await call('POST /unit-types', { body });
  expect(answer.status, answer.text).toBe(201);
  return unitTypeSchema.parse(answer.json);
}

const members = (id: string, body: object) => call('POST /unit-groups/{id}/members', { params: { id }, body });

async function changesOf(unitId: string) {
  return platform.runtime.db.query(
    z.object({ origin: z.string(), before: z.unknown(), after: z.unknown() }),
    sql`SELECT origin, before, after FROM org_unit_changes
      WHERE organization_id = ${world.organization.id} AND unit_id = ${unitId} ORDER BY id`,
  );
}

describe('reg-35 groups', () => {
  it('reg-35 are added to the default version, renamed, found and removed; their units stay and remember', async () => {
    const group = await aGroup('Urban', 'urban');
    expect(group).toMatchObject({ versionId: planted.versionId, versionNumber: 0, unitCount: 0, sets: [] });
    expect((await members(group.id, { add: [unit('kin'), unit('equ'), unit('kin')] })).json).toEqual({
      added: 2,
      removed: 0,
    });
    expect((await members(group.id, { add: [unit('kin')], remove: [unit('equ'), unit('cd')] })).json).toEqual({
      added: 0,
      removed: 1,
    });
    expect(await changesOf(unit('equ'))).toEqual([
      { origin: 'bulk', before: { groupRefs: [] }, after: { groupRefs: ['urban'] } },
      { origin: 'bulk', before: { groupRefs: ['urban'] }, after: { groupRefs: [] } },
    ]);
    const renamed = await call('PATCH /unit-groups/{id}', {
      params: { id: group.id },
      body: { name: 'Cities', sourceRef: null },
    });
    expect(renamed.json).toMatchObject({ name: 'Cities', sourceRef: null, unitCount: 1 });
    const found = groupsSchema.parse((await call('GET /unit-groups', { query: { text: 'CITI' } })).json);
    expect(found.items.map(({ id }) => id)).toEqual([group.id]);
    expect((await call('DELETE /unit-groups/{id}', { params: { id: group.id } })).json).toEqual({ released: 1 });
    expect((await call('GET /unit-groups/{id}', { params: { id: group.id } })).status).toBe(404);
    expect(await changesOf(unit('kin'))).toHaveLength(2);
    const [left] = await platform.runtime.db.query(
      z.object({ n: z.coerce.number(), revision: z.number() }),
      sql`SELECT count(*) AS n, max(revision) AS revision FROM org_units WHERE organization_id = ${world.organization.id}`,
    );
    expect(left).toEqual({ n: 4, revision: 3 });
  });

  it('reg-35 hold units of their own version only, and references are unique in it', async () => {
    const group = await aGroup('Urban', 'urban');
    const elsewhere = await plantPyramid(platform.runtime.db, { organizationId: world.organization.id }, [
      { ref: 'x', name: 'Elsewhere' },
    ]);
    const foreign = await members(group.id, { add: [unit('kin'), elsewhere.ids.get('x')] });
    expect(foreign.json).toMatchObject({
      code: 'input_invalid',
      fields: { add: expect.stringContaining('1 of the units') as string },
    });
    expect((await call('GET /unit-groups/{id}', { params: { id: group.id } })).json).toMatchObject({ unitCount: 0 });
    expect((await call('POST /unit-groups', { body: { name: 'Other', sourceRef: 'urban' } })).json).toMatchObject({
      code: 'already_exists',
      fields: { sourceRef: expect.any(String) as string },
    });
    const there = await call('POST /unit-groups', {
      body: { name: 'Urban', sourceRef: 'urban', versionId: elsewhere.versionId },
    });
    expect(there.status).toBe(201);
    const set = { name: 'Mixed', groupIds: [group.id, unitGroupSchema.parse(there.json).id] };
    expect((await call('POST /unit-group-sets', { body: set })).json).toMatchObject({ code: 'input_invalid' });
    expect((await members(group.id, { add: [unit('kin')], remove: [unit('kin')] })).status).toBe(400);
  });

  it('reg-35 come page by page by name, whatever their case and accents', async () => {
    for (const name of ['Zone', 'élan', 'Elan b', 'alpha', 'Beta']) await aGroup(name);
    const names: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = groupsSchema.parse((await call('GET /unit-groups', { query: { limit: 2, cursor } })).json);
      names.push(...page.items.map(({ name }) => name));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(names).toEqual(['alpha', 'Beta', 'élan', 'Elan b', 'Zone']);
  });

  it('reg-35 of a set that takes one: no unit is in two of them, whichever way it is tried', async () => {
    const [urban, rural] = [await aGroup('Urban'), await aGroup('Rural')];
    const answer = await call('POST /unit-group-sets', { body: { name: 'Kind', groupIds: [urban.id, rural.id] } });
    const set = unitGroupSetSchema.parse(answer.json);
    expect(set).toMatchObject({ belonging: 'SINGLE', groups: [{ name: 'Rural' }, { name: 'Urban' }] });
    await members(urban.id, { add: [unit('kin')] });
    expect((await members(rural.id, { add: [unit('kin'), unit('equ')] })).json).toMatchObject({
      code: 'group_exclusive',
      detail: expect.stringContaining('"Kind"') as string,
    });
    expect((await call('GET /unit-groups/{id}', { params: { id: rural.id } })).json).toMatchObject({ unitCount: 0 });
    expect(await changesOf(unit('equ'))).toEqual([]);
    const patch = (body: object) => call('PATCH /unit-group-sets/{id}', { params: { id: set.id }, body });
    expect((await patch({ belonging: 'MULTIPLE' })).json).toMatchObject({ belonging: 'MULTIPLE' });
    expect((await members(rural.id, { add: [unit('kin')] })).json).toEqual({ added: 1, removed: 0 });
    expect((await patch({ belonging: 'SINGLE' })).json).toMatchObject({ code: 'group_exclusive' });
    expect((await patch({ belonging: 'SINGLE', groupIds: [urban.id] })).json).toMatchObject({
      groups: [{ name: 'Urban' }],
    });
    const listed = groupsSchema.parse((await call('GET /unit-groups', { query: { set: set.id } })).json);
    expect(listed.items.map(({ name, sets }) => [name, sets.map((one) => one.name)])).toEqual([['Urban', ['Kind']]]);
    expect((await call('DELETE /unit-group-sets/{id}', { params: { id: set.id } })).status).toBe(204);
    expect((await call('GET /unit-groups/{id}', { params: { id: urban.id } })).json).toMatchObject({ sets: [] });
  });

  it('reg-35 of a read-only pyramid change by import only', async () => {
    const group = await aGroup('Urban');
    await call('PATCH /pyramids/{id}', { params: { id: planted.pyramidId }, body: { isReadOnly: true } });
    const params = { id: group.id };
    for (const [route, body] of [
      ['POST /unit-groups', { name: 'New' }],
      ['PATCH /unit-groups/{id}', { name: 'New' }],
      ['DELETE /unit-groups/{id}', undefined],
      ['POST /unit-groups/{id}/members', { add: [unit('kin')] }],
      ['POST /unit-group-sets', { name: 'New' }],
    ] as const) {
      const answer = await call(route, { params, body });
      expect([answer.status, answer.json], route).toMatchObject([409, { code: 'pyramid_read_only' }]);
    }
  });

  it('reg-35 and sets of another organization are not there', async () => {
    const group = await aGroup('Urban');
    const set = unitGroupSetSchema.parse((await call('POST /unit-group-sets', { body: { name: 'Kind' } })).json);
    for (const [route, id, body] of [
      ['GET /unit-groups/{id}', group.id, undefined],
      ['PATCH /unit-groups/{id}', group.id, { name: 'mine' }],
      ['DELETE /unit-groups/{id}', group.id, undefined],
      ['POST /unit-groups/{id}/members', group.id, { add: [unit('kin')] }],
      ['GET /unit-group-sets/{id}', set.id, undefined],
      ['PATCH /unit-group-sets/{id}', set.id, { name: 'mine' }],
      ['DELETE /unit-group-sets/{id}', set.id, undefined],
    ] as const) {
      expect((await stranger(route, { params: { id }, body })).status, route).toBe(404);
    }
    for (const route of ['GET /unit-groups', 'GET /unit-group-sets', 'GET /unit-groups/export']) {
      expect((await stranger(route, { query: { version: planted.versionId } })).status, route).toBe(404);
    }
  });

  it('reg-35 are exported as CSV and XLSX, and no cell runs as a formula', async () => {
    const risky = ['=HYPERLINK("http://x","y")', '+1+1', '-2+3', '@SUM(A1)', '-5', 'plain, "quoted"'];
    for (const [place, name] of risky.entries()) await aGroup(name, place === 5 ? '=ref' : null);
    const csv = await call('GET /unit-groups/export', { query: { format: 'csv' } });
    expect(csv.headers.get('content-disposition')).toContain('attachment; filename="groups-0.csv"');
    const rows = [...parseCsv(csv.text.replace(/^\uFEFF/, ''), ',')].map(({ fields }) => fields);
    expect(rows[0]).toEqual(['ID', 'Source ref', 'Name', 'Data source', 'Version']);
    const names = rows.slice(1).map((fields) => fields[2]);
    expect(new Set(names)).toEqual(new Set(risky.map((name) => (/^(-5|plain.*)$/.test(name) ? name : `'${name}`))));
    expect(rows.find((fields) => fields[2] === 'plain, "quoted"')?.[1]).toBe("'=ref");
    const file = await exportUnitGroups(world.system, { format: 'xlsx' });
    const book = read(Buffer.concat((await file.content.toArray()) as Buffer[]), { cellFormula: true });
    const sheet = book.Sheets['Groups'] ?? {};
    const cells = utils.sheet_to_json<Record<string, unknown>>(sheet);
    expect(cells.map((row) => row['Name'])).toEqual(names);
    expect(cells[0]).toMatchObject({ Version: 0, ID: expect.any(Number) as number });
    expect(Object.values(sheet).some((cell) => (cell as { f?: string } | undefined)?.f !== undefined)).toBe(false);
  });

  it('reg-35 and types count what a reader of one part of the tree may see; who edits a part cannot change a group', async () => {
    const group = await aGroup('Urban');
    await members(group.id, { add: [unit('kin'), unit('equ')] });
    const whole = aPerson(['registry.read', 'registry.edit']);
    if (whole.kind !== 'user') throw new Error('not a person');
    const grants = whole.grants.map((grant) => ({ ...grant, orgUnitPath: planted.paths.get('kin') ?? null }));
    const ctx = platform.runtime.context({
      organizationId: world.organization.id,
      actor: { ...whole, grants },
      requestId: newId(),
    });
    const page = { limit: 50 };
    expect((await listUnitGroups(ctx, page)).items).toMatchObject([{ name: 'Urban', unitCount: 1 }]);
    expect(await getUnitGroup(ctx, group.id)).toMatchObject({ unitCount: 1 });
    const { items } = await listUnitTypes(ctx, page);
    expect(items.map(({ name, unitCount }) => [name, unitCount])).toEqual([
      ['Country', 0],
      ['Province', 1],
    ]);
    await expect(changeGroupMembers(ctx, { id: group.id, add: [], remove: [unit('kin')] })).rejects.toMatchObject({
      code: 'permission_missing',
    });
  });
});

describe('reg-17 types', () => {
  it('reg-17 are added, changed and found; their short name is what follows the last dash; units are counted', async () => {
    const made = await aType({ name: 'DRC - Health area', category: 'HF', depth: 4, studyIds: [world.study.id] });
    expect(made).toMatchObject({ shortName: 'Health area', children: [], unitCount: 0, isUsed: false });
    const body = { shortName: 'HA', category: null, depth: null, studyIds: [], children: [] };
    expect((await call('PATCH /unit-types/{id}', { params: { id: made.id }, body })).json).toMatchObject(body);
    const all = typesSchema.parse((await call('GET /unit-types')).json);
    expect(all.items.map(({ name, unitCount, isUsed }) => [name, unitCount, isUsed])).toEqual([
      ['Country', 1, true],
      ['Province', 2, true],
      ['DRC - Health area', 0, false],
    ]);
    await aType({ name: 'Clinic', category: 'HF', studyIds: [world.study.id] });
    const named = async (query: Record<string, string>) =>
      typesSchema.parse((await call('GET /unit-types', { query })).json).items.map(({ name }) => name);
    expect(await named({ text: 'ha' })).toEqual(['DRC - Health area']);
    expect(await named({ category: 'HF' })).toEqual(['Clinic']);
    expect(await named({ study: world.study.id })).toEqual(['Clinic']);
    expect((await call('POST /unit-types', { body: { name: 'Country', depth: 0 } })).json).toMatchObject({
      code: 'already_exists',
    });
    expect((await call('POST /unit-types', { body: { name: 'Clinic' } })).json).toMatchObject({
      code: 'already_exists',
    });
    expect((await call('POST /unit-types', { body: { name: 'Country', depth: 3 } })).status).toBe(201);
  });

  it('reg-17 come page by page from the top down', async () => {
    for (const depth of [3, 2, null]) await aType({ name: `At ${String(depth)}`, depth });
    const names: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = typesSchema.parse((await call('GET /unit-types', { query: { limit: 2, cursor } })).json);
      names.push(...page.items.map(({ name }) => name));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(names).toEqual(['Country', 'Province', 'At 2', 'At 3', 'At null']);
  });

  it('reg-17 say what may stand under them, and what may be created there; a circle is refused by name', async () => {
    const area = await aType({ name: 'Area' });
    const set = (name: string, children: readonly object[]) =>
      call('PATCH /unit-types/{id}', { params: { id: type(name) }, body: { children } });
    expect((await set('Country', [{ id: type('Province') }])).json).toMatchObject({
      children: [{ id: type('Province'), name: 'Province', isCreatable: false }],
    });
    expect((await set('Province', [{ id: area.id, isCreatable: true }])).status).toBe(200);
    const circle = await call('PATCH /unit-types/{id}', {
      params: { id: area.id },
      body: { name: 'Renamed', children: [{ id: type('Country') }] },
    });
    expect(circle.json).toMatchObject({
      code: 'type_in_circle',
      fields: { children: expect.stringContaining('Country › Province') as string },
    });
    expect((await call('GET /unit-types/{id}', { params: { id: area.id } })).json).toMatchObject({
      name: 'Area',
      children: [],
    });
    expect((await set('Country', [{ id: type('Country') }])).json).toMatchObject({ code: 'type_in_circle' });
    expect((await set('Country', [{ id: newId() }])).json).toMatchObject({ code: 'input_invalid' });
    const tree = await call('GET /unit-types/{id}/hierarchy', { params: { id: type('Country') } });
    expect(typeHierarchySchema.parse(tree.json)).toMatchObject({
      name: 'Country',
      children: [{ name: 'Province', children: [{ name: 'Area', isCreatable: true, children: [] }] }],
    });
  });

  it('reg-17 never form a circle, also when two people close it at once', async () => {
    const [a, b] = [await aType({ name: 'A' }), await aType({ name: 'B' })];
    const allow = (id: string, child: string) =>
      call('PATCH /unit-types/{id}', { params: { id }, body: { children: [{ id: child }] } });
    const answers = await Promise.all([allow(a.id, b.id), allow(b.id, a.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('reg-17 that units have cannot be removed; others can, and are audited', async () => {
    expect((await call('DELETE /unit-types/{id}', { params: { id: type('Province') } })).json).toMatchObject({
      code: 'type_in_use',
      detail: expect.stringContaining('2 units') as string,
    });
    const made = await aType({ name: 'Spare' });
    expect((await call('DELETE /unit-types/{id}', { params: { id: made.id } })).status).toBe(204);
    const actions = await platform.runtime.db.query(
      z.object({ action: z.string() }),
      sql`SELECT action FROM audit_events WHERE organization_id = ${world.organization.id} AND action LIKE 'type.%' ORDER BY id`,
    );
    expect(actions.map(({ action }) => action)).toEqual(['type.create', 'type.remove']);
  });

  it('reg-17 of another organization are not there, and cannot stand under ours', async () => {
    const params = { id: type('Country') };
    for (const [route, body] of [
      ['GET /unit-types/{id}', undefined],
      ['PATCH /unit-types/{id}', { name: 'mine' }],
      ['DELETE /unit-types/{id}', undefined],
      ['GET /unit-types/{id}/hierarchy', undefined],
    ] as const) {
      expect((await stranger(route, { params, body })).status, route).toBe(404);
    }
    const theirs = await stranger('POST /unit-types', { body: { name: 'Theirs' } });
    const children = [{ id: unitTypeSchema.parse(theirs.json).id }];
    expect((await call('PATCH /unit-types/{id}', { params, body: { children } })).json).toMatchObject({
      code: 'input_invalid',
    });
  });
});
