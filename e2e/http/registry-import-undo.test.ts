import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aCollection, anImportWorld, feature, square, type ImportWorld } from '#e2e/harness/imports.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { importOrgUnits, undoImport } from '#lib/registry/index.ts';

const real = join(import.meta.dirname, '../../../shared/data/registry');

let platform: TestPlatform;
let world: ImportWorld;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());
beforeEach(async () => {
  world = await anImportWorld(platform);
});

const placeMapping = { name: 'name', source_ref: 'ref', parent_ref: 'parent', opening_date: 'opened', type: 'Area' };
const places = { pyramid: 'Areas', mapping: placeMapping };

describe('reg-42 a whole import is taken back', () => {
  const twoAreas = [
    feature('a', null, square(10, 5), { code: 'A1', opened: '2020-01-01' }),
    feature('b', null, square(20, 5), { code: 'B1' }),
    feature('c', 'a', { type: 'Point', coordinates: [10.1, 5.1] }),
  ];
  const settings = { ...places, version: 0, mapping: { ...placeMapping, code: 'code' } };
  const bringIn = async (features: readonly object[], how: object = settings) => {
    const { id } = await world.send('areas.geojson', aCollection(features));
    const { import: after, task } = await world.work('run', id, how);
    expect(task.error).toBeNull();
    expect(after.state).toBe('imported');
    return id;
  };
  const withoutTimes = async () => (await world.places()).map(({ id: _id, ...rest }) => rest);

  it('reg-42 made places go, changed ones are what they were, shapes, parents and paths too', async () => {
    await bringIn(twoAreas);
    const before = await world.places();
    const second = await bringIn([
      feature('a', 'n', square(11, 6), { name: 'Renamed', code: 'A2', opened: '2021-01-01' }),
      feature('n', null, null),
      feature('b', 'a', null),
      feature('c', 'b', { type: 'Point', coordinates: [10.2, 5.2] }),
    ]);
    expect(await withoutTimes()).toMatchObject([
      { name: 'Renamed', names: 'Place n > Renamed', code: 'A2' },
      { names: 'Place n > Renamed > Place b' },
      { names: 'Place n > Renamed > Place b > Place c' },
      { name: 'Place n' },
    ]);
    const undone = await world.work('undo', second);
    expect(undone.task).toMatchObject({ state: 'succeeded', result: { removed: 1, restored: 3 } });
    expect(undone.import).toMatchObject({ state: 'undone', undoneAt: expect.any(String) as string });
    expect(await world.places()).toEqual(before);
    const { prisma } = platform.runtime.db;
    const undos = await prisma.orgUnitChange.findMany({
      where: { organizationId: world.organization.id, origin: 'undo' },
      orderBy: { id: 'asc' },
    });
    expect(undos).toHaveLength(4);
    expect(undos.filter(({ after }) => after === null)).toHaveLength(1);
    expect(JSON.stringify(undos)).not.toContain('geomWkb');
    expect((await world.call('POST /registry-imports/{id}/undo', { params: { id: second } })).status).toBe(409);
  });

  it('reg-32 a place is again what it was before a list changed it, whatever a person changed since', async () => {
    await bringIn(twoAreas);
    const [before] = await world.places();
    const typed = { ...settings, mapping: { ...settings.mapping, type: 'Zone', group_refs: 'groups' } };
    await bringIn([feature('a', null, square(11, 6), { groups: '' })], typed);
    await bringIn([feature('x', null, null, { name: 'Elsewhere' })], {
      ...settings,
      mapping: { ...placeMapping, type: 'Other' },
    });
    const id = before?.id ?? '';
    const params = { id };
    const types = (await world.call('GET /unit-types')).json as { items: { id: string; name: string }[] };
    const typeId = types.items.find(({ name }) => name === 'Other')?.id;
    const shape = { type: 'Polygon', coordinates: square(30, 5).coordinates };
    const edited = await world.call('PATCH /units/{id}', { params, body: { revision: 2, typeId, shape } });
    expect(edited.status).toBe(200);
    const { items } = (await world.call('GET /units/{id}/history', { params })).json as { items: { id: string }[] };
    const body = { changeId: items.at(-1)?.id, revision: 3 };
    const restored = await world.call('POST /units/{id}/restore', { params, body });
    expect(restored).toMatchObject({ status: 200, json: { leftOut: [] } });
    expect((await world.places())[0]).toEqual(before);
  });

  it('reg-20 codes that passed from one place to another, and to a new one, are where they were', async () => {
    await bringIn(twoAreas);
    const before = await world.places();
    const turned = await bringIn([
      feature('a', null, null, { code: 'B1', opened: '2020-01-01' }),
      feature('b', null, null, { code: 'C1' }),
      feature('n', null, null, { code: 'A1' }),
    ]);
    expect((await world.places()).map(({ ref, code }) => [ref, code])).toEqual([
      ['a', 'B1'],
      ['b', 'C1'],
      ['c', ''],
      ['n', 'A1'],
    ]);
    expect((await world.work('undo', turned)).task.error).toBeNull();
    expect(await world.places()).toEqual(before);
  });

  it('reg-42 the version, the pyramid and the groups it made go with it', async () => {
    const { id } = await world.send('areas.geojson', aCollection(twoAreas));
    await world.work('run', id, places);
    expect(await world.countAll()).toMatchObject({ pyramids: 1, versions: 1, units: 3 });
    expect((await world.work('undo', id)).task.state).toBe('succeeded');
    expect(await world.countAll()).toMatchObject({ pyramids: 0, versions: 0, units: 0, groups: 0 });
  });

  it('reg-42 nothing is undone when a place was changed since, and the place is named', async () => {
    const first = await bringIn(twoAreas);
    await bringIn([feature('b', null, null, { name: 'B two', code: 'B1' })]);
    const before = await world.places();
    const { task, import: after } = await world.work('undo', first);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'state_conflict' } });
    expect(task.error?.detail).toContain('"B two" (changed since)');
    expect(task.error?.detail).not.toContain('Place a');
    expect(after.state).toBe('imported');
    expect(await world.places()).toEqual(before);
  });

  it('reg-42 nor when what a place was fits no more: its code, its parent, its type', async () => {
    await bringIn(twoAreas);
    const made = await bringIn([feature('p', 'a', null)]);
    await bringIn([feature('c', 'p', null, { code: 'C1' })]);
    const moved = await bringIn([feature('c', 'b', null, { code: 'C2' })], {
      ...settings,
      mapping: { ...settings.mapping, type: 'Zone' },
    });
    const before = await world.places();
    const change = async (ref: string, changes: object) => {
      const params = { id: (await world.places()).find((one) => one.ref === ref)?.id ?? '' };
      const { revision } = (await world.call('GET /units/{id}', { params })).json as { revision: number };
      const answer = await world.call('PATCH /units/{id}', { params, body: { revision, ...changes } });
      expect(answer.status, answer.text).toBe(200);
    };
    const rename = async (from: string, name: string) => {
      const { items } = (await world.call('GET /unit-types')).json as { items: { id: string; name: string }[] };
      const params = { id: items.find((type) => type.name === from)?.id ?? '' };
      expect((await world.call('PATCH /unit-types/{id}', { params, body: { name } })).status).toBe(200);
    };
    const isRefused = async (reason: string) => {
      const { task } = await world.work('undo', moved);
      expect(task).toMatchObject({ state: 'failed', error: { code: 'state_conflict' } });
      expect(task.error?.detail).toContain(`"Place c" (${reason})`);
    };
    await change('b', { code: 'C1' });
    await isRefused('had a code that another place has now');
    await change('b', { code: 'B1' });
    await rename('Area', 'Region');
    await isRefused('had a type that is not there any more, or has another name');
    await rename('Region', 'Area');
    const child = before.find(({ ref }) => ref === 'c')?.id;
    await change('a', { parentId: child });
    await isRefused('would stand under itself');
    await change('a', { parentId: null });
    expect(await world.places()).toEqual(before);
    expect((await world.work('undo', made)).task.error).toBeNull();
    await isRefused('stood under a place that is not there any more');
  });

  it('reg-42 nor when a place has got children or comments of elsewhere', async () => {
    const first = await bringIn(twoAreas);
    const second = await bringIn([feature('k', 'c', null)]);
    const { task } = await world.work('undo', first);
    expect(task.error?.detail).toContain('"Place c" (has other places under it)');
    expect((await world.work('undo', second)).task.state).toBe('succeeded');
    const [place] = await world.places();
    const organizationId = world.organization.id;
    await platform.runtime.db.execute(sql`
      INSERT INTO org_unit_comments (organization_id, id, unit_id, author_label, body)
      VALUES (${organizationId}, ${newId()}, ${place?.id ?? ''}, 'Ada', 'Seen')`);
    expect((await world.work('undo', first)).task.error?.detail).toContain('"Place a" (has comments or pictures)');
    expect(await world.places()).toHaveLength(3);
  });
});

describe('reg-59 an import that ends before its end leaves nothing', () => {
  const text = ['name;ref', ...Array.from({ length: 20 }, (_row, n) => `Place ${String(n)};r${String(n)}`)].join('\n');
  const order = { pyramid: 'Places', mapping: { name: 'name', source_ref: 'ref' } };
  const nothing = { pyramids: 0, versions: 0, units: 0, types: 0, changes: 0 };

  it.each(['Looking at the shapes', 'Writing new places', 'Written'])(
    'reg-59 stopped at "%s" it leaves nothing, and so does its undo',
    async (moment) => {
      const { id } = await world.send('places.csv', text);
      const path = join(platform.runtime.config.dataDir, `${id}.csv`);
      await writeFile(path, text);
      const stopAt = (when: string) => {
        const stop = new AbortController();
        const progress = (_done: number, _total: number | null, message: string) => {
          if (message === when) stop.abort();
        };
        return { signal: stop.signal, progress };
      };
      const input = { path, ...order, importId: id };
      await expect(importOrgUnits(world.system, input, stopAt(moment))).rejects.toThrow(/abort/);
      expect(await world.countAll()).toMatchObject(nothing);
      expect(await world.get(id)).toMatchObject({ state: 'uploaded' });
      await world.work('run', id, order);
      const before = await world.places();
      const stopUndo = undoImport(world.system, { importId: id }, stopAt('Removing new places'));
      await expect(stopUndo).rejects.toThrow(/abort/);
      expect(await world.places()).toEqual(before);
      expect(await world.get(id)).toMatchObject({ state: 'imported' });
    },
  );

  it('reg-59 its worker shut down on the way, another worker does it whole', async () => {
    const { runtime } = platform;
    const { id } = await world.send('places.csv', text);
    const { status } = await world.call('POST /registry-imports/{id}/run', { params: { id }, body: order });
    expect(status).toBe(202);
    const shutdown = new AbortController();
    const dying: typeof runtime = {
      ...runtime,
      context: (options) => ({
        ...runtime.context(options),
        blobs: {
          ...runtime.blobs,
          open: (key, range) => {
            shutdown.abort();
            return runtime.blobs.open(key, range);
          },
        },
      }),
    };
    await runTasks(dying, { shutdown: shutdown.signal });
    expect(await world.get(id)).toMatchObject({ state: 'uploaded', taskState: 'queued' });
    expect(await world.countAll()).toMatchObject(nothing);
    await expect
      .poll(
        async () => {
          await runTasks(runtime);
          return world.get(id);
        },
        { timeout: 20_000 },
      )
      .toMatchObject({ state: 'imported', report: { created: 20 } });
  });
});

describe.skipIf(!existsSync(real))('real files (skipped without ../shared/data/registry)', () => {
  it('reg-43 a GeoPackage needs no mapping; it comes in with its groups and goes with them', async () => {
    const { id, format } = await world.send('small_sample.gpkg', await readFile(join(real, 'small_sample.gpkg')));
    expect(format).toBe('gpkg');
    expect(await world.columns(id)).toEqual({ isList: false, columns: [], mapping: null });
    const { import: checked } = await world.work('check', id, { pyramid: 'Burkina' });
    expect(checked.report).toMatchObject({ created: 136, refused: 0 });
    expect((await world.work('run', id, { pyramid: 'Burkina' })).import.state).toBe('imported');
    const counts = await world.countAll();
    expect(counts).toMatchObject({ units: 136, pyramids: 1 });
    expect(counts['groups']).toBeGreaterThan(0);
    const undone = await world.work('undo', id);
    expect(undone.task.error).toBeNull();
    expect(await world.countAll()).toMatchObject({ units: 0, groups: 0, pyramids: 0, versions: 0 });
  });

  it.each([
    ['missing_column_ref.gpkg', 'level-3-DS: ref', 'column_missing'],
    ['null_ref.gpkg', 'level-3-DS: ref', 'reference_missing'],
    ['minimal_simplified_group.gpkg', 'group_refs', 'group_unknown'],
  ])('reg-43 %s is refused with its exact reason', async (name, column, code) => {
    const { id } = await world.send(name, await readFile(join(real, 'gpkg', name)));
    const { import: after } = await world.work('run', id, { pyramid: 'Health' });
    expect(after.state).toBe('refused');
    expect(await world.rows(id)).toContainEqual(
      expect.objectContaining({ code, column: expect.stringContaining(column) as string }),
    );
    expect(await world.countAll()).toMatchObject({ pyramids: 0, units: 0 });
  });

  it('reg-42 every school comes in through the door, and goes again', async () => {
    const { id } = await world.send('schools.csv', await readFile(join(real, 'schools.csv')));
    const dictionary: unknown = JSON.parse(await readFile(join(real, 'data_dict.json'), 'utf8'));
    const { task, import: after } = await world.work('run', id, { pyramid: 'Schools', mapping: dictionary });
    expect(task.error).toBeNull();
    expect(after.report).toMatchObject({ created: 6687, refused: 0, leaves: 6396 });
    expect((await world.columns(id)).mapping).toMatchObject({ name: 'Nom Ecole', latitude: 'GPS_latitude' });
    expect((await world.work('undo', id)).task).toMatchObject({ state: 'succeeded', result: { removed: 6687 } });
    expect(await world.countAll()).toMatchObject({ units: 0, pyramids: 0 });
  });
});
