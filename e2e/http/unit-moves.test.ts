import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Problem } from '#lib/platform/problems/problem.ts';
import { createUnit, getUnit, listUnitChanges, updateUnit } from '#lib/registry/index.ts';
import { plantPyramid } from '../harness/registry.ts';
import { aPerson, aTenant, contextOf } from '../harness/tenant.ts';
import { openTestDatabase } from '../harness/test-database.ts';
import { aUnitWorld, errorsOf, expectPathsOfParents, problemOf, type UnitWorld } from '../harness/units.ts';

let db: Database;
let world: UnitWorld;
beforeAll(async () => {
  db = await openTestDatabase();
  world = await aUnitWorld(db);
});
afterAll(() => db.close());

/** Somebody with a role for one sub-tree; gives the membership. */
async function aLimitedMember(orgUnitPath: string): Promise<string> {
  const { organizationId } = world.tenant;
  const [id, roleId, userId] = [newId(), newId(), newId()];
  await db.prisma.user.create({ data: { id: userId, email: `${userId}@example.org`, name: 'Limited' } });
  await db.prisma.role.create({ data: { organizationId, id: roleId, key: roleId, name: 'Limited', verbs: [] } });
  await db.prisma.membership.create({ data: { organizationId, id, userId, roleId, orgUnitPath } });
  return id;
}

describe('reg-18 who may', () => {
  it('reg-18 a role for a sub-tree finds nothing outside it, and moves nothing in or out', async () => {
    const kin = world.as(['registry.read', 'registry.edit'], world.pyramid.paths.get('kin'));
    const inside = await createUnit(kin, world.aClinic());
    expect(inside.ancestors.map(({ name }) => name)).toEqual(['Kinshasa']);
    expect((await problemOf(getUnit(kin, world.idOf('eq')))).code).toBe('not_found');
    expect((await problemOf(updateUnit(kin, { id: world.idOf('eq'), changes: { name: 'x' } }))).code).toBe('not_found');
    const out = (parentId: string | null) => updateUnit(kin, { id: inside.id, changes: { parentId } });
    expect(await errorsOf(out(world.idOf('eq')))).toEqual(['parentId parent_unknown']);
    expect(await errorsOf(out(null))).toEqual(['parentId parent_required']);
    expect(await errorsOf(createUnit(kin, world.aClinic({ parentId: world.idOf('cd') })))).toEqual([
      'parentId parent_unknown',
    ]);
    expect(await errorsOf(createUnit(kin, world.aClinic({ sourceRef: 'eq' })))).toEqual([
      'sourceRef source_ref_repeated',
    ]);
    await expect(out(world.idOf('gombe'))).resolves.toMatchObject({ parentName: 'Gombe' });
  });

  it('reg-18 who sees everything and edits a sub-tree is told what lies outside it', async () => {
    const actor = aPerson(['registry.read']) as Extract<Actor, { kind: 'user' }>;
    const path = world.pyramid.paths.get('kin') ?? null;
    const grants = [...actor.grants, { verbs: new Set<Verb>(['registry.edit']), studyId: null, orgUnitPath: path }];
    const ctx = contextOf(db, world.tenant, { ...actor, grants });
    const problem = await problemOf(updateUnit(ctx, { id: world.idOf('eq'), changes: { name: 'x' } }));
    expect(problem.code).toBe('permission_missing');
    expect(await errorsOf(createUnit(ctx, world.aClinic({ parentId: world.idOf('eq') })))).toEqual([
      'parentId parent_not_allowed',
    ]);
    expect(await getUnit(ctx, world.idOf('eq'))).toMatchObject({ mayEdit: false, mayRestore: false });
  });

  it('reg-18 nobody of another organization finds it', async () => {
    const stranger = contextOf(db, await aTenant(db), aPerson(['registry.read', 'registry.edit']));
    for (const work of [
      () => getUnit(stranger, world.idOf('kin')),
      () => updateUnit(stranger, { id: world.idOf('kin'), changes: { name: 'x' } }),
      () => createUnit(stranger, world.aClinic()),
      () => listUnitChanges(stranger, { unitId: world.idOf('kin'), limit: 10 }),
    ]) {
      expect((await problemOf(work())).code).toBe('not_found');
    }
  });
});

describe('reg-18 moving', () => {
  it('reg-18 takes 5,000 units along in one statement, and the roles that are limited to them', async () => {
    const away = await plantPyramid(db, world.tenant, [
      { ref: 'a', name: 'A' },
      { ref: 'b', name: 'B' },
      { ref: 'm', name: 'Moved', parent: 'a' },
    ]);
    const [a, b, m] = ['a', 'b', 'm'].map((ref) => away.ids.get(ref) ?? '');
    const path = away.paths.get('m') ?? '';
    // A tree of five children each, five thousand under the moved unit.
    await db.execute(sql`
      WITH RECURSIVE numbered AS (
        SELECT n, gen_random_uuid() AS id, nextval('org_units_legacy_id_seq') AS legacy_id FROM generate_series(1, 5000) n),
      placed AS (
        SELECT n.n, n.id, n.legacy_id, ${m}::uuid AS parent_id, ${path}::text || '.' || n.legacy_id AS path
        FROM numbered n WHERE n.n <= 5
        UNION ALL SELECT n.n, n.id, n.legacy_id, p.id, p.path || '.' || n.legacy_id
        FROM placed p JOIN numbered n ON n.n BETWEEN p.n * 5 + 1 AND p.n * 5 + 5)
      INSERT INTO org_units (organization_id, id, legacy_id, version_id, parent_id, path, name, status)
      SELECT ${world.tenant.organizationId}::uuid, id, legacy_id, ${away.versionId}::uuid, parent_id, path::ltree, 'U' || n, 'VALID'
      FROM placed ORDER BY n`);
    await expectPathsOfParents(db, world.tenant, away);
    const membershipId = await aLimitedMember(path);
    const moved = await updateUnit(world.editor, { id: m ?? '', changes: { parentId: b ?? null } });
    await expectPathsOfParents(db, world.tenant, away);
    expect(moved.ancestors.map(({ name }) => name)).toEqual(['B']);
    const membership = await db.prisma.membership.findFirstOrThrow({ where: { id: membershipId } });
    expect(membership.orgUnitPath).toBe(moved.path);
    const { items } = await listUnitChanges(world.editor, { unitId: m ?? '', limit: 10 });
    expect(items.map(({ diffs }) => diffs)).toEqual([[{ field: 'parentId', before: a, after: b }]]);
  });

  it('reg-18 after any sequence of moves, at once or one by one, paths are those of the parents', async () => {
    const planted = Array.from({ length: 12 }, (_, n) => ({
      ref: `n${String(n)}`,
      name: `Node ${String(n)}`,
      ...(n === 0 ? {} : { parent: `n${String(Math.floor((n - 1) / 2))}` }),
    }));
    const tree = await plantPyramid(db, world.tenant, planted);
    const ids = [...tree.ids.values()];
    let seed = 20_261_122;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const outcomes = new Map<string, number>();
    for (let round = 0; round < 15; round += 1) {
      const moves = Array.from({ length: 4 }, () => {
        const parentId = next(8) === 0 ? null : (ids[next(ids.length)] ?? null);
        return updateUnit(world.editor, { id: ids[next(ids.length)] ?? '', changes: { parentId } });
      });
      for (const outcome of await Promise.allSettled(moves)) {
        const word =
          outcome.status === 'fulfilled'
            ? 'moved'
            : ((outcome.reason as Problem).errors?.[0]?.code ?? String(outcome.reason));
        outcomes.set(word, (outcomes.get(word) ?? 0) + 1);
      }
      await expectPathsOfParents(db, world.tenant, tree);
    }
    expect([...outcomes.keys()].sort()).toEqual(['moved', 'parent_in_circle']);
  });
});
