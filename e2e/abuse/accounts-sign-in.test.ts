import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  changePassword,
  confirmTotp,
  disableTotp,
  listSessions,
  resolveActor,
  revokeOtherSessions,
  revokeSession,
  signIn,
  startTotp,
  type Organization,
} from '#lib/accounts/index.ts';
import { totpCodeAt } from '#lib/platform/crypto/totp.ts';
import {
  headersOfSession,
  openTestAccounts,
  testPassword,
  type TestAccounts,
  type TestPerson,
} from '../harness/accounts.ts';

let accounts: TestAccounts;
let organization: Organization;

beforeAll(async () => {
  accounts = await openTestAccounts();
  organization = await accounts.anOrganization('Ridge');
});

afterAll(() => accounts.close());

const from = { userAgent: 'vitest', requestId: 'request-00000001' };

function trySignIn(email: string, password = testPassword, code?: string) {
  return signIn(accounts.runtime, {
    email,
    password,
    ...(code === undefined ? {} : { code }),
    remoteAddress: email,
    ...from,
  });
}

async function lockEnds(person: TestPerson): Promise<void> {
  const { prisma } = accounts.runtime.db;
  await prisma.user.update({ where: { id: person.userId }, data: { lockedUntil: new Date(Date.now() - 1000) } });
}

test('bei-45 five wrong passwords lock the account, also for the right one, and longer each time', async () => {
  const person = await accounts.aUser(organization, 'analyst');
  for (let failure = 0; failure < 5; failure += 1) {
    await expect(trySignIn(person.email, 'wrong')).rejects.toMatchObject({ code: 'sign_in_failed' });
  }
  await expect(trySignIn(person.email)).rejects.toMatchObject({ code: 'account_locked' });
  const find = () => accounts.runtime.db.prisma.user.findUniqueOrThrow({ where: { id: person.userId } });
  const firstLockMs = (await find()).lockedUntil!.getTime() - Date.now();
  expect(firstLockMs).toBeGreaterThan(50_000);
  expect(firstLockMs).toBeLessThanOrEqual(60_000);
  await lockEnds(person);
  await expect(trySignIn(person.email, 'wrong')).rejects.toMatchObject({ code: 'sign_in_failed' });
  expect((await find()).lockedUntil!.getTime() - Date.now()).toBeGreaterThan(110_000);
  await lockEnds(person);
  await trySignIn(person.email);
  expect(await find()).toMatchObject({ failedSignIns: 0, lockedUntil: null });
});

test('bei-45 guesses sent at once share the five attempts', async () => {
  const person = await accounts.aUser(organization, 'analyst');
  const guesses = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => trySignIn(person.email, `guess ${n}`)));
  const codes = guesses.map((guess) => (guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'in'));
  expect(codes.filter((code) => code === 'sign_in_failed')).toHaveLength(5);
  expect(codes.filter((code) => code === 'account_locked')).toHaveLength(7);
});

test('accounts: an address without account answers and locks like one with', async () => {
  for (let failure = 0; failure < 5; failure += 1) {
    await expect(trySignIn('nobody@example.org', 'wrong')).rejects.toMatchObject({ code: 'sign_in_failed' });
  }
  await expect(trySignIn('nobody@example.org', 'wrong')).rejects.toMatchObject({ code: 'account_locked' });
});

test('accounts: somebody without a role anywhere cannot sign in', async () => {
  const person = await accounts.aUser(organization, 'collector');
  await accounts.runtime.db.prisma.membership.updateMany({
    where: { userId: person.userId },
    data: { endedAt: new Date() },
  });
  await expect(trySignIn(person.email)).rejects.toMatchObject({ code: 'no_organization' });
});

test('accounts: a code works once, and the password alone is not enough', async () => {
  const person = await accounts.aUser(organization, 'validator');
  const own = { userId: person.userId, requestId: from.requestId };
  const { secret } = await startTotp(accounts.runtime, { ...own, password: testPassword });
  await trySignIn(person.email); // not confirmed yet: does not count
  const setUp = await confirmTotp(accounts.runtime, { ...own, code: totpCodeAt(secret, new Date()) });
  expect(setUp.recoveryCodes).toHaveLength(10);
  await expect(trySignIn(person.email)).rejects.toMatchObject({ code: 'second_factor_required' });
  const next = totpCodeAt(secret, new Date(Date.now() + 30_000));
  await trySignIn(person.email, testPassword, next);
  await expect(trySignIn(person.email, testPassword, next)).rejects.toMatchObject({ code: 'sign_in_failed' });
  const [recovery = ''] = setUp.recoveryCodes;
  await trySignIn(person.email, testPassword, recovery.toUpperCase());
  await expect(trySignIn(person.email, testPassword, recovery)).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test('accounts: the code that turned the factor on does not sign in', async () => {
  const person = await accounts.aUser(organization, 'validator');
  const own = { userId: person.userId, requestId: from.requestId };
  const { secret } = await startTotp(accounts.runtime, { ...own, password: testPassword });
  const code = totpCodeAt(secret, new Date());
  await confirmTotp(accounts.runtime, { ...own, code });
  await expect(trySignIn(person.email, testPassword, code)).rejects.toMatchObject({ code: 'sign_in_failed' });
  await expect(disableTotp(accounts.runtime, { ...own, password: 'wrong' })).rejects.toMatchObject({
    code: 'input_invalid',
  });
  await disableTotp(accounts.runtime, { ...own, password: testPassword });
  await trySignIn(person.email);
});

test('accounts: asking for the code again and again does not lock, guessing it does', async () => {
  const person = await accounts.aUser(organization, 'validator');
  const own = { userId: person.userId, requestId: from.requestId };
  const { secret } = await startTotp(accounts.runtime, { ...own, password: testPassword });
  await confirmTotp(accounts.runtime, { ...own, code: totpCodeAt(secret, new Date()) });
  for (let ask = 0; ask < 7; ask += 1) {
    await expect(trySignIn(person.email)).rejects.toMatchObject({ code: 'second_factor_required' });
  }
  for (let guess = 0; guess < 5; guess += 1) {
    await expect(trySignIn(person.email, testPassword, '000000')).rejects.toMatchObject({ code: 'sign_in_failed' });
    if (guess < 4) await expect(trySignIn(person.email)).rejects.toMatchObject({ code: 'second_factor_required' });
  }
  await expect(trySignIn(person.email)).rejects.toMatchObject({ code: 'account_locked' });
});

test('accounts: a revoked session is nobody at the next request', async () => {
  const person = await accounts.aUser(organization, 'manager');
  const [here, there] = [await trySignIn(person.email), await trySignIn(person.email)];
  const headers = await headersOfSession(accounts.runtime, there);
  expect(await resolveActor(accounts.runtime, { headers })).toMatchObject({
    kind: 'session',
    organizationId: organization.id,
    user: { email: person.email, mustChangePassword: false },
    organizations: [{ name: 'Ridge' }],
  });
  const owner = { userId: person.userId, email: person.email, requestId: from.requestId };
  expect(await listSessions(accounts.runtime, person.userId)).toHaveLength(2);
  await revokeSession(accounts.runtime, owner, there.sessionId);
  expect(await resolveActor(accounts.runtime, { headers })).toEqual({ kind: 'none' });
  await expect(revokeSession(accounts.runtime, owner, there.sessionId)).rejects.toMatchObject({ code: 'not_found' });
  const another = await trySignIn(person.email);
  expect(await revokeOtherSessions(accounts.runtime, owner, here.sessionId)).toBe(1);
  const kept = await resolveActor(accounts.runtime, { headers: await headersOfSession(accounts.runtime, here) });
  const ended = await resolveActor(accounts.runtime, { headers: await headersOfSession(accounts.runtime, another) });
  expect([kept.kind, ended.kind]).toEqual(['session', 'none']);
});

test('accounts: nobody ends the session of another', async () => {
  const [mine, theirs] = [await accounts.aUser(organization, 'owner'), await accounts.aUser(organization, 'analyst')];
  const session = await trySignIn(theirs.email);
  const owner = { userId: mine.userId, email: mine.email, requestId: from.requestId };
  await expect(revokeSession(accounts.runtime, owner, session.sessionId)).rejects.toMatchObject({ code: 'not_found' });
});

test('accounts: a session ends when idle too long, at its end, and with its account', async () => {
  const person = await accounts.aUser(organization, 'analyst');
  const { prisma } = accounts.runtime.db;
  const hour = 60 * 60 * 1000;
  const kindAfter = async (data: { lastSeenAt?: Date; expiresAt?: Date }) => {
    const session = await trySignIn(person.email);
    await prisma.session.update({ where: { id: session.sessionId }, data });
    return (await resolveActor(accounts.runtime, { headers: await headersOfSession(accounts.runtime, session) })).kind;
  };
  expect(await kindAfter({ lastSeenAt: new Date(Date.now() - 23 * hour) })).toBe('session');
  expect(await kindAfter({ lastSeenAt: new Date(Date.now() - 25 * hour) })).toBe('none');
  expect(await kindAfter({ expiresAt: new Date(Date.now() - 1000) })).toBe('none');
  const session = await trySignIn(person.email);
  await prisma.user.update({ where: { id: person.userId }, data: { disabledAt: new Date() } });
  const headers = await headersOfSession(accounts.runtime, session);
  expect(await resolveActor(accounts.runtime, { headers })).toEqual({ kind: 'none' });
  await expect(trySignIn(person.email)).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test('accounts: a given password allows nothing until it is changed, and changing it ends other sessions', async () => {
  const person = await accounts.aUser(organization, 'owner');
  await accounts.runtime.db.prisma.user.update({ where: { id: person.userId }, data: { mustChangePassword: true } });
  const [here, there] = [await trySignIn(person.email), await trySignIn(person.email)];
  const headers = await headersOfSession(accounts.runtime, here);
  expect(await resolveActor(accounts.runtime, { headers })).toMatchObject({
    actor: { grants: [] },
    user: { mustChangePassword: true },
  });
  const change = { userId: person.userId, sessionId: here.sessionId, requestId: from.requestId };
  const wrong = changePassword(accounts.runtime, { ...change, currentPassword: 'wrong', newPassword: 'another stone' });
  await expect(wrong).rejects.toMatchObject({ fields: { currentPassword: expect.any(String) as string } });
  const same = { currentPassword: testPassword, newPassword: testPassword };
  await expect(changePassword(accounts.runtime, { ...change, ...same })).rejects.toMatchObject({
    fields: { newPassword: expect.any(String) as string },
  });
  await changePassword(accounts.runtime, { ...change, currentPassword: testPassword, newPassword: 'another stone' });
  const kept = await resolveActor(accounts.runtime, { headers });
  expect(kept).toMatchObject({ user: { mustChangePassword: false } });
  const ended = await resolveActor(accounts.runtime, { headers: await headersOfSession(accounts.runtime, there) });
  expect(ended.kind).toBe('none');
});

test('accounts: a hash of older costs is renewed by the next sign-in', async () => {
  const person = await accounts.aUser(organization, 'analyst');
  const { prisma } = accounts.runtime.db;
  // argon2 reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
  const passwordHash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  await prisma.user.update({ where: { id: person.userId }, data: { passwordHash } });
  await trySignIn(person.email, 'password');
  const { passwordHash: renewed } = await prisma.user.findUniqueOrThrow({ where: { id: person.userId } });
  expect(renewed).toMatch(/m=19456/);
  await trySignIn(person.email, 'password');
});

test('accounts: one address cannot try passwords on account after account', async () => {
  const spray = (n: number) =>
    signIn(accounts.runtime, { email: `p${n}@example.org`, password: 'x', remoteAddress: '192.0.2.9', ...from });
  const tries = await Promise.allSettled(Array.from({ length: 101 }, (_, n) => spray(n)));
  const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'in'));
  expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(1);
});
