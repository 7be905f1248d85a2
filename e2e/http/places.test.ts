import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { listUnitChoices } from '#lib/registry/index.ts';
import { plantPyramid, type PlantedPyramid } from '../harness/registry.ts';
import { runTasks } from '../harness/tasks.ts';
import { aPerson, contextOf } from '../harness/tenant.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let planted: PlantedPyramid;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  planted = await plantPyramid(platform.runtime.db, world.system, [
    { ref: 'cd', name: 'RD Congo', type: 'Country' },
    { ref: 'eq', name: 'Équateur', parent: 'cd', type: 'Province' },
    { ref: 'kin', name: 'Kinshasa', parent: 'cd', type: 'Province', code: 'K-1', at: [15.3, -4.3] },
    { ref: 'gombe', name: 'Clinique Gombe', parent: 'kin', type: 'Clinic', opened: '2020-01-01' },
    { ref: 'lowa', name: 'Poste Lowa', parent: 'eq', type: 'Clinic', status: 'NEW', code: 'K-1' },
  ]);
});
afterAll(() => platform.stop());

const pageSchema = z.object({
  items: z.array(z.looseObject({ id: z.string(), name: z.string(), searchIndex: z.number() })),
  next: z.string().nullable(),
});

async function list(query: Record<string, string | number | undefined>) {
  const answer = await call('GET /units', { query });
  expect(answer.status, answer.text).toBe(200);
  return pageSchema.parse(answer.json);
}

describe('reg-24 the list of places through its door', () => {
  const searches = JSON.stringify([{ text: 'clinique', color: '#0a7a80' }, { status: [] }]);

  it('several searches in the address: each place once with the search that found it, and what each finds', async () => {
    const { items, next } = await list({ searches });
    expect(items.map(({ name, searchIndex }) => [name, searchIndex])).toEqual([
      ['Clinique Gombe', 0],
      ['Équateur', 1],
      ['Kinshasa', 1],
      ['Poste Lowa', 1],
      ['RD Congo', 1],
    ]);
    expect(next).toBeNull();
    const counts = await call('GET /units/counts', { query: { searches } });
    expect(counts.json).toEqual({ counts: [1, 5], cap: 100_000, total: 5 });
  });

  it('without searches it is the valid places of the default version', async () => {
    expect((await list({})).items).toHaveLength(4);
    expect((await list({ pyramid: planted.pyramidId, sort: 'code', order: 'desc' })).items[0]?.name).toBe('Kinshasa');
  });

  it('pages by key while places come, go and change their names: the others are there once each', async () => {
    const { db } = platform.runtime;
    const own = await plantPyramid(db, world.system, [{ ref: 'top', name: 'Top' }]);
    const { organizationId } = world.system;
    await db.execute(sql`INSERT INTO org_units (organization_id, id, version_id, path, name, status)
      SELECT ${organizationId}::uuid, gen_random_uuid(), ${own.versionId}::uuid, (700000000 + n)::text::ltree,
        'Village ' || (n % 40), 'VALID' FROM generate_series(1, 300) n`);
    const before = new Set<string>();
    for (let cursor: string | undefined, more = true; more;) {
      const page = await list({ version: own.versionId, limit: 200, cursor });
      for (const { id } of page.items) before.add(id);
      cursor = page.next ?? undefined;
      more = page.next !== null;
    }
    const seen: string[] = [];
    const changed = new Set<string>();
    for (let cursor: string | undefined, more = true; more;) {
      const page = await list({ version: own.versionId, limit: 25, cursor });
      seen.push(...page.items.map(({ id }) => id));
      const [first, second] = page.items;
      if (first && second && !changed.has(first.id)) {
        await db.execute(sql`UPDATE org_units SET name = 'Aaa renamed' WHERE id = ${first.id}`);
        await db.execute(sql`UPDATE org_units SET status = 'REJECTED' WHERE id = ${second.id}`);
        await db.execute(sql`INSERT INTO org_units (organization_id, id, version_id, name, status)
          VALUES (${organizationId}, ${newId()}, ${own.versionId}, 'Aaa new', 'VALID')`);
        changed.add(first.id).add(second.id);
      }
      cursor = page.next ?? undefined;
      more = page.next !== null;
    }
    expect(before.size).toBe(301);
    for (const id of before) expect(seen.filter((one) => one === id)).toHaveLength(1);
  });

  it('broken addresses are told, not faults', async () => {
    for (const query of [{ searches: '{' }, { searches: '[]' }, { sort: 'shoe size' }, { columns: 'type,secret' }]) {
      expect((await call('GET /units', { query })).status).toBe(400);
    }
    expect((await call('GET /units', { query: { cursor: 'nonsense' } })).status).toBe(400);
    expect((await call('GET /units/tree', { query: { status: 'ODD' } })).status).toBe(400);
  });
});

describe('reg-26 columns through the door', () => {
  it('only what is asked for is computed, and nothing when nothing is', async () => {
    const keys = async (columns: string) => Object.keys((await list({ columns })).items[0] ?? {}).sort();
    const always = ['id', 'legacyId', 'name', 'revision', 'searchIndex', 'status'];
    expect(await keys(',')).toEqual(always);
    expect(await keys('code,position')).toEqual([...always, 'altitudeM', 'code', 'hasShape', 'lat', 'lon'].sort());
  });
});

describe('reg-27 a bulk edit through the door', () => {
  it('is a task that workers do; its result tells what was changed, its file what was skipped', async () => {
    const edit = {
      version: planted.versionId,
      selection: { searches: [{ status: ['NEW'] }, { text: 'gombe' }], except: [] },
      change: { status: 'VALID' },
    };
    const preview = await call('POST /units/bulk/preview', { body: edit });
    expect(preview.json).toMatchObject({ selected: 2, changed: 0, unchanged: 1, skipped: { code_repeated: 1 } });
    const started = await call('POST /units/bulk', { body: edit });
    expect(started.status, started.text).toBe(202);
    const { taskId } = z.object({ taskId: z.string() }).parse(started.json);
    await runTasks(platform.runtime);
    const task = await call('GET /tasks/{id}', { params: { id: taskId } });
    expect(task.json).toMatchObject({
      kind: 'registry.bulk-edit',
      title: 'Bulk edit of 2 places',
      state: 'succeeded',
      progress: { done: 2, total: 2 },
      result: { changed: 0, unchanged: 1, skipped: { not_yours: 0, code_repeated: 1, one_group_only: 0 } },
      resultFile: { name: 'skipped-places.csv' },
    });
    const file = await call('GET /tasks/{id}/result', { params: { id: taskId } });
    expect(file.text).toContain('Poste Lowa,Another valid unit of the version has its code.');
  });

  it('a change that says nothing, or puts into and takes out of the same group, is refused', async () => {
    const selection = { ids: [planted.ids.get('kin')] };
    const groupId = newId();
    for (const change of [{}, { addGroupIds: [groupId], removeGroupIds: [groupId] }, { status: 'CLOSED' }]) {
      const answer = await call('POST /units/bulk', { body: { version: planted.versionId, selection, change } });
      expect(answer.status).toBe(400);
    }
  });
});

describe('reg-25 what filters choose from', () => {
  it('versions that the viewer may see, types from the top down, groups of the version', async () => {
    const { db } = platform.runtime;
    const tenant = { ...world.system, studyId: world.study.id, studyKey: world.study.key };
    await db.execute(sql`INSERT INTO org_unit_groups (organization_id, id, version_id, name)
      VALUES (${tenant.organizationId}, ${newId()}, ${planted.versionId}, 'Rural')`);
    const choices = await listUnitChoices(contextOf(db, tenant, aPerson(['registry.read'])), {
      version: planted.versionId,
    });
    expect(choices.types.map(({ name }) => name)).toEqual(['Country', 'Province', 'Clinic']);
    expect(choices.groups.map(({ name }) => name)).toEqual(['Rural']);
    expect(choices.versions.map(({ id }) => id)).toContain(planted.versionId);
    const ofStudy = contextOf(db, tenant, aPerson(['registry.read'], world.study.id));
    await db.execute(sql`INSERT INTO pyramid_studies (organization_id, pyramid_id, study_id)
      VALUES (${tenant.organizationId}, ${planted.pyramidId}, ${world.study.id})`);
    const { versions } = await listUnitChoices(ofStudy, { version: planted.versionId });
    expect(versions.map(({ id }) => id)).toEqual([planted.versionId]);
  });

  it('the palette finds places by name, with where they are', async () => {
    const found = await call('GET /search', { query: { q: 'gombe' } });
    expect(found.json).toMatchObject({
      items: [{ kind: 'unit', title: 'Clinique Gombe', subtitle: 'Cli · RD Congo › Kinshasa' }],
    });
    const stranger = await (await anApiWorld(platform.runtime)).as('owner');
    expect((await stranger('GET /search', { query: { q: 'gombe' } })).json).toEqual({ items: [] });
  });
});
