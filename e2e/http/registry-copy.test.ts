import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { plantPyramid, type PlantedPyramid } from '#e2e/harness/registry.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { defineTaskKind, type Task } from '#lib/platform/tasks/index.ts';
import { copyVersionTask } from '#lib/registry/index.ts';
import { pyramidVersionSchema } from '#lib/registry/domain/pyramid.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());
beforeEach(async () => {
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
});

const org = () => world.organization.id;
const db = () => platform.runtime.db;
const idSchema = z.object({ id: z.string() });

async function send(route: string, id: string, body: object): Promise<string> {
  const answer = await call(route, { params: { id }, body });
  expect([200, 201], answer.text).toContain(answer.status);
  return idSchema.catch({ id: '' }).parse(answer.json).id;
}

/** A small pyramid with everything a unit can have, two groups and a set. */
async function plant(): Promise<PlantedPyramid> {
  const planted = await plantPyramid(db(), { organizationId: org() }, [
    { ref: 'cd', name: 'Congo', type: 'Country', extra: { population: 3 }, aliases: ['Zaïre'] },
    {
      ref: 'kin',
      name: 'Kinshasa',
      parent: 'cd',
      type: 'Province',
      at: [15.3, -4.3],
      code: 'K1',
      opened: '1966-05-03',
    },
    {
      ref: 'equ',
      name: 'Équateur',
      parent: 'cd',
      type: 'Province',
      status: 'NEW',
      shape: 'POLYGON((18 0,19 0,19 1,18 0))',
    },
    {
      ref: 'mba',
      name: 'Mbandaka',
      parent: 'equ',
      type: 'Town',
      status: 'REJECTED',
      opened: '1900-01-01',
      closed: '1960-01-01',
    },
  ]);
  const urban = await send('POST /unit-groups', '', { name: 'Urban', sourceRef: 'urban' });
  const rural = await send('POST /unit-groups', '', { name: 'Rural' });
  await send('POST /unit-groups/{id}/members', urban, { add: [planted.ids.get('kin'), planted.ids.get('mba')] });
  await send('POST /unit-groups/{id}/members', rural, { add: [planted.ids.get('equ')] });
  await send('POST /unit-group-sets', '', { name: 'Kind of place', belonging: 'SINGLE', groupIds: [urban, rural] });
  return planted;
}

const copy = (id: string, body: object = {}) => call('POST /pyramid-versions/{id}/copy', { params: { id }, body });

async function done(answer: Awaited<ReturnType<ApiCall>>): Promise<Task> {
  expect(answer.status, answer.text).toBe(202);
  const { taskId } = z.object({ taskId: z.string() }).parse(answer.json);
  await runTasks(platform.runtime);
  return (await call('GET /tasks/{id}', { params: { id: taskId } })).json as Task;
}

/** Everything a unit is, its place told by names: what a copy must have too. */
async function portrait(versionId: string): Promise<string[]> {
  const rows = await db().query(
    z.object({ unit: z.string() }),
    sql`SELECT jsonb_build_object('ref', u.source_ref, 'name', u.name, 'parent', p.source_ref, 'type', u.type_id,
        'status', u.status, 'aliases', u.aliases, 'code', u.code, 'sub', u.sub_source, 'client', u.client_uuid,
        'custom', u.is_custom, 'location', ST_AsEWKT(u.location), 'accuracy', u.accuracy_m, 'geom', md5(ST_AsBinary(u.geom)),
        'simplified', md5(ST_AsBinary(u.simplified_geom)), 'opened', u.opening_date, 'closed', u.closed_date,
        'extra', u.extra_fields, 'by', u.created_by, 'at', u.created_at, 'source at', u.source_created_at,
        'way', (SELECT string_agg(a.source_ref, '/' ORDER BY nlevel(a.path)) FROM org_units a
          WHERE a.organization_id = u.organization_id AND a.version_id = u.version_id AND a.path @> u.path),
        'groups', (SELECT jsonb_agg(g.name ORDER BY g.name) FROM org_unit_group_members m
          JOIN org_unit_groups g ON g.organization_id = m.organization_id AND g.id = m.group_id AND g.version_id = u.version_id
          WHERE m.organization_id = u.organization_id AND m.unit_id = u.id))::text AS unit
      FROM org_units u LEFT JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
        AND p.version_id = u.version_id
      WHERE u.organization_id = ${org()} AND u.version_id = ${versionId} ORDER BY u.source_ref`,
  );
  return rows.map(({ unit }) => unit);
}

async function count(
  table: 'units' | 'versions' | 'groups' | 'changes',
  versionId: string | null = null,
): Promise<number> {
  const counts = {
    units: sql`SELECT count(*) AS n FROM org_units WHERE organization_id = ${org()} AND (${versionId}::uuid IS NULL OR version_id = ${versionId}::uuid)`,
    versions: sql`SELECT count(*) AS n FROM pyramid_versions WHERE organization_id = ${org()}`,
    groups: sql`SELECT count(*) AS n FROM org_unit_groups WHERE organization_id = ${org()} AND (${versionId}::uuid IS NULL OR version_id = ${versionId}::uuid)`,
    changes: sql`SELECT count(*) AS n FROM org_unit_changes WHERE organization_id = ${org()} AND (${versionId}::uuid IS NULL OR version_id = ${versionId}::uuid)`,
  };
  const [row] = await db().query(z.object({ n: z.coerce.number() }), counts[table]);
  return row?.n ?? -1;
}

/** Thousands of units, five levels deep, written straight into the table. */
async function plantMany(units: number): Promise<string> {
  const root = await plantPyramid(db(), { organizationId: org() }, [{ ref: '0', name: 'Root', type: 'Country' }]);
  const legacyIds = await db().query(
    z.object({ id: z.coerce.number() }),
    sql`SELECT nextval('org_units_legacy_id_seq') AS id FROM generate_series(1, ${units}::int4)`,
  );
  const ids = [root.ids.get('0') ?? ''];
  const paths = [root.paths.get('0') ?? ''];
  for (let n = 1; n < units; n += 1) {
    ids.push(newId());
    paths.push(`${paths[Math.floor((n - 1) / 12)] ?? ''}.${String(legacyIds[n]?.id)}`);
  }
  await db().execute(sql`
    INSERT INTO org_units (organization_id, id, legacy_id, version_id, parent_id, path, name, status, source_ref, location)
    SELECT ${org()}::uuid, m.id, m.legacy_id, ${root.versionId}::uuid, m.parent_id, m.path::ltree, 'Unit ' || m.n, 'VALID',
      m.n::text, ST_SetSRID(ST_MakePoint(15 + m.n % 1000 / 100.0, -4 + m.n / 100000.0, 0), 4326)
    FROM unnest(${ids.slice(1)}::uuid[], ${legacyIds.slice(1).map(({ id }) => id)}::int8[],
      ${ids.slice(1).map((_, place) => ids[Math.floor(place / 12)])}::uuid[], ${paths.slice(1)}::text[])
      WITH ORDINALITY AS m (id, legacy_id, parent_id, path, n)`);
  expect(await count('units', root.versionId)).toBe(units);
  return root.versionId;
}

/** Every unit by its reference: what it is, the reference of its parent, and those on its path. */
async function unitsByRef(versionId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db().query(
    z.object({
      id: z.string(),
      legacyId: z.string(),
      parentId: z.string().nullable(),
      path: z.string(),
      ref: z.string(),
      facts: z.string(),
    }),
    sql`SELECT id, legacy_id::text AS "legacyId", parent_id AS "parentId", path::text AS path, source_ref AS ref,
        md5((to_jsonb(u) - ARRAY['id', 'legacy_id', 'version_id', 'parent_id', 'path', 'updated_at', 'revision'])::text) AS facts
      FROM org_units u WHERE organization_id = ${org()} AND version_id = ${versionId}`,
  );
  const refOf = new Map(rows.map(({ id, ref }) => [id, ref]));
  const refOfLegacy = new Map(rows.map(({ legacyId, ref }) => [legacyId, ref]));
  return new Map(
    rows.map(({ ref, facts, parentId, path }) => {
      const way = path.split('.').map((legacyId) => refOfLegacy.get(legacyId) ?? 'elsewhere');
      return [ref, [facts, parentId && (refOf.get(parentId) ?? 'elsewhere'), ...way].join(' ')];
    }),
  );
}

describe('reg-16 a copy of a version', () => {
  it('reg-16 has every unit as it is, in its place, in its groups, with a history that says copy', async () => {
    const { versionId } = await plant();
    const task = await done(await copy(versionId, { description: 'draft of 2027' }));
    expect(task).toMatchObject({ state: 'succeeded', progress: { done: 4, total: 4 } });
    const { versionId: copyId } = z.object({ versionId: z.string() }).parse(task.result);
    expect(task.result).toMatchObject({ number: 1, units: 4, groups: 2, sets: 1 });
    const original = await portrait(versionId);
    expect(original).toHaveLength(4);
    expect(original[3]).toContain('"way": "cd/equ/mba"');
    expect(await portrait(copyId)).toEqual(original);
    const report = await call('GET /pyramid-versions/{id}', { params: { id: copyId } });
    expect(report.json).toMatchObject({ description: 'draft of 2027', isDefault: false, number: 1 });
    const sets = await call('GET /unit-group-sets', { query: { version: copyId } });
    expect(sets.json).toMatchObject({
      items: [{ name: 'Kind of place', groups: [{ name: 'Rural' }, { name: 'Urban' }] }],
    });
    const changes = await db().query(
      z.object({
        origin: z.string(),
        actor: z.string(),
        before: z.null(),
        after: z.looseObject({ name: z.string(), groupRefs: z.array(z.string()) }),
      }),
      sql`SELECT origin, actor_label AS actor, before, after FROM org_unit_changes
        WHERE organization_id = ${org()} AND version_id = ${copyId}`,
    );
    expect(changes).toHaveLength(4);
    expect(new Set(changes.map(({ origin }) => origin))).toEqual(new Set(['copy']));
    expect(changes.find(({ after }) => after.name === 'Kinshasa')?.after.groupRefs).toEqual(['urban']);
    expect(changes[0]?.actor).not.toBe('task');
  });

  it('reg-16 of 20,000 units is equal unit by unit', { timeout: 240_000 }, async () => {
    const versionId = await plantMany(20_000);
    const task = await done(await copy(versionId));
    expect(task).toMatchObject({ state: 'succeeded', result: { units: 20_000 } });
    const { versionId: copyId } = z.object({ versionId: z.string() }).parse(task.result);
    const original = await unitsByRef(versionId);
    expect(original.size).toBe(20_000);
    expect([...original.values()].join()).not.toContain('elsewhere');
    const copied = await unitsByRef(copyId);
    expect([...original].filter(([ref, told]) => copied.get(ref) !== told)).toEqual([]);
    expect(copied.size).toBe(20_000);
    expect(await count('changes', copyId)).toBe(20_000);
  });

  it('reg-16 goes to a number or another pyramid of one’s choice', async () => {
    const { versionId } = await plant();
    expect(await done(await copy(versionId, { number: 9 }))).toMatchObject({
      state: 'succeeded',
      result: { number: 9, units: 4 },
    });
    const other = await call('POST /pyramids', { body: { name: 'Working copy' } });
    const pyramidId = idSchema.parse(other.json).id;
    const task = await done(await copy(versionId, { pyramidId }));
    expect(task).toMatchObject({ state: 'succeeded', result: { number: 0 } });
    const { items } = z
      .object({ items: z.array(pyramidVersionSchema) })
      .parse((await call('GET /pyramids/{id}/versions', { params: { id: pyramidId } })).json);
    expect(items).toMatchObject([{ number: 0, unitCount: 4, isDefault: true }]);
  });

  it('reg-16 fills an empty version, and replaces a full one only when forced; what was there is told by its history', async () => {
    const { versionId, pyramidId } = await plant();
    const empty = await call('POST /pyramids/{id}/versions', { params: { id: pyramidId }, body: {} });
    expect(await done(await copy(versionId, { number: 1 }))).toMatchObject({
      state: 'succeeded',
      result: { number: 1, units: 4 },
    });
    const refused = await copy(versionId, { number: 1 });
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ code: 'version_not_empty', detail: expect.stringContaining('7') as string });
    const copyId = idSchema.parse(empty.json).id;
    const before = await portrait(copyId);
    await db().execute(
      sql`UPDATE org_units SET name = 'Spoilt' WHERE organization_id = ${org()} AND version_id = ${copyId}`,
    );
    const forced = await done(await copy(versionId, { number: 1, force: true }));
    expect(forced).toMatchObject({ state: 'succeeded', result: { versionId: copyId, number: 1, units: 4, groups: 2 } });
    expect(await portrait(copyId)).toEqual(before);
    expect(await count('groups', copyId)).toBe(2);
    const removed = await db().query(
      z.object({ name: z.string(), after: z.null() }),
      sql`SELECT before ->> 'name' AS name, after FROM org_unit_changes
        WHERE organization_id = ${org()} AND version_id = ${copyId} AND before IS NOT NULL AND after IS NULL`,
    );
    expect(removed.map(({ name }) => name)).toEqual(['Spoilt', 'Spoilt', 'Spoilt', 'Spoilt']);
    expect(await portrait(versionId)).toHaveLength(4);
  });

  it('reg-16 never goes onto itself or into a read-only pyramid', async () => {
    const { versionId, pyramidId } = await plant();
    expect((await copy(versionId, { number: 0, force: true })).json).toMatchObject({ code: 'input_invalid' });
    await call('PATCH /pyramids/{id}', { params: { id: pyramidId }, body: { isReadOnly: true } });
    expect((await copy(versionId)).json).toMatchObject({ code: 'pyramid_read_only' });
  });

  it('reg-16 never goes into a pyramid of another organization', async () => {
    const { versionId } = await plant();
    const theirs = await (
      await (await anApiWorld(platform.runtime)).as('owner')
    )('POST /pyramids', { body: { name: 'Theirs' } });
    expect((await copy(versionId, { pyramidId: idSchema.parse(theirs.json).id })).status).toBe(404);
    expect((await copy(newId())).status).toBe(404);
  });

  it('reg-16 that is stopped midway, or whose worker is lost midway, leaves nothing; run again, it is whole', async () => {
    const versionId = await plantMany(12_000);
    const was = { units: await count('units'), versions: await count('versions'), changes: await count('changes') };
    const ordered = await copy(versionId);
    const { taskId } = z.object({ taskId: z.string() }).parse(ordered.json);
    // The first step is done when the progress is told: there the run is cut off.
    const cut = (when: (half: number) => boolean) =>
      defineTaskKind({
        kind: copyVersionTask.kind,
        inputSchema: copyVersionTask.inputSchema,
        run: async (ctx, input) => {
          const shutdown = new AbortController();
          await copyVersionTask.execute(
            {
              ...ctx,
              signal: shutdown.signal,
              progress: (units, total) => {
                if (total !== null && when(units / total)) shutdown.abort(new Error('the worker is gone'));
              },
            },
            input,
          );
        },
      });
    await runTasks(platform.runtime, { kinds: [cut((share) => share > 0)] });
    expect(await count('units')).toBe(was.units);
    expect(await count('versions')).toBe(was.versions);
    expect(await count('changes')).toBe(was.changes);
    expect((await call('POST /tasks/{id}/retry', { params: { id: taskId } })).status).toBeLessThan(300);
    await runTasks(platform.runtime, { kinds: [cut((share) => share > 0.5)] });
    expect(await count('units')).toBe(was.units);
    expect(await count('changes')).toBe(was.changes);
    expect((await call('POST /tasks/{id}/retry', { params: { id: taskId } })).status).toBeLessThan(300);
    await runTasks(platform.runtime);
    const task = (await call('GET /tasks/{id}', { params: { id: taskId } })).json;
    expect(task).toMatchObject({ state: 'succeeded', result: { number: 1, units: 12_000 } });
    expect(await count('units')).toBe(was.units + 12_000);
  });

  it('reg-16 whose worker was lost after the end is not made a second time', async () => {
    const { versionId } = await plant();
    const ordered = await copy(versionId);
    const { taskId } = z.object({ taskId: z.string() }).parse(ordered.json);
    await runTasks(platform.runtime);
    await db().execute(sql`UPDATE tasks SET state = 'failed' WHERE organization_id = ${org()} AND id = ${taskId}`);
    await call('POST /tasks/{id}/retry', { params: { id: taskId } });
    await runTasks(platform.runtime);
    expect((await call('GET /tasks/{id}', { params: { id: taskId } })).json).toMatchObject({
      state: 'succeeded',
      result: { number: 1, units: 4 },
    });
    expect(await count('versions')).toBe(2);
    expect(await count('units')).toBe(8);
  });
});
