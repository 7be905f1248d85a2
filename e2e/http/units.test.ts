import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Problem } from '#lib/platform/problems/problem.ts';
import {
  createUnit,
  getUnit,
  listUnitChanges,
  restoreUnit,
  updateUnit,
  type CreateUnitInput,
} from '#lib/registry/index.ts';
import { plantPyramid } from '../harness/registry.ts';
import { openTestDatabase } from '../harness/test-database.ts';
import { aUnitWorld, errorsOf, expectPathsOfParents, problemOf, square, type UnitWorld } from '../harness/units.ts';

let db: Database;
let world: UnitWorld;
beforeAll(async () => {
  db = await openTestDatabase();
  world = await aUnitWorld(db);
});
afterAll(() => db.close());

describe('reg-18 one unit', () => {
  it('reg-18 reg-21 reg-22 is made with every field, and read back as it was given', async () => {
    const input = world.aClinic({
      name: '  Centre Médical  ',
      code: 'CM-1',
      sourceRef: 'ref-cm',
      subSource: 'census',
      aliases: ['CM', ' cm ', 'Le Centre', ''],
      openingDate: '2001-02-03',
      closedDate: '2031-02-03',
      extraFields: { beds: 12, owner: { kind: 'état' } },
      location: [0, 0],
      accuracyM: 4.5,
      shape: square(0, 0),
      groupIds: [world.groupId],
    });
    const unit = await createUnit(world.editor, input);
    expect(unit).toMatchObject({
      name: 'Centre Médical',
      status: 'VALID',
      typeName: 'Clinic',
      parentName: 'Kinshasa',
      versionId: world.pyramid.versionId,
      code: 'CM-1',
      sourceRef: 'ref-cm',
      subSource: 'census',
      aliases: ['CM', 'Le Centre'],
      openingDate: '2001-02-03',
      closedDate: '2031-02-03',
      extraFields: { beds: 12, owner: { kind: 'état' } },
      location: [0, 0, 0],
      accuracyM: 4.5,
      groups: [{ id: world.groupId, name: 'Urban' }],
      createdBy: 'Ada Person',
      revision: 1,
      mayEdit: true,
    });
    expect(unit.shape).toMatchObject({ type: 'MultiPolygon' });
    expect(unit.ancestors.map(({ name }) => name)).toEqual(['RD Congo', 'Kinshasa']);
    expect(unit.path).toBe(`${world.pyramid.paths.get('kin') ?? ''}.${String(unit.legacyId)}`);
    const [row] = await db.query(
      z.object({ simplified: z.number(), audits: z.coerce.number() }),
      sql`SELECT ST_Area(simplified_geom) AS simplified, (SELECT count(*) FROM audit_events a
          WHERE a.subject_id = u.id::text AND a.action = 'unit.create') AS audits
        FROM org_units u WHERE organization_id = ${world.tenant.organizationId} AND id = ${unit.id}`,
    );
    expect(row).toEqual({ simplified: 1, audits: 1 });
  });

  it('reg-18 sent again under the same client uuid is the unit that is there', async () => {
    const input = world.aClinic({ clientUuid: newId(), origin: 'mobile' });
    const unit = await createUnit(world.editor, input);
    const [again, at] = await Promise.all([createUnit(world.editor, input), createUnit(world.editor, input)]);
    expect([again.id, at.id, again.revision]).toEqual([unit.id, unit.id, 1]);
    expect(unit.isCustom).toBe(true);
    const { items } = await listUnitChanges(world.editor, { unitId: unit.id, limit: 10 });
    expect(items.map(({ origin, kind }) => [origin, kind])).toEqual([['mobile', 'made']]);
  });

  it('reg-18 tells everything that is wrong at once, with a code and the member', async () => {
    const all = createUnit(world.editor, {
      ...{ name: ' ', status: 'CLOSED', typeId: newId(), parentId: newId(), versionId: world.pyramid.versionId },
      ...{ openingDate: '2020-02-30', closedDate: 'soon', location: [181, -91], accuracyM: -1, groupIds: [newId()] },
      ...{ shape: square(179.5, 0), aliases: ['x'.repeat(256)], defaultImageId: newId(), code: 'c'.repeat(256) },
    });
    expect((await errorsOf(all)).sort()).toEqual([
      'accuracyM accuracy_negative',
      'aliases alias_too_long',
      'closedDate date_invalid',
      'code code_too_long',
      'defaultImageId image_unknown',
      'groupIds group_unknown',
      'location latitude_out_of_range',
      'location longitude_out_of_range',
      'name name_missing',
      'openingDate date_invalid',
      'parentId parent_unknown',
      'shape shape_off_earth',
      'status status_unknown',
      'typeId type_unknown',
    ]);
  });

  const bowTie = {
    type: 'Polygon' as const,
    coordinates: [
      [
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
        [0, 0],
      ],
    ],
  };
  const flat = {
    type: 'Polygon' as const,
    coordinates: [
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ],
    ],
  };
  const wrong: readonly [string, () => Partial<CreateUnitInput>, string][] = [
    ['no name', () => ({ name: undefined }), 'name name_missing'],
    ['a name too long', () => ({ name: 'n'.repeat(256) }), 'name name_too_long'],
    ['no type', () => ({ typeId: null }), 'typeId type_missing'],
    [
      'a parent in another version',
      () => ({ parentId: world.other.ids.get('cd') ?? '', versionId: world.pyramid.versionId }),
      'parentId parent_elsewhere',
    ],
    ['a group in another version', () => ({ groupIds: [world.otherGroupId] }), 'groupIds group_elsewhere'],
    [
      'closing before opening',
      () => ({ openingDate: '2020-01-02', closedDate: '2020-01-01' }),
      'closedDate closed_before_opening',
    ],
    ['the code of a valid unit', () => ({ code: 'K-1' }), 'code code_repeated'],
    ['the reference of another unit', () => ({ sourceRef: 'gombe' }), 'sourceRef source_ref_repeated'],
    ['a reference too long', () => ({ sourceRef: 'r'.repeat(256) }), 'sourceRef source_ref_too_long'],
    ['an origin too long', () => ({ subSource: 'r'.repeat(256) }), 'subSource sub_source_too_long'],
    [
      'too many aliases',
      () => ({ aliases: Array.from({ length: 101 }, (_, n) => `a${String(n)}`) }),
      'aliases aliases_too_many',
    ],
    ['a height off the earth', () => ({ location: [0, 0, 1e6] }), 'location altitude_out_of_range'],
    ['an accuracy of nothing', () => ({ accuracyM: 5 }), 'accuracyM accuracy_without_location'],
    ['a shape that crosses itself', () => ({ shape: bowTie }), 'shape shape_invalid'],
    ['a shape without area', () => ({ shape: flat }), 'shape shape_unusable'],
    ['an extra field without name', () => ({ extraFields: { ' ': 1 } }), 'extraFields extra_field_unnamed'],
    [
      'extra fields too large',
      () => ({ extraFields: { a: 'x'.repeat(70_000) } }),
      'extraFields extra_fields_too_large',
    ],
  ];
  it.each(wrong)('reg-18 refuses %s', async (_, members, error) => {
    expect(await errorsOf(createUnit(world.editor, world.aClinic(members())))).toEqual([error]);
  });

  it('reg-18 keeps a shape whose crossing takes nothing of its area, mended', async () => {
    const spike = {
      type: 'Polygon' as const,
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [1.001, 1.001],
          [1, 1],
          [0, 1],
          [0, 0],
        ],
      ],
    };
    const { shape } = await createUnit(world.editor, world.aClinic({ shape: spike }));
    expect(shape).toMatchObject({ type: 'MultiPolygon', coordinates: [[expect.any(Array)]] });
  });

  it('reg-18 an edit sets what it names, leaves the rest, and writes both sides of it', async () => {
    const unit = await createUnit(
      world.editor,
      world.aClinic({ location: [15, -4, 300], aliases: ['Old'], code: 'E-1' }),
    );
    const changes = {
      location: [0, 0] as [number, number],
      shape: square(3, 3),
      aliases: [],
      extraFields: { beds: 0 },
    };
    const after = await updateUnit(world.editor, { id: unit.id, revision: 1, changes });
    expect(after).toMatchObject({
      location: [0, 0, 0],
      aliases: [],
      code: 'E-1',
      revision: 2,
      extraFields: { beds: 0 },
    });
    const { items } = await listUnitChanges(world.editor, { unitId: unit.id, limit: 10 });
    expect(items[0]).toMatchObject({ kind: 'changed', origin: 'page', actorLabel: 'Ada Person' });
    expect(items[0]?.diffs).toEqual([
      { field: 'aliases', before: ['Old'], after: [] },
      { field: 'extraFields', before: {}, after: { beds: 0 } },
      { field: 'location', before: [15, -4, 300], after: [0, 0, 0] },
      { field: 'shape', before: null, after: after.shape },
    ]);
    const same = await updateUnit(world.editor, {
      id: unit.id,
      revision: 2,
      changes: { ...changes, name: ` ${unit.name} ` },
    });
    expect(same.revision).toBe(2);
    const cleared = await updateUnit(world.editor, {
      id: unit.id,
      revision: 2,
      changes: { location: null, shape: null },
    });
    expect(cleared).toMatchObject({ location: null, shape: null, revision: 3 });
  });

  it('reg-18 an edit is not held up by what it does not touch', async () => {
    const bare = await plantPyramid(db, world.tenant, [{ ref: 'bare', name: 'No type' }]);
    const id = bare.ids.get('bare') ?? '';
    await expect(updateUnit(world.editor, { id, changes: { code: 'B' } })).resolves.toMatchObject({
      code: 'B',
      typeId: null,
    });
  });

  it('reg-18 of two writers the second is told who changed what', async () => {
    const unit = await createUnit(world.editor, world.aClinic());
    const edits = ['First', 'Second'].map((name) =>
      updateUnit(world.editor, { id: unit.id, revision: 1, changes: { name } }),
    );
    const [refused] = (await Promise.allSettled(edits)).filter((one) => one.status === 'rejected');
    const problem = refused?.reason as Problem;
    expect(problem.code).toBe('changed_meanwhile');
    expect(problem.message).toMatch(/You read revision 1; it is 2 now. Ada Person changed name at 20/);
    expect(problem.errors).toMatchObject([{ field: 'name', code: 'changed_meanwhile', value: 'Ada Person' }]);
    expect((await getUnit(world.editor, unit.id)).revision).toBe(2);
  });

  it('reg-18 of a read-only world.pyramid changes by import alone', async () => {
    const closed = await plantPyramid(db, world.tenant, [{ ref: 'ro', name: 'Read only', type: 'Closed' }]);
    await db.execute(sql`UPDATE pyramids SET is_read_only = true WHERE id = ${closed.pyramidId}`);
    const id = closed.ids.get('ro') ?? '';
    const members = { name: 'New', typeId: closed.typeIds.get('Closed') ?? '', versionId: closed.versionId };
    expect((await problemOf(createUnit(world.editor, members))).code).toBe('pyramid_read_only');
    expect((await problemOf(updateUnit(world.editor, { id, changes: { name: 'x' } }))).code).toBe('pyramid_read_only');
    expect((await getUnit(world.editor, id)).mayEdit).toBe(false);
  });
});

describe('reg-20 codes', () => {
  it('reg-20 belong to one valid unit of a version; rejected ones give theirs up', async () => {
    const unit = await createUnit(world.editor, world.aClinic({ code: 'U-1' }));
    const draft = await createUnit(world.editor, world.aClinic({ code: 'U-1', status: 'NEW' }));
    const accept = () => updateUnit(world.editor, { id: draft.id, changes: { status: 'VALID' } });
    const problem = await problemOf(accept());
    expect(problem.errors).toEqual([
      {
        field: 'code',
        code: 'code_repeated',
        message: `The valid unit "${unit.name}" has this code already.`,
        value: unit.name,
      },
    ]);
    await updateUnit(world.editor, { id: unit.id, changes: { status: 'REJECTED' } });
    await expect(accept()).resolves.toMatchObject({ status: 'VALID' });
    const at = Array.from({ length: 4 }, () => createUnit(world.editor, world.aClinic({ code: 'U-2' })));
    const outcomes = await Promise.allSettled(at);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of outcomes)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'input_invalid' });
  });
});

describe('reg-32 former states', () => {
  it('reg-32 come back whole with their own permission, and so does what they replaced', async () => {
    const unit = await createUnit(
      world.editor,
      world.aClinic({ code: 'R-1', groupIds: [world.groupId], location: [1, 2, 3] }),
    );
    const { id } = unit;
    await updateUnit(world.editor, {
      id,
      changes: { name: 'Second', groupIds: [], location: null, shape: square(5, 5) },
    });
    await updateUnit(world.editor, { id, changes: { parentId: world.idOf('eq'), code: '' } });
    const { items, names } = await listUnitChanges(world.editor, { unitId: id, limit: 10 });
    expect(names).toMatchObject({
      [world.idOf('eq')]: 'Équateur',
      [world.idOf('kin')]: 'Kinshasa',
      [world.groupId]: 'Urban',
    });
    const first = items.at(-1)?.id ?? '';
    const mayNot = world.as(['registry.read', 'registry.edit']);
    const input = { id, changeId: first, moment: 'after' as const, revision: 3 };
    expect((await problemOf(restoreUnit(mayNot, input))).code).toBe('permission_missing');
    expect((await problemOf(restoreUnit(world.editor, { ...input, revision: 2 }))).code).toBe('changed_meanwhile');
    expect((await problemOf(restoreUnit(world.editor, { ...input, moment: 'before' }))).code).toBe('state_conflict');
    expect((await problemOf(restoreUnit(world.editor, { ...input, changeId: newId() }))).code).toBe('not_found');
    const back = await restoreUnit(world.editor, input);
    expect(back.leftOut).toEqual([]);
    const { revision: _, updatedAt: __, ...original } = unit;
    expect(back.unit).toMatchObject({ ...original, revision: 4 });
    const third = await restoreUnit(world.editor, { ...input, changeId: items[0]?.id ?? '', revision: 4 });
    expect(third.unit).toMatchObject({
      name: 'Second',
      parentName: 'Équateur',
      code: '',
      location: null,
      groupIds: [],
    });
    expect(third.unit.shape).not.toBeNull();
    await expectPathsOfParents(db, world.tenant, world.pyramid);
    const log = await listUnitChanges(world.editor, { unitId: id, limit: 10 });
    expect(log.items.map(({ origin }) => origin)).toEqual(['restore', 'restore', 'page', 'page', 'page']);
  });

  it('reg-32 that fit no more are refused like any edit', async () => {
    const unit = await createUnit(world.editor, world.aClinic({ code: 'R-2' }));
    await updateUnit(world.editor, { id: unit.id, changes: { code: '' } });
    await createUnit(world.editor, world.aClinic({ code: 'R-2' }));
    const { items } = await listUnitChanges(world.editor, { unitId: unit.id, limit: 10 });
    const input = { id: unit.id, changeId: items.at(-1)?.id ?? '', moment: 'after' as const, revision: 2 };
    expect(await errorsOf(restoreUnit(world.editor, input))).toEqual(['code code_repeated']);
  });

  it('reg-61 changes are found by who, how and when, page by page', async () => {
    const unit = await createUnit(world.editor, world.aClinic());
    for (const name of ['a', 'b', 'c']) await updateUnit(world.editor, { id: unit.id, changes: { name } });
    const first = await listUnitChanges(world.editor, { unitId: unit.id, limit: 3 });
    const rest = await listUnitChanges(world.editor, { unitId: unit.id, limit: 3, cursor: first.next ?? '' });
    expect(
      [...first.items, ...rest.items].map(({ diffs }) => diffs.find(({ field }) => field === 'name')?.after),
    ).toEqual(['c', 'b', 'a', unit.name]);
    expect(rest.next).toBeNull();
    const count = async (filter: object) =>
      (await listUnitChanges(world.editor, { unitId: unit.id, limit: 9, ...filter })).items.length;
    expect(await count({ origin: 'import' })).toBe(0);
    expect(await count({ actorId: world.editor.actor.kind === 'user' ? world.editor.actor.id : '' })).toBe(4);
    expect(await count({ actorId: newId() })).toBe(0);
    expect(await count({ since: new Date(Date.now() + 1000) })).toBe(0);
    expect(await count({ until: new Date(Date.now() + 1000) })).toBe(4);
  });
});
