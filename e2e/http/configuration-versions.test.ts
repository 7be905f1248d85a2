import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import type { Configuration, ConfigurationVersion } from '#lib/passive/domain/configuration.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('manager');
});
afterAll(() => platform.stop());

const draft = (name: string, body: unknown) => ({
  name,
  idPattern: '^P',
  contextPattern: '.*',
  body,
  evaluateOrder: 1,
  isEnabled: true,
});
const add = async (name: string, body: unknown) =>
  (await call('POST /configurations', { body: { studyId: world.study.id, ...draft(name, body) } }))
    .json as Configuration;
const versionsOf = async (id: string, cursor?: string) =>
  (await call('GET /configurations/{id}/versions', { params: { id }, query: { cursor } })).json as {
    items: ConfigurationVersion[];
    next: string | null;
  };

describe('pdk-10 each save of a configuration is kept', () => {
  it('with its author, and any version can be brought back as a new one', async () => {
    const { id } = await add('Phones', { a: 1 });
    await call('PUT /configurations/{id}', { params: { id }, body: draft('Phones', { a: 2 }) });
    await call('PUT /configurations/{id}', { params: { id }, body: draft('Phones, all', { a: 3 }) });
    const { items } = await versionsOf(id);
    expect(items.map(({ version, act, body }) => [version, act, body])).toEqual([
      [3, 'update', { a: 3 }],
      [2, 'update', { a: 2 }],
      [1, 'create', { a: 1 }],
    ]);
    expect(items.every(({ savedBy }) => savedBy.startsWith('manager-'))).toBe(true);
    const restored = await call('POST /configurations/{id}/restore', { params: { id }, body: { version: 1 } });
    expect(restored.json).toMatchObject({ name: 'Phones', body: { a: 1 } });
    expect((await versionsOf(id)).items[0]).toMatchObject({
      version: 4,
      act: 'restore',
      restoredVersion: 1,
      body: { a: 1 },
    });
    const device = await fetch(`${platform.url}/studies/${world.study.key}/data/app-config.json?id=P-1`);
    expect(await device.json()).toEqual({ a: 1 });
    expect((await call('POST /configurations/{id}/restore', { params: { id }, body: { version: 9 } })).status).toBe(
      404,
    );
  });

  it('page by page', async () => {
    const { id } = await add('Many', 0);
    for (let index = 1; index <= 55; index += 1) {
      await call('PUT /configurations/{id}', { params: { id }, body: draft('Many', index) });
    }
    const first = await versionsOf(id);
    const second = await versionsOf(id, first.next ?? '');
    expect([first.items.length, second.items.map(({ version }) => version), second.next]).toEqual([
      50,
      [6, 5, 4, 3, 2, 1],
      null,
    ]);
  });

  it('goes into another study as a file, and says before what that does', async () => {
    const other = await anApiWorld(platform.runtime);
    const there = await other.as('manager');
    const file = (await call('GET /configurations/export', { query: { studyId: world.study.id } })).json;
    expect(file).toMatchObject({
      kind: 'cairn-device-configurations',
      configurations: [{ name: 'Phones' }, { name: 'Many', body: 55 }],
    });
    const studyId = other.study.id;
    const ask = async (isDryRun: boolean) =>
      (await there('POST /configurations/import', { body: { studyId, file, isDryRun } })).json;
    const plan = { created: ['Phones', 'Many'], updated: [], unchanged: [] };
    expect([await ask(true), await ask(true), await ask(false)]).toEqual([plan, plan, plan]);
    expect(await ask(false)).toEqual({ created: [], updated: [], unchanged: ['Phones', 'Many'] });
    const changed = { ...(file as object), configurations: [draft('Phones', { a: 9 })] };
    expect((await there('POST /configurations/import', { body: { studyId, file: changed } })).json).toMatchObject({
      updated: ['Phones'],
    });
    const { items } = (await there('GET /configurations')).json as { items: Configuration[] };
    const { id } = items.find(({ name }) => name === 'Phones') as Configuration;
    const { items: kept } = (await there('GET /configurations/{id}/versions', { params: { id } })).json as {
      items: ConfigurationVersion[];
    };
    expect(kept.map(({ act, body }) => [act, body])).toEqual([
      ['import', { a: 9 }],
      ['import', { a: 1 }],
    ]);
    const twice = { ...(file as object), configurations: [draft('x', 1), draft('x', 2)] };
    expect((await there('POST /configurations/import', { body: { studyId, file: twice } })).status).toBe(400);
    const theirs = await there('GET /configurations/export', { query: { studyId: world.study.id } });
    expect(theirs.status).toBe(404);
  });
});
