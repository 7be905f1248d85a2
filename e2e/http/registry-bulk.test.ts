import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Actor, Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { bulkEditTask, bulkEditUnits, listUnits, previewBulkEdit } from '#lib/registry/index.ts';
import { plantPyramid, type PlantedPyramid, type PlantedUnit } from '../harness/registry.ts';
import { aPerson, aTenant, contextOf, type Tenant } from '../harness/tenant.ts';
import { openTestDatabase } from '../harness/test-database.ts';

let db: Database;
let tenant: Tenant;

beforeAll(async () => {
  db = await openTestDatabase();
});
// Types are of a whole organization: each test has one of its own.
beforeEach(async () => {
  tenant = await aTenant(db);
});
afterAll(() => db.close());

const editor = () => contextOf(db, tenant, aPerson(['registry.read', 'registry.edit']));
type Edit = Parameters<typeof bulkEditUnits>[1];

const outcomeSchema = z.object({
  changed: z.number(),
  unchanged: z.number(),
  skipped: z.object({ not_yours: z.number(), code_repeated: z.number(), one_group_only: z.number() }),
});

interface Ran {
  readonly outcome: z.infer<typeof outcomeSchema>;
  readonly report: string;
  readonly progress: readonly (readonly [number, number | null])[];
}

/** Orders a bulk edit and does the work of its Task; `stopAfter`: a person stops it after so many steps. */
async function runBulk(ctx: Context, edit: Edit, stopAfter = Infinity): Promise<Ran> {
  const { taskId } = await bulkEditUnits(ctx, edit);
  const [row] = await db.query(z.object({ input: z.unknown() }), sql`SELECT input FROM tasks WHERE id = ${taskId}`);
  const stop = new AbortController();
  const progress: (readonly [number, number | null])[] = [];
  let report = '';
  const task: Pick<TaskContext, 'signal' | 'progress' | 'logLine' | 'saveResult'> = {
    signal: stop.signal,
    progress: (done, total) => {
      progress.push([done, total]);
      if (progress.length >= stopAfter) stop.abort(new Error('stopped'));
    },
    logLine: () => undefined,
    saveResult: (_name, content) => {
      report = content instanceof Uint8Array ? new TextDecoder().decode(content) : '';
      return Promise.resolve();
    },
  };
  const system = contextOf(db, tenant, { kind: 'system', label: 'task' });
  const { result } = await bulkEditTask.execute({ ...system, ...task } as TaskContext, row?.input);
  return { outcome: outcomeSchema.parse(result), report, progress };
}

async function aGroup(versionId: string, name: string): Promise<string> {
  const id = newId();
  await db.execute(sql`INSERT INTO org_unit_groups (organization_id, id, version_id, name)
    VALUES (${tenant.organizationId}, ${id}, ${versionId}, ${name})`);
  return id;
}

const changeSchema = z.object({
  unitId: z.string(),
  origin: z.string(),
  actorLabel: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});

function changesOf({ versionId }: PlantedPyramid) {
  return db.query(
    changeSchema,
    sql`SELECT unit_id AS "unitId", origin, actor_label AS "actorLabel", before, after FROM org_unit_changes
      WHERE version_id = ${versionId} ORDER BY id`,
  );
}

async function statusesOf({ versionId }: PlantedPyramid): Promise<Record<string, string>> {
  const { items } = await listUnits(editor(), { version: versionId, searches: [{ status: [] }], limit: 200 });
  return Object.fromEntries(items.map(({ name, status }) => [name, status]));
}

const someUnits: readonly PlantedUnit[] = [
  { ref: 'top', name: 'Top', type: 'Region' },
  { ref: 'a', name: 'Alpha', parent: 'top', type: 'Clinic', status: 'NEW', code: 'X' },
  { ref: 'b', name: 'Beta', parent: 'top', type: 'Clinic', status: 'NEW', code: 'X' },
  { ref: 'c', name: 'Gamma', parent: 'top', type: 'Clinic', status: 'NEW' },
  { ref: 'd', name: 'Delta', parent: 'c', type: 'Clinic', status: 'NEW', code: 'T' },
];

describe('reg-27 many units are changed at once', () => {
  it('all that the searches find but some; who has a code another valid unit has is skipped and reported', async () => {
    const planted = await plantPyramid(db, tenant, someUnits);
    await db.execute(sql`UPDATE org_units SET code = 'T' WHERE id = ${planted.ids.get('top')}`);
    const edit: Edit = {
      version: planted.versionId,
      selection: { searches: [{ status: ['NEW'] }, { text: 'top' }], except: [planted.ids.get('c') ?? ''] },
      change: { status: 'VALID', addGroupIds: [], removeGroupIds: [] },
    };
    const preview = await previewBulkEdit(editor(), edit);
    expect(preview).toMatchObject({ selected: 4, lookedAt: 4, changed: 1, unchanged: 1 });
    expect(preview.examples.map(({ name, reason }) => [name, reason])).toEqual([
      ['Beta', 'code_repeated'],
      ['Delta', 'code_repeated'],
    ]);
    expect(await statusesOf(planted)).toMatchObject({ Alpha: 'NEW' });
    const { outcome, report } = await runBulk(editor(), edit);
    expect(outcome).toEqual({
      changed: 1,
      unchanged: 1,
      skipped: { not_yours: 0, code_repeated: 2, one_group_only: 0 },
    });
    expect(await statusesOf(planted)).toEqual({
      Top: 'VALID',
      Alpha: 'VALID',
      Beta: 'NEW',
      Gamma: 'NEW',
      Delta: 'NEW',
    });
    expect(report).toContain(`${planted.ids.get('b') ?? ''},Beta,Another valid unit of the version has its code.`);
    expect(report.trim().split('\r\n')).toHaveLength(3);
    expect(await changesOf(planted)).toEqual([
      {
        unitId: planted.ids.get('a'),
        origin: 'bulk',
        actorLabel: 'Ada Person',
        before: { status: 'NEW' },
        after: { status: 'VALID' },
      },
    ]);
  });

  it('type and groups change together, each with its history; a second time changes nothing', async () => {
    const planted = await plantPyramid(db, tenant, someUnits);
    const [north, south] = [await aGroup(planted.versionId, 'North'), await aGroup(planted.versionId, 'South')];
    const ids = ['a', 'c'].map((ref) => planted.ids.get(ref) ?? '');
    await runBulk(editor(), {
      version: planted.versionId,
      selection: { ids },
      change: { addGroupIds: [south], removeGroupIds: [] },
    });
    const edit: Edit = {
      version: planted.versionId,
      selection: { ids },
      change: { typeId: planted.typeIds.get('Region') ?? '', addGroupIds: [north], removeGroupIds: [south] },
    };
    expect((await runBulk(editor(), edit)).outcome).toMatchObject({ changed: 2, unchanged: 0 });
    expect((await runBulk(editor(), edit)).outcome).toMatchObject({ changed: 0, unchanged: 2 });
    const { items } = await listUnits(editor(), {
      version: planted.versionId,
      searches: [{ status: [], groupIds: [north] }],
      columns: ['type', 'groups'],
    });
    expect(items).toMatchObject([
      { name: 'Alpha', typeName: 'Region', groupIds: [north], revision: 3 },
      { name: 'Gamma', typeName: 'Region', groupIds: [north], revision: 3 },
    ]);
    const changes = await changesOf(planted);
    expect(changes).toHaveLength(4);
    expect(changes.at(-1)).toMatchObject({
      before: { typeId: planted.typeIds.get('Clinic'), groupIds: [south] },
      after: { typeId: planted.typeIds.get('Region'), groupIds: [north] },
    });
  });

  it('a set of which a unit may be in one group only is kept', async () => {
    const planted = await plantPyramid(db, tenant, someUnits);
    const [public_, private_] = [await aGroup(planted.versionId, 'Public'), await aGroup(planted.versionId, 'Private')];
    const setId = newId();
    await db.execute(sql`INSERT INTO org_unit_group_sets (organization_id, id, version_id, name, belonging)
      VALUES (${tenant.organizationId}, ${setId}, ${planted.versionId}, 'Ownership', 'SINGLE')`);
    for (const id of [public_, private_]) {
      await db.execute(sql`INSERT INTO org_unit_group_set_groups (organization_id, version_id, set_id, group_id)
        VALUES (${tenant.organizationId}, ${planted.versionId}, ${setId}, ${id})`);
    }
    const add = (addGroupIds: string[], ...refs: string[]) =>
      runBulk(editor(), {
        version: planted.versionId,
        selection: { ids: refs.map((ref) => planted.ids.get(ref) ?? '') },
        change: { addGroupIds, removeGroupIds: [] },
      });
    await add([public_], 'a');
    expect((await add([private_], 'a', 'c')).outcome).toMatchObject({ changed: 1, skipped: { one_group_only: 1 } });
    await expect(add([public_, private_], 'd')).rejects.toMatchObject({ code: 'input_invalid' });
  });

  it('says how far it is, and when it is stopped what is done stays done and the rest is as it was', async () => {
    const many = Array.from({ length: 1200 }, (_, index) => index);
    const planted = await plantPyramid(db, tenant, [{ ref: 'top', name: 'Top' }]);
    await db.execute(sql`INSERT INTO org_units (organization_id, id, version_id, path, name, status)
      SELECT ${tenant.organizationId}::uuid, gen_random_uuid(), ${planted.versionId}::uuid, (800000000 + n)::text::ltree,
        'Village ' || n, 'NEW' FROM generate_series(1, ${many.length}::int4) n`);
    const edit: Edit = {
      version: planted.versionId,
      selection: { searches: [{ status: ['NEW'] }], except: [] },
      change: { status: 'REJECTED', addGroupIds: [], removeGroupIds: [] },
    };
    await expect(runBulk(editor(), edit, 1)).rejects.toThrow('stopped');
    expect(await changesOf(planted)).toHaveLength(500);
    const rejected = await db.query(
      z.object({ count: z.coerce.number() }),
      sql`SELECT count(*) AS count FROM org_units WHERE version_id = ${planted.versionId} AND status = 'REJECTED'`,
    );
    expect(rejected).toEqual([{ count: 500 }]);
    const { outcome, progress } = await runBulk(editor(), edit);
    expect(outcome).toMatchObject({ changed: 700, unchanged: 0 });
    expect(progress).toEqual([
      [500, 700],
      [700, 700],
    ]);
    expect(await changesOf(planted)).toHaveLength(1200);
  });
});

describe('reg-27 who may change what', () => {
  const limited = (planted: PlantedPyramid, readRef: string, editRef: string): Context => {
    const person = aPerson(['registry.read']);
    if (person.kind !== 'user') throw new Error('not a person');
    const grant = (verb: 'registry.read' | 'registry.edit', ref: string) => ({
      verbs: new Set([verb]),
      studyId: null,
      orgUnitPath: planted.paths.get(ref) ?? '',
    });
    const grants = [grant('registry.read', readRef), grant('registry.edit', editRef)];
    return contextOf(db, tenant, { ...person, grants } satisfies Actor);
  };

  it('a role for a sub-tree changes what lies in it; what it may only read is skipped, what it may not see untouched', async () => {
    const planted = await plantPyramid(db, tenant, [...someUnits, { ref: 'e', name: 'Else', status: 'NEW' }]);
    const ctx = limited(planted, 'top', 'c');
    const { outcome } = await runBulk(ctx, {
      version: planted.versionId,
      selection: { searches: [{ status: ['NEW'] }], except: [] },
      change: { status: 'REJECTED', addGroupIds: [], removeGroupIds: [] },
    });
    expect(outcome).toMatchObject({ changed: 2, skipped: { not_yours: 2 } });
    expect(await statusesOf(planted)).toEqual({
      Top: 'VALID',
      Alpha: 'NEW',
      Beta: 'NEW',
      Gamma: 'REJECTED',
      Delta: 'REJECTED',
      Else: 'NEW',
    });
    const named = await runBulk(ctx, {
      version: planted.versionId,
      selection: { ids: [planted.ids.get('e') ?? ''] },
      change: { status: 'REJECTED', addGroupIds: [], removeGroupIds: [] },
    });
    expect(named.outcome).toMatchObject({ changed: 0, unchanged: 0 });
  });

  it('who may only read, strangers, read-only pyramids and unknown types and groups are refused', async () => {
    const planted = await plantPyramid(db, tenant, someUnits);
    const edit: Edit = {
      version: planted.versionId,
      selection: { ids: [planted.ids.get('a') ?? ''] },
      change: { status: 'VALID', addGroupIds: [], removeGroupIds: [] },
    };
    const reader = contextOf(db, tenant, aPerson(['registry.read']));
    await expect(bulkEditUnits(reader, edit)).rejects.toMatchObject({ code: 'permission_missing' });
    const stranger = contextOf(db, await aTenant(db), aPerson(['registry.read', 'registry.edit']));
    await expect(bulkEditUnits(stranger, edit)).rejects.toMatchObject({ code: 'not_found' });
    const change = { addGroupIds: [], removeGroupIds: [] };
    for (const wrong of [{ typeId: newId() }, { addGroupIds: [newId()] }, { removeGroupIds: [newId()] }]) {
      await expect(bulkEditUnits(editor(), { ...edit, change: { ...change, ...wrong } })).rejects.toMatchObject({
        code: 'input_invalid',
      });
    }
    await db.execute(sql`UPDATE pyramids SET is_read_only = true WHERE id = ${planted.pyramidId}`);
    await expect(bulkEditUnits(editor(), edit)).rejects.toMatchObject({ code: 'pyramid_read_only' });
  });
});
