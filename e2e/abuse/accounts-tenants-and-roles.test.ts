import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  archiveRole,
  archiveStudy,
  createFleetKeys,
  createOrganization,
  createRole,
  createStudy,
  createToken,
  createUser,
  endMembership,
  getStudy,
  getStudyByKey,
  giveMembership,
  inviteUser,
  listAuditEvents,
  listPeople,
  listRoles,
  listStudies,
  listTokens,
  resolveActor,
  revokeToken,
  signIn,
  updateRole,
  updateStudy,
  type Organization,
  type Study,
} from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import {
  headersOfSession,
  openTestAccounts,
  testPassword,
  type TestAccounts,
  type TestPerson,
} from '../harness/accounts.ts';

let accounts: TestAccounts;
let north: Organization;
let south: Organization;
let northStudy: Study;
let southStudy: Study;
let northOwner: TestPerson;
let southOwner: TestPerson;

const everywhere = { studyId: null, orgUnitPath: null };

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

async function roleId(ctx: Context, key: string): Promise<string> {
  return (await listRoles(ctx)).find((role) => role.key === key)!.id;
}

/** What a call answers, to compare two of them: the problem's code and sentence. */
async function answerOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => ({ value }),
    (error: unknown) => ({ code: (error as { code: string }).code, message: (error as Error).message }),
  );
}

test('reg-01 what belongs to another organization answers exactly like what does not exist', async () => {
  const ctx = await accounts.as(southOwner);
  const northCtx = await accounts.as(northOwner);
  const role = await createRole(northCtx, { name: 'Nurse', verbs: ['passive.read'] });
  const token = await createToken(northCtx, { name: 'a', scopes: ['passive.read'], studyId: null, lifeDays: 1 });
  const [northPerson] = await listPeople(northCtx);
  const membershipId = northPerson!.memberships[0]!.id;
  const roleHere = await roleId(ctx, 'analyst');
  const calls: Record<string, (id: string) => Promise<unknown>> = {
    [northStudy.id]: (id) => getStudy(ctx, id),
    [`${northStudy.id} `]: (id) => updateStudy(ctx, { studyId: id.trim(), name: 'Mine' }),
    [`${northStudy.id}  `]: (id) => archiveStudy(ctx, id.trim()),
    [`${northStudy.id}   `]: (id) => createFleetKeys(ctx, id.trim()),
    [northStudy.key]: (id) => getStudyByKey(ctx, id),
    [role.id]: (id) => updateRole(ctx, { roleId: id, name: 'Mine' }),
    [`${role.id} `]: (id) => archiveRole(ctx, id.trim()),
    [token.summary.id]: (id) => revokeToken(ctx, id),
    [membershipId]: (id) => endMembership(ctx, id),
    [northOwner.userId]: (id) => giveMembership(ctx, { userId: id, roleId: roleHere, ...everywhere }),
    [`${role.id}  `]: (id) => giveMembership(ctx, { userId: southOwner.userId, roleId: id.trim(), ...everywhere }),
  };
  for (const [foreign, call] of Object.entries(calls)) {
    const answer = await answerOf(call(foreign));
    expect(answer).toEqual(await answerOf(call(newId())));
    expect(answer).not.toHaveProperty('value');
  }
  expect((await getStudy(northCtx, northStudy.id)).name).toBe('north-sleep');
});

test('reg-01 lists show one organization only', async () => {
  const ctx = await accounts.as(southOwner);
  expect((await listStudies(ctx)).map(({ key }) => key)).toEqual(['south-sleep']);
  expect((await listPeople(ctx)).every(({ id }) => id !== northOwner.userId)).toBe(true);
  expect(await listTokens(ctx)).toEqual([]);
  const { items } = await listAuditEvents(ctx, { limit: 500 });
  expect(items.some(({ subjectId }) => subjectId === northStudy.id)).toBe(false);
  expect(items.some(({ subjectId }) => subjectId === southStudy.id)).toBe(true);
});

test('reg-02 an organization is entered by members only; another answers like none', async () => {
  const visit = { password: testPassword, remoteAddress: 'x', userAgent: '', requestId: newId() };
  const session = await signIn(accounts.runtime, { email: southOwner.email, ...visit });
  const headers = await headersOfSession(accounts.runtime, session);
  const at = (organization: string) => resolveActor(accounts.runtime, { headers, organization });
  expect(await at(south.id)).toMatchObject({ organizationId: south.id });
  expect(await answerOf(at(north.id))).toEqual(await answerOf(at(newId())));
  headers.append('cookie', `cairn.organization=${north.id}`);
  expect(await resolveActor(accounts.runtime, { headers })).toMatchObject({ organizationId: south.id });
});

test('reg-02 somebody of two organizations has in each what they have there', async () => {
  const role = await roleId(await accounts.as(northOwner), 'collector');
  const wish = { email: southOwner.email, name: 'x', locale: 'en', roleId: role, ...everywhere } as const;
  const invitation = await inviteUser(await accounts.as(northOwner), wish, accounts.runtime);
  expect(invitation).toMatchObject({ kind: 'known', temporaryPassword: null });
  const visit = { password: testPassword, remoteAddress: 'x', userAgent: '', requestId: newId() };
  const session = await signIn(accounts.runtime, { email: southOwner.email, ...visit });
  const headers = await headersOfSession(accounts.runtime, session);
  const grants = async (organization: string) => {
    const caller = await resolveActor(accounts.runtime, { headers, organization });
    return caller.kind === 'session' ? caller.actor.grants.map(({ verbs }) => verbs.size) : [];
  };
  expect(await grants(north.id)).toEqual([3]);
  expect((await grants(south.id))[0]).toBeGreaterThan(10);
  await endMembership(await accounts.as(northOwner), invitation.membership.id);
  await expect(resolveActor(accounts.runtime, { headers, organization: north.id })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('man-02 the last owner stays; with two, either may go, and not both at once', async () => {
  const organization = await accounts.anOrganization('Lonely');
  const first = await accounts.aUser(organization, 'owner');
  const membershipOf = async (person: TestPerson) =>
    (await listPeople(accounts.system(organization))).find(({ id }) => id === person.userId)!.memberships[0]!.id;
  const firstMembership = await membershipOf(first);
  await expect(endMembership(await accounts.as(first), firstMembership)).rejects.toMatchObject({ code: 'last_owner' });
  const second = await accounts.aUser(organization, 'owner');
  const secondMembership = await membershipOf(second);
  const [firstCtx, secondCtx] = [await accounts.as(first), await accounts.as(second)];
  const duel = await Promise.allSettled([
    endMembership(firstCtx, secondMembership),
    endMembership(secondCtx, firstMembership),
  ]);
  expect(duel.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('pdk-48 a manager makes no owner, takes no owner, and changes no role', async () => {
  const manager = await accounts.as(await accounts.aUser(north, 'manager'));
  const owner = await roleId(manager, 'owner');
  const wish = { email: 'friend@example.org', name: 'Friend', locale: 'en', ...everywhere } as const;
  const make = inviteUser(manager, { ...wish, roleId: owner }, accounts.runtime);
  await expect(make).rejects.toMatchObject({ code: 'permission_missing' });
  const person = (await listPeople(manager)).find(({ id }) => id === northOwner.userId)!;
  const take = endMembership(manager, person.memberships[0]!.id);
  await expect(take).rejects.toMatchObject({ code: 'permission_missing' });
  const custom = createRole(manager, { name: 'More', verbs: ['passive.read'] });
  await expect(custom).rejects.toMatchObject({ code: 'permission_missing' });
  const invited = await inviteUser(manager, { ...wish, roleId: await roleId(manager, 'analyst') }, accounts.runtime);
  expect(invited).toMatchObject({ kind: 'temporary-password', membership: { roleKey: 'analyst' } });
  expect(invited.temporaryPassword).toHaveLength(16);
});

test('pdk-48 an invitation never touches the password of somebody who has an account', async () => {
  const owner = await accounts.as(northOwner);
  const wish = { email: southOwner.email, name: 'Renamed', locale: 'de', ...everywhere } as const;
  await inviteUser(owner, { ...wish, roleId: await roleId(owner, 'inspector') }, accounts.runtime);
  const visit = { password: testPassword, remoteAddress: 'x', userAgent: '', requestId: newId() };
  await signIn(accounts.runtime, { email: southOwner.email, ...visit });
  const user = await accounts.runtime.db.prisma.user.findUniqueOrThrow({ where: { id: southOwner.userId } });
  expect(user).toMatchObject({ name: 'The owner', locale: 'en', mustChangePassword: false });
});

test('pdk-48 who manages the people of one study gives roles there and nowhere else', async () => {
  const owner = await accounts.as(northOwner);
  const other = await aStudy(owner, 'north-walk');
  const lead = await accounts.aUser(north, 'collector');
  const manager = await roleId(owner, 'manager');
  await giveMembership(owner, { userId: lead.userId, roleId: manager, studyId: northStudy.id, orgUnitPath: null });
  const ctx = await accounts.as(lead);
  const analyst = await roleId(ctx, 'analyst');
  const nurse = await accounts.aUser(north, 'collector');
  const give = (studyId: Study['id'] | null) =>
    giveMembership(ctx, { userId: nurse.userId, roleId: analyst, studyId, orgUnitPath: null });
  await expect(give(null)).rejects.toMatchObject({ code: 'permission_missing' });
  await expect(give(other.id)).rejects.toMatchObject({ code: 'permission_missing' });
  const given = await give(northStudy.id);
  await expect(give(northStudy.id)).rejects.toMatchObject({ code: 'already_exists' });
  expect((await listPeople(ctx)).flatMap(({ memberships }) => memberships.map(({ studyId }) => studyId))).toEqual(
    expect.not.arrayContaining([null]),
  );
  await endMembership(ctx, given.id);
  await give(northStudy.id);
  await expect(updateStudy(ctx, { studyId: other.id, name: 'Mine' })).rejects.toMatchObject({
    code: 'permission_missing',
  });
  expect((await updateStudy(ctx, { studyId: northStudy.id, description: 'ours' })).description).toBe('ours');
});

test('pdk-48 a study one has no role in answers like one that does not exist', async () => {
  const owner = await accounts.as(northOwner);
  const hidden = await aStudy(owner, 'north-hidden');
  const guest = await accounts.aUser(north, 'collector');
  await accounts.runtime.db.prisma.membership.updateMany({
    where: { userId: guest.userId },
    data: { studyId: northStudy.id },
  });
  const ctx = await accounts.as(guest);
  expect((await listStudies(ctx)).map(({ id }) => id)).toEqual([northStudy.id]);
  for (const call of [
    (id: string) => getStudy(ctx, id),
    (id: string) => updateStudy(ctx, { studyId: id, name: 'x' }),
  ]) {
    expect(await answerOf(call(hidden.id))).toEqual(await answerOf(call(newId())));
  }
});

test('pdk-48 a custom role is what its verbs are, for everybody who has it, until it is taken', async () => {
  const owner = await accounts.as(northOwner);
  const role = await createRole(owner, { name: 'Night nurse', verbs: ['sources.read', 'passive.read'] });
  expect(role).toMatchObject({ key: 'night-nurse', isBuiltIn: false, holderCount: 0 });
  const nurse = await accounts.aUser(north, 'collector');
  await giveMembership(owner, { userId: nurse.userId, roleId: role.id, ...everywhere });
  await updateRole(owner, { roleId: role.id, verbs: ['sources.read'] });
  const { actor } = await accounts.as(nurse);
  const verbs = actor.kind === 'user' ? actor.grants.flatMap((grant) => [...grant.verbs]) : [];
  expect(verbs).toContain('sources.read');
  expect(verbs).not.toContain('passive.read');
  await expect(archiveRole(owner, role.id)).rejects.toMatchObject({ code: 'state_conflict' });
  const builtIn = await roleId(owner, 'analyst');
  await expect(updateRole(owner, { roleId: builtIn, verbs: ['roles.manage'] })).rejects.toMatchObject({
    code: 'state_conflict',
  });
  await expect(createRole(owner, { name: 'Night Nurse', verbs: ['tasks.read'] })).rejects.toMatchObject({
    code: 'already_exists',
  });
});

test('man-01 only an administrator creates organizations, and owns what they create', async () => {
  const root = { email: accounts.administratorEmail, organization: null };
  const refused = createOrganization(await accounts.as(northOwner), { name: 'West' });
  await expect(refused).rejects.toMatchObject({ code: 'permission_missing' });
  const [home] = await accounts.runtime.db.prisma.organization.findMany({ where: { name: 'My organization' } });
  const organization = {
    id: home!.id as OrganizationId,
    name: home!.name,
    createdAt: home!.createdAt,
    archivedAt: null,
  };
  const person: TestPerson = { userId: newId(), email: root.email, organization };
  const ctx = await accounts.as(person);
  const west = await createOrganization(ctx, { name: 'West' });
  const people = await listPeople(accounts.system(west));
  expect(people).toMatchObject([{ email: root.email, memberships: [{ roleKey: 'owner' }] }]);
  await expect(createOrganization(ctx, { name: 'West' })).rejects.toMatchObject({ code: 'already_exists' });
});

test('accounts: an account made twice keeps its first password', async () => {
  const ctx = accounts.system(north);
  const again = createUser(ctx, {
    email: southOwner.email,
    password: 'another stone',
    role: 'analyst',
    locale: 'en',
    mustChangePassword: false,
  });
  await expect(again).rejects.toMatchObject({ code: 'already_exists' });
});

test('reg-61 the log keeps who did what, in pages, by filter', async () => {
  const ctx = await accounts.as(northOwner);
  await updateStudy(ctx, { studyId: northStudy.id, description: 'changed' });
  const { items } = await listAuditEvents(ctx, { limit: 1, action: 'study', studyId: northStudy.id });
  expect(items[0]).toMatchObject({
    action: 'study.update',
    actorLabel: northOwner.email,
    actorKind: 'user',
    detail: { after: { description: 'changed' } },
  });
  const all = await listAuditEvents(ctx, { limit: 500 });
  const paged: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listAuditEvents>> = await listAuditEvents(ctx, { limit: 3, cursor });
    paged.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  expect(paged).toEqual(all.items.map(({ id }) => id));
  const byActor = await listAuditEvents(ctx, { limit: 500, actor: northOwner.email.toUpperCase() });
  expect(byActor.items.every(({ actorLabel }) => actorLabel === northOwner.email)).toBe(true);
  expect((await listAuditEvents(ctx, { limit: 5, actor: '%' })).items).toEqual([]);
  expect((await listAuditEvents(ctx, { limit: 5, to: new Date(0) })).items).toEqual([]);
  await expect(listAuditEvents(ctx, { limit: 5, cursor: 'nonsense' })).rejects.toMatchObject({
    code: 'cursor_invalid',
  });
  const collector = await accounts.as(await accounts.aUser(north, 'collector'));
  await expect(listAuditEvents(collector, { limit: 5 })).rejects.toMatchObject({ code: 'permission_missing' });
});
