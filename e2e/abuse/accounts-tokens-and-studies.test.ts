import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  archiveStudy,
  createFleetKeys,
  createStudy,
  createToken,
  getStudyKeys,
  intakeStudy,
  listTokens,
  resolveActor,
  restoreStudy,
  revokeToken,
  updateStudy,
  type Organization,
  type Study,
} from '#lib/accounts/index.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { headersOfToken, openTestAccounts, type TestAccounts, type TestPerson } from '../harness/accounts.ts';

let accounts: TestAccounts;
let north: Organization;
let south: Organization;
let northStudy: Study;
let southStudy: Study;
let northOwner: TestPerson;
let southOwner: TestPerson;

beforeAll(async () => {
  accounts = await openTestAccounts();
  north = await accounts.anOrganization('North');
  south = await accounts.anOrganization('South');
  northStudy = await aStudy(accounts.system(north), 'north-sleep');
  southStudy = await aStudy(accounts.system(south), 'south-sleep');
  northOwner = await accounts.aUser(north, 'owner');
  southOwner = await accounts.aUser(south, 'owner');
});

afterAll(() => accounts.close());

function aStudy(ctx: Context, key: string): Promise<Study> {
  const study = { key, name: key, description: '', isDefaultIntake: false };
  return createStudy(ctx, study, accounts.runtime.config);
}

/** What a call answers, to compare two of them: the problem's code and sentence. */
async function answerOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => ({ value }),
    (error: unknown) => ({ code: (error as { code: string }).code, message: (error as Error).message }),
  );
}

test('pdk-26 a token does what its scopes say, as long as its maker may, until it is revoked or old', async () => {
  const analyst = await accounts.aUser(north, 'analyst');
  const ctx = await accounts.as(analyst);
  const beyond = createToken(ctx, { name: 'x', scopes: ['users.manage'], studyId: null, lifeDays: 7 });
  await expect(beyond).rejects.toMatchObject({ code: 'permission_missing' });
  const made = await createToken(ctx, {
    name: 'Pull',
    scopes: ['passive.export'],
    studyId: northStudy.id,
    lifeDays: 7,
  });
  expect(made.token).toMatch(/^cairn_[\w-]{43}$/);
  expect(made.summary).toMatchObject({ name: 'Pull', prefix: made.token.slice(0, 12), studyName: 'north-sleep' });
  const resolve = () => resolveActor(accounts.runtime, { headers: headersOfToken(made.token) });
  const caller = await resolve();
  expect(caller).toMatchObject({
    kind: 'token',
    organizationId: north.id,
    actor: { label: 'Pull', grants: [{ verbs: new Set<Verb>(['passive.export']), studyId: northStudy.id }] },
  });
  const { prisma } = accounts.runtime.db;
  const row = await prisma.apiToken.findFirstOrThrow({ where: { id: made.summary.id } });
  expect(row.lastUsedAt).not.toBeNull();
  expect(JSON.stringify(row)).not.toContain(made.token);
  await prisma.membership.updateMany({ where: { userId: analyst.userId }, data: { endedAt: new Date() } });
  expect(await resolve()).toMatchObject({ actor: { grants: [] } });
  await prisma.membership.updateMany({ where: { userId: analyst.userId }, data: { endedAt: null } });
  const where = { organizationId_id: { organizationId: north.id, id: made.summary.id } };
  await prisma.apiToken.update({ where, data: { expiresAt: new Date() } });
  expect(await resolve()).toEqual({ kind: 'none' });
  await prisma.apiToken.update({ where, data: { expiresAt: null } });
  await revokeToken(ctx, made.summary.id);
  expect(await resolve()).toEqual({ kind: 'none' });
});

test('pdk-26 a token makes no tokens, and a stranger revokes none', async () => {
  const owner = await accounts.as(northOwner);
  const scopes: Verb[] = ['tokens.manage', 'passive.read'];
  const made = await createToken(owner, { name: 'All', scopes, studyId: null, lifeDays: 1 });
  const caller = await resolveActor(accounts.runtime, { headers: headersOfToken(made.token) });
  if (caller.kind !== 'token') throw new Error('not a token');
  const ctx = accounts.runtime.context({ ...caller, requestId: newId() });
  const again = createToken(ctx, { name: 'Child', scopes: ['passive.read'], studyId: null, lifeDays: 366 });
  await expect(again).rejects.toMatchObject({ code: 'permission_missing' });
  const analyst = await accounts.as(await accounts.aUser(north, 'analyst'));
  expect(await listTokens(analyst)).toEqual([]);
  expect(await answerOf(revokeToken(analyst, made.summary.id))).toEqual(await answerOf(revokeToken(analyst, newId())));
  expect((await listTokens(owner)).map(({ name }) => name)).toContain('All');
});

test('accounts: an address that keeps sending wrong tokens has to wait', async () => {
  const headers = headersOfToken('cairn_wrong');
  headers.set('x-cairn-remote-address', '192.0.2.77');
  for (let n = 0; n < 30; n += 1) {
    expect(await resolveActor(accounts.runtime, { headers })).toEqual({ kind: 'none' });
  }
  await expect(resolveActor(accounts.runtime, { headers })).rejects.toMatchObject({ code: 'rate_limited' });
});

test('pdk-01 /data/ belongs to the installation: a tenant cannot take it, its administrator can', async () => {
  const owner = await accounts.as(northOwner);
  const take = updateStudy(owner, { studyId: northStudy.id, isDefaultIntake: true });
  await expect(take).rejects.toMatchObject({ code: 'permission_missing' });
  await updateStudy(accounts.system(south), { studyId: southStudy.id, isDefaultIntake: true });
  expect(await intakeStudy(accounts.runtime, null)).toMatchObject({ key: 'south-sleep' });
  await updateStudy(accounts.system(north), { studyId: northStudy.id, isDefaultIntake: true });
  expect(await intakeStudy(accounts.runtime, null)).toMatchObject({ key: 'north-sleep', organizationId: north.id });
  await archiveStudy(owner, northStudy.id);
  expect(await intakeStudy(accounts.runtime, null)).toBeNull();
  expect(await intakeStudy(accounts.runtime, 'north-sleep')).toBeNull();
  await expect(updateStudy(owner, { studyId: northStudy.id, name: 'x' })).rejects.toMatchObject({
    code: 'state_conflict',
  });
  await restoreStudy(owner, northStudy.id);
  expect(await intakeStudy(accounts.runtime, 'north-sleep')).toMatchObject({ discardsUploads: false });
  await updateStudy(owner, { studyId: northStudy.id, discardsUploads: true });
  expect(await intakeStudy(accounts.runtime, 'north-sleep')).toMatchObject({ discardsUploads: true });
});

test('pdk-03 the keys of a study open for its processing, and are sealed in the database', async () => {
  const ctx = await accounts.as(southOwner);
  const place = { organizationId: south.id, studyId: southStudy.id };
  expect(await getStudyKeys(accounts.runtime, place)).toBeNull();
  const { study, devicePrivateKey } = await createFleetKeys(ctx, southStudy.id);
  const keys = await getStudyKeys(accounts.runtime, place);
  expect(keys!.serverPrivateKey).toHaveLength(32);
  expect(Buffer.from(keys!.clientPublicKey).toString('base64')).toBe(study.clientPublicKey);
  const privateKey = Buffer.from(keys!.serverPrivateKey).toString('base64');
  const rows = JSON.stringify([
    await accounts.runtime.db.prisma.study.findMany(),
    await accounts.runtime.db.prisma.auditEvent.findMany(),
  ]);
  expect(rows).not.toContain(privateKey);
  expect(rows).not.toContain(devicePrivateKey);
});

test('accounts: a key stands in addresses, so two studies of different organizations cannot share one', async () => {
  await expect(aStudy(await accounts.as(southOwner), 'north-sleep')).rejects.toMatchObject({ code: 'already_exists' });
});
