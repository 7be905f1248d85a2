import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { aPerson, aTenant, contextOf, type Tenant } from '#e2e/harness/tenant.ts';
import {
  archiveConfiguration,
  createConfiguration,
  listConfigurations,
  updateConfiguration,
} from '#lib/passive/index.ts';
import { configurationDraftSchema } from '#lib/passive/domain/configuration.ts';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';

let platform: TestPlatform;
let tenant: Tenant;
let manager: Context;
let address: string;

beforeAll(async () => {
  platform = await startPlatform();
  tenant = await aTenant(platform.runtime.db);
  manager = contextOf(platform.runtime.db, tenant, aPerson(['passive.configure']));
  address = `${platform.url}/studies/${tenant.studyKey}/data/app-config.json`;
});
afterAll(() => platform.stop());

const draft = (name: string, idPattern: string, more: object = {}) =>
  configurationDraftSchema.parse({ name, idPattern, body: { name }, ...more });

const save = (name: string, idPattern: string, more: object = {}) =>
  createConfiguration(manager, { studyId: tenant.studyId, ...draft(name, idPattern, more) });

async function ask(query: string, init?: RequestInit): Promise<unknown> {
  const answer = await fetch(address + query, init);
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  return answer.json();
}

describe('pdk-09 app-config', () => {
  it('is null while nothing fits, by any method', async () => {
    expect(await (await fetch(`${address}?id=P-1`)).text()).toBe('null');
    for (const method of ['POST', 'PUT', 'DELETE']) expect(await ask('', { method })).toBeNull();
  });

  it('goes by hand first, then to the letter, then by search, in the order of evaluation', async () => {
    await save('by search, later', 'P-', { evaluateOrder: 5 });
    await save('by search, sooner', '^P-\\d+', { evaluateOrder: 2 });
    await save('to the letter, later', 'P-7', { evaluateOrder: 9 });
    await save('to the letter, latest', 'P-7', { evaluateOrder: 10 });
    await save('in the field', '.*', { evaluateOrder: 1, contextPattern: 'field' });
    await save('switched off', '.*', { evaluateOrder: -1, isEnabled: false });
    const byHand = await save('by hand', '^nobody$', { evaluateOrder: 99 });
    await platform.runtime.db
      .execute(sql`INSERT INTO sources (organization_id, id, study_id, identifier, name, configuration_id)
      VALUES (${tenant.organizationId}, ${newId()}, ${tenant.studyId}, 'P-8', 'P-8', ${byHand.id})`);
    expect(await ask('?id=P-8')).toEqual({ name: 'by hand' });
    expect(await ask('?id=P-7')).toEqual({ name: 'to the letter, later' });
    expect(await ask('?id=P-1')).toEqual({ name: 'by search, sooner' });
    expect(await ask('?identifier=XP-y')).toEqual({ name: 'by search, later' });
    expect(await ask('?id=P-1&context=the%20field')).toEqual({ name: 'in the field' });
    expect(await ask('?id=nothing')).toBeNull();
  });

  it('takes its parameters from both kinds of form, as Android sends them', async () => {
    const multipart = new FormData();
    multipart.set('id', 'P-7');
    for (const body of [new URLSearchParams({ id: 'P-7' }), multipart])
      expect(await ask('', { method: 'POST', body })).toEqual({ name: 'to the letter, later' });
  });

  it('gives JSON with two spaces', async () => {
    const answer = await fetch(`${address}?id=P-7`);
    expect(await answer.text()).toBe('{\n  "name": "to the letter, later"\n}');
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('a pattern that would never end is refused; one that slipped in does not hang the door', async () => {
    await expect(save('evil', '^(a+)+$')).rejects.toMatchObject({ code: 'input_invalid' });
    await platform.runtime.db.execute(sql`INSERT INTO device_configurations
      (organization_id, id, study_id, name, id_pattern, body, evaluate_order) VALUES
      (${tenant.organizationId}, ${newId()}, ${tenant.studyId}, 'evil', '^(a+)+$', '{}', -5)`);
    expect(await ask(`?id=${'a'.repeat(60)}!`)).toBeNull();
  });

  it('an unknown study is told so', async () => {
    expect((await fetch(`${platform.url}/studies/none/data/app-config.json`)).status).toBe(404);
  });
});

describe('pdk-09 who configures', () => {
  it('changes and archives are allowed to the verb, in its study, and audited', async () => {
    const made = await save('mine', 'mine');
    await updateConfiguration(manager, { id: made.id, ...draft('yours', 'mine') });
    expect(await ask('?id=mine')).toEqual({ name: 'yours' });
    await archiveConfiguration(manager, made.id);
    expect((await listConfigurations(manager, {})).map(({ id }) => id)).not.toContain(made.id);
    const events = await platform.runtime.db.prisma.auditEvent.findMany({ where: { subjectId: made.id } });
    expect(events.map(({ action }) => action).sort()).toEqual([
      'configuration.archive',
      'configuration.create',
      'configuration.update',
    ]);
  });

  it('others are refused, and another organization sees nothing', async () => {
    const reader = contextOf(platform.runtime.db, tenant, aPerson(['passive.read']));
    const input = { studyId: tenant.studyId, ...draft('no', 'no') };
    await expect(createConfiguration(reader, input)).rejects.toMatchObject({ code: 'permission_missing' });
    const other = await aTenant(platform.runtime.db);
    const stranger = contextOf(platform.runtime.db, other, aPerson(['passive.configure']));
    const made = await save('ours', 'ours');
    await expect(archiveConfiguration(stranger, made.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(createConfiguration(stranger, input)).rejects.toMatchObject({ code: 'not_found' });
    expect(await listConfigurations(stranger, {})).toEqual([]);
  });
});
