import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { readTree, searchTree } from '#lib/registry/index.ts';
import { plantPyramid, type PlantedPyramid } from '../harness/registry.ts';
import { aPerson, aTenant, contextOf, type Tenant } from '../harness/tenant.ts';
import { openTestDatabase } from '../harness/test-database.ts';

let db: Database;
let tenant: Tenant;
let pyramid: PlantedPyramid;
let reader: Context;

beforeAll(async () => {
  db = await openTestDatabase();
  tenant = await aTenant(db);
  pyramid = await plantPyramid(db, tenant, [
    { ref: 'cd', name: 'RD Congo', type: 'Country' },
    { ref: 'old', name: 'Zaïre', type: 'Country', status: 'REJECTED' },
    { ref: 'eq', name: 'Équateur', parent: 'cd', type: 'Province' },
    { ref: 'kin', name: 'Kinshasa', parent: 'cd', type: 'Province', code: 'K-1' },
    { ref: 'mbandaka', name: 'Centre de Santé Mbandaka', parent: 'eq', type: 'Clinic', aliases: ['La Fleur'] },
    { ref: 'ekinda', name: 'Ekinda', parent: 'eq', type: 'Clinic' },
    { ref: 'lowa', name: 'Poste Lowa', parent: 'kin', type: 'Clinic', status: 'NEW' },
  ]);
  reader = contextOf(db, tenant, aPerson(['registry.read']));
});
afterAll(() => db.close());

const idOf = (ref: string) => pyramid.ids.get(ref) ?? '';
const limitedTo = (...refs: readonly string[]): Context => {
  const person = aPerson(['registry.read']);
  if (person.kind !== 'user') throw new Error('not a person');
  const grants = refs.flatMap((ref) =>
    person.grants.map((grant) => ({ ...grant, orgUnitPath: pyramid.paths.get(ref) ?? '' })),
  );
  return contextOf(db, tenant, { ...person, grants } satisfies Actor);
};

describe('reg-28 the tree, level by level', () => {
  it('begins with the tops of the default version, of the statuses that the pyramid shows', async () => {
    const { items, next } = await readTree(reader, {});
    expect(items).toEqual([
      {
        id: idOf('cd'),
        legacyId: pyramid.legacyIds.get('cd'),
        name: 'RD Congo',
        status: 'VALID',
        typeId: pyramid.typeIds.get('Country'),
        typeShortName: 'Cou',
        hasChildren: true,
      },
    ]);
    expect(next).toBeNull();
    await db.execute(sql`UPDATE pyramids SET tree_statuses = '{VALID,NEW,REJECTED}' WHERE id = ${pyramid.pyramidId}`);
    expect((await readTree(reader, { pyramid: pyramid.pyramidId })).items).toHaveLength(2);
    await db.execute(sql`UPDATE pyramids SET tree_statuses = '{VALID}' WHERE id = ${pyramid.pyramidId}`);
  });

  it('has children sorted by name without accents, and says which have children of the statuses asked for', async () => {
    const under = async (ref: string, statuses?: ('NEW' | 'VALID' | 'REJECTED')[]) =>
      (await readTree(reader, { version: pyramid.versionId, parentId: idOf(ref), statuses })).items.map(
        ({ name, hasChildren }) => [name, hasChildren],
      );
    expect(await under('cd')).toEqual([
      ['Équateur', true],
      ['Kinshasa', false],
    ]);
    expect(await under('cd', ['VALID', 'NEW'])).toEqual([
      ['Équateur', true],
      ['Kinshasa', true],
    ]);
    expect(await under('kin')).toEqual([]);
    expect(await under('kin', ['NEW'])).toEqual([['Poste Lowa', false]]);
  });

  it('pages a level of thousands by key while units come and go, each of the others once', async () => {
    const crowded = await plantPyramid(db, tenant, [{ ref: 'top', name: 'Crowd' }]);
    const parentId = crowded.ids.get('top') ?? '';
    await db.execute(sql`INSERT INTO org_units (organization_id, id, version_id, parent_id, path, name, status)
      SELECT ${tenant.organizationId}::uuid, gen_random_uuid(), ${crowded.versionId}::uuid, ${parentId}::uuid,
        (${crowded.paths.get('top')}::text || '.' || (900000000 + n)::text)::ltree, 'Village ' || (n % 700), 'VALID'
      FROM generate_series(1, 3000) n`);
    const seen: string[] = [];
    let pages = 0;
    for (let cursor: string | null | undefined; cursor !== null; pages += 1) {
      const page = await readTree(reader, { version: crowded.versionId, parentId, cursor, limit: 200 });
      seen.push(...page.items.map(({ id }) => id));
      await db.execute(sql`INSERT INTO org_units (organization_id, id, version_id, parent_id, path, name, status)
        VALUES (${tenant.organizationId}, ${newId()}, ${crowded.versionId}, ${parentId}, ${crowded.paths.get('top')}::text::ltree,
          ${`A newcomer ${String(pages)}`}, 'VALID')`);
      cursor = page.next;
    }
    expect(pages).toBe(15);
    expect(new Set(seen).size).toBe(3000);
    expect(seen).toHaveLength(3000);
  });

  it('finds units by name, those that begin with it first, with the units above them', async () => {
    const { items } = await searchTree(reader, { text: 'KIN' });
    expect(items.map(({ name, breadcrumb }) => [name, breadcrumb.map((crumb) => crumb.name)])).toEqual([
      ['Kinshasa', ['RD Congo']],
      ['Ekinda', ['RD Congo', 'Équateur']],
    ]);
    const namesOf = async (text: string) => (await searchTree(reader, { text })).items.map(({ name }) => name);
    expect(await namesOf('la fleur')).toEqual(['Centre de Santé Mbandaka']);
    expect(await namesOf('codes:K-1')).toEqual(['Kinshasa']);
    expect(await namesOf('lowa')).toEqual([]);
  });

  it('pages what it finds by key, each once', async () => {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await searchTree(reader, { text: 'a', statuses: ['NEW', 'VALID', 'REJECTED'], cursor, limit: 1 });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    }
    expect(seen.toSorted()).toEqual(
      ['Centre de Santé Mbandaka', 'Ekinda', 'Kinshasa', 'Poste Lowa', 'Zaïre', 'Équateur'].toSorted(),
    );
  });

  it('a role for a sub-tree has its own top, and nothing above it is named', async () => {
    const ctx = limitedTo('eq', 'mbandaka');
    expect((await readTree(ctx, {})).items.map(({ name }) => name)).toEqual(['Équateur']);
    expect((await readTree(ctx, { parentId: idOf('kin'), statuses: ['NEW'] })).items).toEqual([]);
    const { items } = await searchTree(ctx, { text: 'kin' });
    expect(items.map(({ name, breadcrumb }) => [name, breadcrumb.map((crumb) => crumb.name)])).toEqual([
      ['Ekinda', ['Équateur']],
    ]);
  });

  it('another organization has no such tree, and a broken cursor is told', async () => {
    const stranger = contextOf(db, await aTenant(db), aPerson(['registry.read']));
    await expect(readTree(stranger, { version: pyramid.versionId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(searchTree(stranger, { version: pyramid.versionId, text: 'kin' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(readTree(reader, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'cursor_invalid' });
  });
});
