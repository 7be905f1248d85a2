import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aPerson, aTenant, anotherStudy, contextOf, type Tenant } from '#e2e/harness/tenant.ts';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { silentAfterHours } from '../domain/source.ts';
import { listSourcesSchema, type SourceFilter } from '../domain/source-query.ts';
import {
  archiveSources,
  assignConfiguration,
  countSources,
  createGroup,
  createSource,
  createSourceSchema,
  getSource,
  listGroups,
  listSources,
  moveSources,
  removeGroup,
  renameSource,
  summarizeSelection,
  suppressSources,
  updateGroup,
} from '../index.ts';

const now = new Date('2026-06-15T12:00:00Z');
const manager: Verb[] = ['sources.read', 'sources.manage', 'passive.configure'];

let db: Database;
let tenant: Tenant;
const contextFor = (verbs: readonly Verb[] = manager, place: Tenant = tenant, only = false) =>
  contextOf(db, place, aPerson(verbs, only ? place.studyId : null), { now: () => now });

beforeAll(async () => {
  db = await openTestDatabase();
  tenant = await aTenant(db);
});
afterAll(() => db.close());

async function addSource(identifier: string, place: Tenant = tenant, seenHoursAgo: number | null = null) {
  const input = createSourceSchema.parse({ study: place.studyKey, identifier });
  const source = await createSource(contextFor(manager, place), input);
  if (seenHoursAgo !== null) {
    const seenAt = new Date(now.getTime() - seenHoursAgo * 3_600_000);
    await db.execute(sql`UPDATE sources SET last_recorded_at = ${seenAt}, point_count = 10
      WHERE organization_id = ${place.organizationId} AND id = ${source.id}`);
  }
  return source;
}

const list = async (ctx = contextFor(), input: object = {}) =>
  (await listSources(ctx, listSourcesSchema.parse(input))).items.map(({ identifier }) => identifier);

async function auditActions(place: Tenant): Promise<string[]> {
  const rows = await db.query(
    z.object({ action: z.string() }),
    sql`SELECT action FROM audit_events WHERE organization_id = ${place.organizationId} ORDER BY id`,
  );
  return rows.map(({ action }) => action);
}

describe('the list of sources', () => {
  it('pdk-23 pages through every source once, in each order and direction', async () => {
    const place = await aTenant(db);
    for (let index = 0; index < 12; index += 1) {
      await addSource(`p-${String(index)}`, place, index % 3 === 0 ? null : index);
    }
    const ctx = contextFor(manager, place);
    for (const sort of ['lastSeen', 'name', 'points', 'firstSeen']) {
      for (const order of ['asc', 'desc']) {
        const whole = await list(ctx, { sort, order });
        const paged: string[] = [];
        let cursor: string | null | undefined;
        while (cursor !== null) {
          const page = await listSources(ctx, listSourcesSchema.parse({ sort, order, limit: 5, cursor }));
          paged.push(...page.items.map(({ identifier }) => identifier));
          cursor = page.next;
        }
        expect(paged).toEqual(whole);
        expect(new Set(paged).size).toBe(12);
      }
    }
  });

  it('pdk-23 tells active, silent and never apart, in the list and in the counts alike', async () => {
    const place = await aTenant(db);
    await addSource('fresh', place, 1);
    await addSource('edge', place, silentAfterHours);
    await addSource('late', place, silentAfterHours + 1);
    await addSource('new', place);
    const ctx = contextFor(manager, place);
    expect(await list(ctx, { state: 'active', sort: 'name', order: 'asc' })).toEqual(['edge', 'fresh']);
    expect(await list(ctx, { state: 'silent' })).toEqual(['late']);
    expect(await list(ctx, { state: 'never' })).toEqual(['new']);
    expect(await countSources(ctx, {})).toEqual({ all: 4, active: 2, silent: 1, never: 1 });
    const states = await listSources(ctx, listSourcesSchema.parse({ sort: 'name', order: 'asc' }));
    expect(states.items.map(({ state }) => state)).toEqual(['active', 'active', 'silent', 'never']);
  });

  it('pdk-23 finds part of a name in any case, and takes % and _ for themselves', async () => {
    const place = await aTenant(db);
    await addSource('Meadow 100%', place);
    await addSource('meadow_2', place);
    await addSource('hill', place);
    const ctx = contextFor(manager, place);
    const found = (text: string) => list(ctx, { text, sort: 'name', order: 'asc' });
    expect(await found('MEADOW')).toEqual(['Meadow 100%', 'meadow_2']);
    expect(await found('0%')).toEqual(['Meadow 100%']);
    expect(await found('w_')).toEqual(['meadow_2']);
    expect(await found('\\')).toEqual([]);
  });

  it('pdk-23 refuses cursors it has not given out', async () => {
    const ask = listSources(contextFor(), listSourcesSchema.parse({ cursor: 'nonsense' }));
    await expect(ask).rejects.toMatchObject({ code: 'cursor_invalid' });
  });
});

describe('sources of others', () => {
  it('pdk-48 another organization sees and changes nothing', async () => {
    const mine = await addSource('mine-only');
    const other = contextFor(manager, await aTenant(db));
    expect(await list(other)).toEqual([]);
    await expect(getSource(other, mine.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(renameSource(other, { id: mine.id, name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    const selection = { ids: [mine.id] };
    expect((await archiveSources(other, { selection, archived: true })).changed).toBe(0);
    expect((await suppressSources(other, { selection, suppressAlerts: true })).changed).toBe(0);
    expect((await moveSources(other, { selection, to: null })).changed).toBe(0);
    expect((await summarizeSelection(other, { filter: {}, except: [] })).all).toBe(0);
    expect((await getSource(contextFor(), mine.id)).archivedAt).toBeNull();
  });

  it('pdk-48 a role within one study reaches that study alone', async () => {
    const home = await aTenant(db);
    const next = await anotherStudy(db, home);
    const mine = await addSource('here', home);
    const theirs = await addSource('there', next);
    const ctx = contextFor(manager, home, true);
    expect(await list(ctx)).toEqual(['here']);
    await expect(getSource(ctx, theirs.id)).rejects.toMatchObject({ code: 'not_found' });
    const outcome = await archiveSources(ctx, { selection: { filter: {}, except: [] }, archived: true });
    expect(outcome).toEqual({ changed: 1, ids: [mine.id] });
    await expect(createGroup(ctx, { study: next.studyKey, name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('pdk-48 who may look may not change, and who may do neither is told so', async () => {
    const source = await addSource('look');
    const looker = contextFor(['sources.read']);
    const refused = { code: 'permission_missing' };
    const selection = { ids: [source.id] };
    await expect(renameSource(looker, { id: source.id, name: 'x' })).rejects.toMatchObject(refused);
    await expect(archiveSources(looker, { selection, archived: true })).rejects.toMatchObject(refused);
    await expect(suppressSources(looker, { selection, suppressAlerts: true })).rejects.toMatchObject(refused);
    await expect(moveSources(looker, { selection, to: null })).rejects.toMatchObject(refused);
    await expect(assignConfiguration(looker, { selection, configurationId: null })).rejects.toMatchObject(refused);
    await expect(createGroup(looker, { study: tenant.studyKey, name: 'x' })).rejects.toMatchObject(refused);
    await expect(list(contextFor([]))).rejects.toMatchObject(refused);
    await expect(listGroups(contextFor([]))).rejects.toMatchObject(refused);
  });
});

describe('acts on sources', () => {
  it('pdk-23 adds a source by hand once', async () => {
    const source = await addSource('by-hand');
    expect(source).toMatchObject({ identifier: 'by-hand', name: 'by-hand', state: 'never', pointCount: 0 });
    await expect(addSource('by-hand')).rejects.toMatchObject({ code: 'already_exists' });
    expect(createSourceSchema.safeParse({ study: 'x', identifier: ' ' }).success).toBe(false);
    expect(createSourceSchema.safeParse({ study: 'x', identifier: 'a\u0000b' }).success).toBe(false);
  });

  it('pdk-23 renames for people; the same name again is no change', async () => {
    const place = await aTenant(db);
    const source = await addSource('dev-1', place);
    const ctx = contextFor(manager, place);
    await renameSource(ctx, { id: source.id, name: 'Plot 7, north' });
    await renameSource(ctx, { id: source.id, name: 'Plot 7, north' });
    expect(await getSource(ctx, source.id)).toMatchObject({ identifier: 'dev-1', name: 'Plot 7, north' });
    expect(await auditActions(place)).toEqual(['source.create', 'source.rename']);
  });

  it('pdk-23 moves to a new group and back, each once', async () => {
    const place = await aTenant(db);
    const [a, b] = [await addSource('a', place), await addSource('b', place)];
    const ctx = contextFor(manager, place);
    const selection = { ids: [a.id, b.id] };
    const made = await moveSources(ctx, { selection, to: { study: place.studyKey, newGroup: 'Arm A' } });
    expect(made.changed).toBe(2);
    const [group] = await listGroups(ctx);
    expect(group).toMatchObject({ name: 'Arm A', sourceCount: 2, isDefault: false });
    expect((await moveSources(ctx, { selection, to: { groupId: group?.id ?? '' } })).changed).toBe(0);
    expect(await list(ctx, { group: group?.id, sort: 'name', order: 'asc' })).toEqual(['a', 'b']);
    expect((await moveSources(ctx, { selection: { ids: [a.id] }, to: null })).changed).toBe(1);
    expect(await list(ctx, { group: 'none' })).toEqual(['a']);
    const again = moveSources(ctx, { selection, to: { study: place.studyKey, newGroup: 'Arm A' } });
    await expect(again).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('pdk-23 a group takes only sources of its own study', async () => {
    const home = await aTenant(db);
    const next = await anotherStudy(db, home);
    const [here, there] = [await addSource('here', home), await addSource('there', next)];
    const ctx = contextFor(manager, home);
    const group = await createGroup(ctx, { study: next.studyKey, name: 'Theirs' });
    const selection = { ids: [here.id, there.id] };
    expect(await moveSources(ctx, { selection, to: { groupId: group.id } })).toEqual({ changed: 1, ids: [there.id] });
  });

  it('pdk-23 archives all that a filter shows but some, says so in numbers first, and takes it back', async () => {
    const place = await aTenant(db);
    const kept = await addSource('keep', place, 2);
    await addSource('old-1', place, 100);
    await addSource('old-2', place, 100);
    const ctx = contextFor(manager, place);
    const filter: SourceFilter = {};
    const selection = { filter, except: [kept.id] };
    expect(await summarizeSelection(ctx, selection)).toMatchObject({ all: 2, silent: 2, points: 20, archived: 0 });
    const outcome = await archiveSources(ctx, { selection, archived: true });
    expect(outcome.changed).toBe(2);
    expect(await list(ctx)).toEqual(['keep']);
    expect((await list(ctx, { archived: 'true' })).toSorted()).toEqual(['old-1', 'old-2']);
    await archiveSources(ctx, { selection: { ids: outcome.ids ?? [] }, archived: false });
    expect((await countSources(ctx, {})).all).toBe(3);
    expect((await auditActions(place)).slice(-2)).toEqual(['source.archive', 'source.restore']);
  });

  it('pdk-23 suppresses alerts of sources and of whole groups', async () => {
    const place = await aTenant(db);
    const source = await addSource('noisy', place);
    const ctx = contextFor(manager, place);
    await moveSources(ctx, { selection: { ids: [source.id] }, to: { study: place.studyKey, newGroup: 'Lab' } });
    const [group] = await listGroups(ctx, { study: place.studyKey });
    await updateGroup(ctx, { id: group?.id ?? '', suppressAlerts: true });
    await suppressSources(ctx, { selection: { ids: [source.id] }, suppressAlerts: true });
    const both = { suppressAlerts: true, groupSuppressesAlerts: true };
    expect(await getSource(ctx, source.id)).toMatchObject(both);
  });

  it('pdk-23 renames and removes groups; their sources stay', async () => {
    const place = await aTenant(db);
    const source = await addSource('member', place);
    const ctx = contextFor(manager, place);
    const group = await createGroup(ctx, { study: place.studyKey, name: 'Arm' });
    const second = await createGroup(ctx, { study: place.studyKey, name: 'Other' });
    await moveSources(ctx, { selection: { ids: [source.id] }, to: { groupId: group.id } });
    await expect(updateGroup(ctx, { id: second.id, name: 'Arm' })).rejects.toMatchObject({ code: 'already_exists' });
    expect((await updateGroup(ctx, { id: group.id, name: 'Arm 1' })).name).toBe('Arm 1');
    expect(await removeGroup(ctx, group.id)).toEqual({ released: 1 });
    expect(await getSource(ctx, source.id)).toMatchObject({ groupId: null });
  });

  it('pdk-12 keeps the group that new sources join', async () => {
    const place = await aTenant(db);
    const ctx = contextFor(manager, place);
    const group = await createGroup(ctx, { study: place.studyKey, name: 'Arrivals' });
    await db.execute(sql`UPDATE studies SET default_group_id = ${group.id}
      WHERE organization_id = ${place.organizationId} AND id = ${place.studyId}`);
    await expect(removeGroup(ctx, group.id)).rejects.toMatchObject({ code: 'state_conflict' });
  });

  it('pdk-23 assigns a configuration to sources of its study only', async () => {
    const home = await aTenant(db);
    const next = await anotherStudy(db, home);
    const [here, there] = [await addSource('here', home), await addSource('there', next)];
    const configurationId = crypto.randomUUID();
    await db.execute(sql`INSERT INTO device_configurations (organization_id, id, study_id, name, id_pattern, body)
      VALUES (${home.organizationId}, ${configurationId}, ${home.studyId}, 'Field', '.*', '{}')`);
    const ctx = contextFor(manager, home);
    const selection = { ids: [here.id, there.id] };
    const outcome = await assignConfiguration(ctx, { selection, configurationId });
    expect(outcome).toEqual({ changed: 1, ids: [here.id] });
    expect((await assignConfiguration(ctx, { selection, configurationId: null })).changed).toBe(1);
  });
});
