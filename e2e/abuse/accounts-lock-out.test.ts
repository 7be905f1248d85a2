import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  archiveOrganization,
  createStudy,
  createToken,
  disableUser,
  enableUser,
  intakeStudy,
  listArchivedOrganizations,
  listAuditEvents,
  listInstallationAuditEvents,
  listPeople,
  resolveActor,
  restoreOrganization,
  type Organization,
} from '#lib/accounts/index.ts';
import { newId } from '#lib/platform/ids.ts';
import {
  headersOfSession,
  headersOfToken,
  openTestAccounts,
  signInAs,
  type TestAccounts,
  type TestPerson,
} from '../harness/accounts.ts';

let accounts: TestAccounts;
let hill: Organization;
let valley: Organization;
let owner: TestPerson;
let manager: TestPerson;

beforeAll(async () => {
  accounts = await openTestAccounts();
  hill = await accounts.anOrganization('Hill');
  valley = await accounts.anOrganization('Valley');
  owner = await accounts.aUser(hill, 'owner');
  manager = await accounts.aUser(hill, 'manager');
});

afterAll(() => accounts.close());

const signIn = (person: TestPerson) => signInAs(accounts, person);

test('accounts: who is locked out is nobody at once: browsers, tokens and the sign-in', async () => {
  const { runtime } = accounts;
  const analyst = await accounts.aUser(hill, 'analyst');
  const browser = await headersOfSession(runtime, await signIn(analyst));
  const made = { name: 'pull', scopes: ['sources.read'] as const, studyId: null, lifeDays: 1 };
  const { token } = await createToken(await accounts.as(analyst), { ...made, scopes: [...made.scopes] });
  const kinds = async () => [
    (await resolveActor(runtime, { headers: browser })).kind,
    (await resolveActor(runtime, { headers: headersOfToken(token) })).kind,
  ];
  expect(await kinds()).toEqual(['session', 'token']);
  await disableUser(await accounts.as(manager), analyst.userId);
  await disableUser(await accounts.as(manager), analyst.userId);
  expect(await kinds()).toEqual(['none', 'none']);
  await expect(signIn(analyst)).rejects.toMatchObject({ code: 'sign_in_failed' });
  const people = await listPeople(await accounts.as(owner));
  expect(people.find(({ id }) => id === analyst.userId)).toMatchObject({ isDisabled: true });

  await enableUser(await accounts.as(manager), analyst.userId);
  expect(await kinds(), 'an old browser stays signed out').toEqual(['none', 'token']);
  await expect(signIn(analyst)).resolves.toBeTruthy();
  const log = await listAuditEvents(await accounts.as(owner), { limit: 10, subjectId: analyst.userId });
  expect(log.items.map(({ action }) => action)).toEqual(['user.enable', 'user.disable', 'user.create']);
});

test('accounts: nobody locks out the mightier, the last owner, oneself, or a stranger', async () => {
  const managerCtx = await accounts.as(manager);
  await expect(disableUser(managerCtx, owner.userId)).rejects.toMatchObject({ code: 'permission_missing' });
  await expect(disableUser(managerCtx, manager.userId)).rejects.toMatchObject({ code: 'permission_missing' });
  await expect(disableUser(accounts.system(hill), owner.userId)).rejects.toMatchObject({ code: 'last_owner' });
  const stranger = await accounts.aUser(valley, 'collector');
  await expect(disableUser(managerCtx, stranger.userId)).rejects.toMatchObject({ code: 'not_found' });
  const collector = await accounts.as(await accounts.aUser(hill, 'collector'));
  await expect(disableUser(collector, manager.userId)).rejects.toMatchObject({ code: 'permission_missing' });
});

test('accounts: an account of two organizations is not one of them to lock', async () => {
  const shared = await accounts.aUser(hill, 'collector');
  const { prisma } = accounts.runtime.db;
  const role = await prisma.role.findFirstOrThrow({ where: { organizationId: valley.id, key: 'collector' } });
  await prisma.membership.create({
    data: { id: newId(), organizationId: valley.id, userId: shared.userId, roleId: role.id },
  });
  await expect(disableUser(await accounts.as(owner), shared.userId)).rejects.toMatchObject({
    code: 'permission_missing',
    message: expect.stringContaining('another organization') as string,
  });
  await disableUser(accounts.system(hill), shared.userId);
  await expect(signIn(shared)).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test('accounts: an archived organization lets nobody in and takes no data, until an administrator opens it again', async () => {
  const { runtime } = accounts;
  const moor = await accounts.anOrganization('Moor');
  const moorOwner = await accounts.aUser(moor, 'owner');
  const moorManager = await accounts.aUser(moor, 'manager');
  const study = { key: 'moor-birds', name: 'Birds', description: '', isDefaultIntake: false };
  await createStudy(accounts.system(moor), study, runtime.config);
  const browser = await headersOfSession(runtime, await signIn(moorOwner));
  expect(await intakeStudy(runtime, study.key)).toMatchObject({ key: study.key });

  await expect(archiveOrganization(await accounts.as(moorManager))).rejects.toMatchObject({
    code: 'permission_missing',
  });
  const ownerCtx = await accounts.as(moorOwner);
  await archiveOrganization(ownerCtx);
  expect(await resolveActor(runtime, { headers: browser })).toEqual({ kind: 'none' });
  await expect(signIn(moorOwner)).rejects.toMatchObject({ code: 'no_organization' });
  expect(await intakeStudy(runtime, study.key)).toBeNull();

  await expect(async () => restoreOrganization(ownerCtx, moor.id)).rejects.toMatchObject({
    code: 'permission_missing',
  });
  await expect(async () => listArchivedOrganizations(ownerCtx)).rejects.toMatchObject({ code: 'permission_missing' });
  const installation = accounts.system(hill);
  expect((await listArchivedOrganizations(installation)).map(({ name }) => name)).toEqual(['Moor']);
  await restoreOrganization(installation, moor.id);
  expect((await resolveActor(runtime, { headers: browser })).kind).toBe('session');
  expect(await intakeStudy(runtime, study.key)).toMatchObject({ key: study.key });
  const log = await listInstallationAuditEvents(installation, { limit: 2, subjectId: moor.id });
  expect(log.items.map(({ action }) => action)).toEqual(['organization.restore', 'organization.archive']);
});
