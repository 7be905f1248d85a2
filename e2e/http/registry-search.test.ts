import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Actor, Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { countFoundUnits, listUnits, resolveVersion } from '#lib/registry/index.ts';
import type { UnitListQuery } from '#lib/registry/index.ts';
import { plantPyramid, type PlantedPyramid } from '../harness/registry.ts';
import { aPerson, aTenant, contextOf, type Tenant } from '../harness/tenant.ts';
import { openTestDatabase } from '../harness/test-database.ts';

let db: Database;
let tenant: Tenant;
let pyramid: PlantedPyramid;
let reader: Context;

const square = 'POLYGON((20 0, 21 0, 21 1, 20 1, 20 0))';
beforeAll(async () => {
  db = await openTestDatabase();
  tenant = await aTenant(db);
  pyramid = await plantPyramid(db, tenant, [
    { ref: 'cd', name: 'RD Congo', type: 'Country', shape: square },
    { ref: 'eq', name: 'Équateur', parent: 'cd', type: 'Province' },
    { ref: 'kin', name: 'Kinshasa', parent: 'cd', type: 'Province', code: 'K-1' },
    {
      ref: 'mbandaka',
      name: 'Centre de Santé Mbandaka',
      parent: 'eq',
      type: 'Clinic',
      at: [18.26, 0.05],
      aliases: ['La Fleur'],
    },
    {
      ref: 'lowa',
      name: 'Poste 50% Lowa',
      parent: 'eq',
      type: 'Clinic',
      status: 'NEW',
      extra: { beds: 12, owner: 'état' },
    },
    { ref: 'gombe', name: 'Clinique Gombe', parent: 'kin', type: 'Clinic', opened: '2020-01-01', closed: '2024-06-30' },
    { ref: 'ngaba', name: 'Clinique Ngaba', parent: 'kin', type: 'Clinic', status: 'REJECTED', opened: '2023-05-01' },
  ]);
  reader = contextOf(db, tenant, aPerson(['registry.read']));
});
afterAll(() => db.close());

type Search = NonNullable<UnitListQuery['searches']>[number];

function limitedToPath(orgUnitPath: string): Actor {
  const person = aPerson(['registry.read']);
  if (person.kind !== 'user') throw new Error('not a person');
  return { ...person, grants: person.grants.map((grant) => ({ ...grant, orgUnitPath })) };
}

const idOf = (ref: string) => pyramid.ids.get(ref) ?? '';
const legacyOf = (ref: string) => String(pyramid.legacyIds.get(ref));

async function namesOf(search: Search, ctx = reader): Promise<string[]> {
  const { items } = await listUnits(ctx, { version: pyramid.versionId, searches: [search] });
  return items.map(({ name }) => name);
}

describe('reg-25 filters of a search', () => {
  const everything: Search = { status: [] };
  const cases: readonly [string, () => Search, readonly string[]][] = [
    [
      'only valid units unless told otherwise',
      () => ({}),
      ['Centre de Santé Mbandaka', 'Clinique Gombe', 'Équateur', 'Kinshasa', 'RD Congo'],
    ],
    ['a status', () => ({ status: ['NEW', 'REJECTED'] }), ['Clinique Ngaba', 'Poste 50% Lowa']],
    ['part of a name, whatever its case and accents', () => ({ text: 'EQUAT' }), ['Équateur']],
    ['a percent sign that is meant as one', () => ({ ...everything, text: '50% l' }), ['Poste 50% Lowa']],
    ['a whole alias', () => ({ text: 'la fleur' }), ['Centre de Santé Mbandaka']],
    ['but not part of an alias', () => ({ text: 'fleur' }), []],
    ['integer ids and uuids', () => ({ text: `ids: ${legacyOf('cd')}, ${idOf('kin')}` }), ['Kinshasa', 'RD Congo']],
    [
      'references, ours too',
      () => ({ ...everything, text: `refs:lowa,iaso:${legacyOf('gombe')}` }),
      ['Clinique Gombe', 'Poste 50% Lowa'],
    ],
    ['codes', () => ({ text: 'codes:K-1' }), ['Kinshasa']],
    ['types', () => ({ ...everything, typeIds: [pyramid.typeIds.get('Province') ?? ''] }), ['Équateur', 'Kinshasa']],
    ['tops', () => ({ parentId: 'root' }), ['RD Congo']],
    ['children', () => ({ ...everything, parentId: idOf('kin') }), ['Clinique Gombe', 'Clinique Ngaba']],
    ['a sub-tree', () => ({ underIds: [idOf('eq')] }), ['Centre de Santé Mbandaka', 'Équateur']],
    [
      'several sub-trees',
      () => ({ underIds: [idOf('eq'), idOf('gombe')] }),
      ['Centre de Santé Mbandaka', 'Clinique Gombe', 'Équateur'],
    ],
    ['not a sub-tree', () => ({ notUnderIds: [idOf('eq')] }), ['Clinique Gombe', 'Kinshasa', 'RD Congo']],
    ['a sub-tree that is not there', () => ({ underIds: [pyramid.versionId] }), []],
    ['depth', () => ({ depth: 1 }), ['RD Congo']],
    ['a point', () => ({ geography: 'location' }), ['Centre de Santé Mbandaka']],
    ['a shape', () => ({ withShape: true }), ['RD Congo']],
    ['no geography', () => ({ geography: 'none', withLocation: false }), ['Clinique Gombe', 'Équateur', 'Kinshasa']],
    ['opened since', () => ({ ...everything, openingDate: '2023-01-01' }), ['Clinique Ngaba']],
    ['closed until', () => ({ ...everything, closedDate: '2024-06-30' }), ['Clinique Gombe']],
    ['open on a day', () => ({ underIds: [idOf('kin')], openAt: '2024-06-30' }), ['Kinshasa']],
    ['open the day before', () => ({ underIds: [idOf('kin')], openAt: '2024-06-29' }), ['Clinique Gombe', 'Kinshasa']],
    ['extra fields', () => ({ ...everything, extra: { beds: '12', owner: 'état' } }), ['Poste 50% Lowa']],
  ];
  it.each(cases)('%s', async (_name, search, names) => {
    expect(await namesOf(search())).toEqual(names);
  });

  it('groups', async () => {
    expect(await namesOf({ groupIds: [pyramid.pyramidId] })).toEqual([]);
  });
});

describe('reg-24 several searches at once', () => {
  const searches: Search[] = [{ text: 'clinique' }, { parentId: 'root' }, { status: [] }];

  it('a unit is shown once, under the first search that finds it', async () => {
    const { items } = await listUnits(reader, { version: pyramid.versionId, searches });
    expect(items.map(({ name, searchIndex }) => [name, searchIndex])).toEqual([
      ['Centre de Santé Mbandaka', 2],
      ['Clinique Gombe', 0],
      ['Clinique Ngaba', 2],
      ['Équateur', 2],
      ['Kinshasa', 2],
      ['Poste 50% Lowa', 2],
      ['RD Congo', 1],
    ]);
    expect(await countFoundUnits(reader, { version: pyramid.versionId, searches })).toMatchObject({
      counts: [1, 1, 7],
      total: 7,
    });
  });

  it('pages by key in every order, each unit once', async () => {
    for (const sort of ['name', 'id', 'createdAt', 'updatedAt', 'code', 'sourceRef', 'status', 'type'] as const) {
      for (const order of ['asc', 'desc'] as const) {
        const seen: string[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const page = await listUnits(reader, { version: pyramid.versionId, searches, sort, order, limit: 2, cursor });
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.next;
        }
        expect(new Set(seen).size, `${sort} ${order}`).toBe(7);
        expect(seen).toHaveLength(7);
      }
    }
  });
});

describe('reg-26 columns of a list', () => {
  it('only what is asked for is computed', async () => {
    const ask = (columns: UnitListQuery['columns']) =>
      listUnits(reader, { version: pyramid.versionId, searches: [{ text: 'mbandaka' }], columns });
    expect(Object.keys((await ask([])).items[0] ?? {}).sort()).toEqual(
      ['id', 'legacyId', 'name', 'revision', 'searchIndex', 'status'].sort(),
    );
    expect((await ask(['type', 'parent', 'position', 'aliases', 'path', 'children'])).items[0]).toMatchObject({
      typeName: 'Clinic',
      typeShortName: 'Cli',
      parentName: 'Équateur',
      lon: 18.26,
      lat: 0.05,
      hasShape: false,
      aliases: ['La Fleur'],
      path: pyramid.paths.get('mbandaka'),
      hasChildren: false,
    });
  });
});

describe('reg-24 who sees what', () => {
  const limitedTo = (ref: string) => limitedToPath(pyramid.paths.get(ref) ?? '');

  it('a role for a sub-tree finds nothing outside it', async () => {
    const ctx = contextOf(db, tenant, limitedTo('eq'));
    expect(await namesOf({ status: [] }, ctx)).toEqual(['Centre de Santé Mbandaka', 'Équateur', 'Poste 50% Lowa']);
    expect(await namesOf({ status: [], underIds: [idOf('kin')] }, ctx)).toEqual([]);
    const counted = await countFoundUnits(ctx, { version: pyramid.versionId, searches: [{ status: [] }] });
    expect(counted.total).toBe(3);
  });

  it('a role for a sub-tree is not told the name of what stands above it', async () => {
    const ctx = contextOf(db, tenant, limitedTo('eq'));
    const { items } = await listUnits(ctx, { version: pyramid.versionId, columns: ['parent'] });
    expect(items.map(({ name, parentName }) => [name, parentName])).toEqual([
      ['Centre de Santé Mbandaka', 'Équateur'],
      ['Équateur', null],
    ]);
  });

  it('a role for a study sees the pyramids that the study works with', async () => {
    const ctx = contextOf(db, tenant, aPerson(['registry.read'], tenant.studyId));
    await expect(resolveVersion(ctx, {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('another organization finds no such version, and without the permission nobody asks', async () => {
    const stranger = contextOf(db, await aTenant(db), aPerson(['registry.read']));
    await expect(namesOf({}, stranger)).rejects.toMatchObject({ code: 'not_found' });
    const nobody = contextOf(db, tenant, aPerson(['sources.read']));
    await expect(namesOf({}, nobody)).rejects.toMatchObject({ code: 'permission_missing' });
  });
});

describe('reg-24 a few places behind thousands of names', () => {
  let large: PlantedPyramid;
  let owner: Tenant;
  let everybody: Context;
  const version = () => large.versionId;
  const top = () => large.ids.get('z') ?? '';

  /** Units below one of the planted ones, named by number. */
  async function fill(ref: string, { count, name, status }: { count: number; name: string; status: string }) {
    await db.execute(sql`INSERT INTO org_units (organization_id, id, version_id, legacy_id, parent_id, path, name, status)
      SELECT p.organization_id, gen_random_uuid(), p.version_id, n.legacy, p.id, p.path || n.legacy::text,
        ${name}::text || ' ' || lpad(n.g::text, 5, '0'), ${status}::text
      FROM (SELECT nextval('org_units_legacy_id_seq') AS legacy, g FROM generate_series(1, ${count}::int4) g) n
      JOIN org_units p ON p.organization_id = ${owner.organizationId} AND p.id = ${large.ids.get(ref)}::uuid`);
  }

  beforeAll(async () => {
    owner = await aTenant(db);
    everybody = contextOf(db, owner, aPerson(['registry.read']));
    large = await plantPyramid(db, owner, [
      { ref: 'a', name: 'A', type: 'Country' },
      { ref: 'z', name: 'Z', type: 'Country' },
    ]);
    await fill('a', { count: 10_500, name: 'm', status: 'VALID' });
    await fill('z', { count: 70, name: 'y', status: 'VALID' });
    await fill('z', { count: 30, name: 'x', status: 'NEW' });
    await fill('a', { count: 20, name: 'b', status: 'NEW' });
  });

  async function walk(ctx: Context, query: Omit<UnitListQuery, 'version'>): Promise<string[]> {
    const names: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await listUnits(ctx, { ...query, version: version(), limit: 40, cursor });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    }
    return names;
  }

  it('those of a tree, of a state and of a role are all found, in order, once', async () => {
    const y = Array.from({ length: 70 }, (_, index) => `y ${String(index + 1).padStart(5, '0')}`);
    const x = Array.from({ length: 30 }, (_, index) => `x ${String(index + 1).padStart(5, '0')}`);
    const under = { underIds: [top()] };
    expect(await walk(everybody, { searches: [under] })).toEqual([...y, 'Z']);
    expect(await walk(everybody, { searches: [under], order: 'desc' })).toEqual([...y, 'Z'].reverse());
    expect(await walk(everybody, { searches: [{ ...under, status: ['NEW'] }] })).toEqual(x);
    expect((await walk(everybody, { searches: [{ status: ['NEW'] }] })).slice(20)).toEqual(x);
    expect((await walk(everybody, { searches: [{ status: ['NEW'] }, under] })).slice(20)).toEqual([...x, ...y, 'Z']);
    const limited = contextOf(db, owner, limitedToPath(large.paths.get('z') ?? ''));
    expect(await walk(limited, {})).toEqual([...y, 'Z']);
    expect(await walk(limited, { searches: [{ status: [] }] })).toEqual([...x, ...y, 'Z']);
    expect(await walk(limited, { searches: [{ status: [], underIds: [large.ids.get('a') ?? ''] }] })).toEqual([]);
  });

  it('are counted each and together, every unit once', async () => {
    const searches: Search[] = [{ underIds: [top()] }, { status: ['NEW'] }, { status: ['NEW'], underIds: [top()] }];
    expect(await countFoundUnits(everybody, { version: version(), searches })).toEqual({
      counts: [71, 50, 30],
      cap: 100_000,
      total: 121,
    });
    expect(await countFoundUnits(everybody, { version: version(), searches: [{ status: [] }] })).toEqual({
      counts: [10_622],
      cap: 100_000,
      total: 10_622,
    });
  });

  it('are counted at once up to ten thousand, and told as that many or more beyond', async () => {
    const count = (searches: Search[]) =>
      countFoundUnits(everybody, { version: version(), searches }, { isQuick: true });
    expect(await count([{ status: [] }, { status: ['NEW'] }])).toEqual({
      counts: [10_000, 50],
      cap: 10_000,
      total: null,
    });
    expect(await count([{ underIds: [top()] }])).toEqual({ counts: [71], cap: 10_000, total: 71 });
    expect(await count([{ underIds: [top()] }, { status: ['NEW'] }])).toMatchObject({ counts: [71, 50], total: 121 });
  });

  it('what is in a tree is the range of its path, whatever numbers stand in it', async () => {
    const [row] = await db.query(
      z.object({ pairs: z.coerce.number(), inside: z.coerce.number(), wrong: z.coerce.number() }),
      sql`WITH label AS (SELECT unnest('{1,2,9,10,11,19,20,90,99,100,101,109,199,1000}'::text[]) AS text),
        path AS (SELECT text::ltree AS path FROM label UNION ALL SELECT (a.text || '.' || b.text)::ltree FROM label a, label b
          UNION ALL SELECT (a.text || '.' || b.text || '.1')::ltree FROM label a, label b)
        SELECT count(*) AS pairs, count(*) FILTER (WHERE u.path <@ t.path) AS inside, count(*) FILTER (WHERE
          (u.path <@ t.path) <> (u.path >= t.path AND u.path < (t.path::text || '0')::ltree)) AS wrong FROM path u, path t`,
    );
    expect(row).toMatchObject({ pairs: 406 ** 2, wrong: 0 });
    expect(row?.inside).toBeGreaterThan(406);
  });
});
