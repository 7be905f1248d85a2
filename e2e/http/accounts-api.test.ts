import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveActor } from '#lib/accounts/index.ts';
import { anApiWorld, type ApiCall, type ApiWorld } from '../harness/api.ts';
import { headersOfToken, testPassword } from '../harness/accounts.ts';
import { startPlatform, type TestPlatform } from '../harness/platform.ts';

let platform: TestPlatform;
let world: ApiWorld;
let owner: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  owner = await world.as('owner');
});

afterAll(() => platform.stop());

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

test('accounts: a study is created with its addresses, changed, closed and opened again over the API', async () => {
  const created = await owner('POST /studies', { body: { key: 'over-api', name: 'Over the API' } });
  expect(created).toMatchObject({
    status: 201,
    json: { key: 'over-api', isDefaultIntake: false, defaultAddresses: null, bundleRetentionDays: null },
  });
  const { id, addresses } = created.json as { id: string; addresses: Record<string, string> };
  expect(addresses['addBundle']).toMatch(/\/studies\/over-api\/data\/add-bundle\.json$/);
  expect(created.text).not.toMatch(/sealed/i);
  const params = { id };
  const changed = await owner('PATCH /studies/{id}', {
    params,
    body: { bundleRetentionDays: 30, discardsUploads: true, hasLegacyReports: true },
  });
  expect(changed).toMatchObject({
    status: 200,
    json: { bundleRetentionDays: 30, discardsUploads: true, hasLegacyReports: true },
  });
  const wrong = await owner('PATCH /studies/{id}', { params, body: { clientPublicKey: 'short' } });
  expect(wrong).toMatchObject({
    status: 400,
    json: { code: 'input_invalid', fields: { clientPublicKey: expect.any(String) as string } },
  });
  expect(await owner('PATCH /studies/{id}', { params, body: { key: 'other' } })).toMatchObject({ status: 400 });
  expect(await owner('PATCH /studies/{id}', { params, body: { isDefaultIntake: true } })).toMatchObject({
    status: 403,
  });
  const group = await owner('PATCH /studies/{id}', { params, body: { defaultGroupId: id } });
  expect(group).toMatchObject({ status: 400, json: { fields: { defaultGroupId: expect.any(String) as string } } });
  expect(await owner('POST /studies/{id}/archive', { params })).toMatchObject({ status: 200 });
  expect(await owner('PATCH /studies/{id}', { params, body: { name: 'x' } })).toMatchObject({ status: 409 });
  const open = (await owner('GET /studies')).json as Listed;
  expect(open.items.some((study) => study['id'] === id)).toBe(false);
  const all = (await owner('GET /studies', { query: { archived: 'true' } })).json as Listed;
  expect(all.items.some((study) => study['id'] === id)).toBe(true);
  expect(await owner('POST /studies/{id}/restore', { params })).toMatchObject({ json: { archivedAt: null } });
  expect(await owner('POST /studies', { body: { key: 'over-api', name: 'Twice' } })).toMatchObject({
    status: 409,
    json: { code: 'already_exists' },
  });
});

test('pdk-03 the key of the old server is taken over, and its public half follows', async () => {
  const params = { id: world.study.id };
  const privateKey = Buffer.alloc(32, 7).toString('base64');
  const taken = await owner('PUT /studies/{id}/server-key', { params, body: { privateKey } });
  expect(taken.status).toBe(200);
  expect((taken.json as { serverPublicKey: string }).serverPublicKey).not.toBe(world.study.serverPublicKey);
  expect(taken.text).not.toContain(privateKey);
  const fleet = await owner('POST /studies/{id}/fleet-keys', { params });
  expect(fleet.json).toMatchObject({ devicePrivateKey: expect.stringMatching(/^[\w+/]{43}=$/) as string });
});

test('accounts: people are invited, get roles, and lose them over the API', async () => {
  const roles = ((await owner('GET /roles')).json as Listed).items;
  expect(roles.map(({ key }) => key)).toEqual(['owner', 'manager', 'validator', 'analyst', 'collector', 'inspector']);
  const roleId = roles.find(({ key }) => key === 'analyst')!['id'];
  const body = { email: 'New@Example.org', name: 'New', roleId };
  const invited = await owner('POST /users', { body });
  expect(invited).toMatchObject({ status: 201, json: { kind: 'temporary-password' } });
  const people = ((await owner('GET /users')).json as Listed).items;
  const person = people.find(({ email }) => email === 'new@example.org') as unknown as {
    id: string;
    memberships: { id: string }[];
  };
  expect(person).toMatchObject({ isInvited: true, memberships: [{ roleKey: 'analyst', studyId: null }] });
  const more = {
    userId: person.id,
    roleId: roles.find(({ key }) => key === 'validator')!['id'],
    studyId: world.study.id,
  };
  expect(await owner('POST /memberships', { body: more })).toMatchObject({ status: 201 });
  expect(await owner('POST /memberships', { body: more })).toMatchObject({ status: 409 });
  const params = { id: person.memberships[0]!.id };
  expect(await owner('DELETE /memberships/{id}', { params })).toMatchObject({ status: 204 });
  expect(await owner('DELETE /memberships/{id}', { params })).toMatchObject({ status: 404 });
});

test('accounts: each role is refused what it may not do, with the permission named', async () => {
  const inspector = await world.as('inspector');
  const collector = await world.as('collector');
  const refused = await inspector('POST /studies', { body: { key: 'mine', name: 'Mine' } });
  expect(refused).toMatchObject({ status: 403, json: { code: 'permission_missing' } });
  expect((refused.json as { detail: string }).detail).toContain('studies.manage');
  expect(await inspector('GET /audit')).toMatchObject({ status: 200 });
  for (const route of ['GET /users', 'GET /audit', 'GET /tokens']) {
    expect(await collector(route)).toMatchObject({ status: 403 });
  }
  expect(await collector('POST /organizations', { body: { name: 'Mine' } })).toMatchObject({ status: 403 });
});

test('accounts: another organization is not renamed by its id', async () => {
  const other = await anApiWorld(platform.runtime);
  const rename = (id: string) => owner('PATCH /organizations/{id}', { params: { id }, body: { name: 'Renamed' } });
  expect(await rename(other.organization.id)).toMatchObject({ status: 404 });
  expect(await rename(world.organization.id)).toMatchObject({ status: 200, json: { name: 'Renamed' } });
});

test('pdk-26 one changes the own account, password and sessions', async () => {
  const person = await world.as('analyst');
  const account = await person('PATCH /account', { body: { name: 'Ana', locale: 'fr' } });
  expect(account).toMatchObject({ status: 200, json: { name: 'Ana', locale: 'fr', hasSecondFactor: false } });
  expect(account.text).not.toMatch(/argon2|hash/i);
  const sessions = ((await person('GET /account/sessions')).json as Listed).items;
  expect(sessions).toMatchObject([{ isCurrent: true, userAgent: 'tests' }]);
  const change = (currentPassword: string, newPassword: string) =>
    person('POST /account/password', { body: { currentPassword, newPassword } });
  expect(await change('wrong', 'another stone')).toMatchObject({ status: 400 });
  expect(await change(testPassword, 'short')).toMatchObject({ status: 400 });
  expect(await change(testPassword, 'another stone')).toMatchObject({ status: 204 });
  const out = await person('POST /sign-out');
  expect(out.status).toBe(204);
  expect(out.headers.get('set-cookie')).toMatch(/^cairn\.session=; .*Max-Age=0/);
  expect(await person('GET /account')).toMatchObject({ status: 401 });
});

test('pdk-26 a token of the API does not manage accounts', async () => {
  const made = await owner('POST /tokens', { body: { name: 'All', scopes: ['studies.read', 'tokens.manage'] } });
  expect(made.status).toBe(201);
  const { token, summary } = made.json as { token: string; summary: { id: string } };
  const caller = await resolveActor(platform.runtime, { headers: headersOfToken(token) });
  expect(caller).toMatchObject({ kind: 'token', organizationId: world.organization.id });
  const listed = await owner('GET /tokens');
  expect(listed.text).not.toContain(token);
  expect(listed.text).toContain(token.slice(0, 12));
  expect(await owner('DELETE /tokens/{id}', { params: { id: summary.id } })).toMatchObject({ status: 204 });
});

test('accounts: asking for a password link answers the same for everybody', async () => {
  const ask = (email: string) => owner('POST /account/password-reset', { body: { email } });
  const [known, unknown] = [await ask('new@example.org'), await ask('nobody@example.org')];
  expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
  expect(known.status).toBe(202);
  const use = { token: 'x'.repeat(43), newPassword: 'another stone' };
  expect(await owner('POST /account/password-reset/use', { body: use })).toMatchObject({
    status: 400,
    json: { code: 'reset_link_invalid' },
  });
});

test('reg-61 the log is read in pages, and a wrong filter is named', async () => {
  const first = (await owner('GET /audit', { query: { limit: 2 } })).json as Listed & { next: string };
  expect(first.items).toHaveLength(2);
  const second = (await owner('GET /audit', { query: { limit: 2, cursor: first.next } })).json as Listed;
  expect(second.items[0]!['id']).not.toBe(first.items[0]!['id']);
  expect(await owner('GET /audit', { query: { action: '%' } })).toMatchObject({ status: 400 });
  expect(await owner('GET /audit', { query: { cursor: 'x' } })).toMatchObject({ json: { code: 'cursor_invalid' } });
});
