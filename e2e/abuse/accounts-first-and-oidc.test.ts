import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  actorOfPerson,
  ensureFirstAdministrator,
  resolveActor,
  signIn,
  signInWithOidc,
  type Organization,
} from '#lib/accounts/index.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import { openRuntime } from '#lib/platform/runtime.ts';
import { headersOfSession, openTestAccounts, testPassword, type TestAccounts } from '../harness/accounts.ts';
import { openTestDatabase } from '../harness/test-database.ts';

let accounts: TestAccounts;
let organization: Organization;

beforeAll(async () => {
  accounts = await openTestAccounts();
  organization = await accounts.anOrganization('Ridge');
});

afterAll(() => accounts.close());

const issuer = 'https://id.example.org';
const visit = { userAgent: 'vitest', requestId: 'request-00000001' };

function byOidc(claims: { sub: string; email?: string; email_verified?: boolean }, iss = issuer) {
  return signInWithOidc(accounts.runtime, { claims: { iss, ...claims }, ...visit });
}

test('reg-72 an identity provider signs in whom it knows by a verified address, then by its own name for them', async () => {
  const { email, userId } = await accounts.aUser(organization, 'analyst');
  const session = await byOidc({ sub: 'ana', email, email_verified: true });
  const headers = await headersOfSession(accounts.runtime, session);
  expect(await resolveActor(accounts.runtime, { headers })).toMatchObject({ kind: 'session', user: { id: userId } });
  expect((await byOidc({ sub: 'ana' })).userId).toBe(userId);
  expect((await byOidc({ sub: 'ana', email: 'changed@example.org', email_verified: true })).userId).toBe(userId);
});

test('reg-72 an unverified address, another subject or another provider opens no account', async () => {
  const { email } = await accounts.aUser(organization, 'owner');
  const refused = { code: 'sign_in_failed' };
  await expect(byOidc({ sub: 'eve', email, email_verified: false })).rejects.toMatchObject(refused);
  await expect(byOidc({ sub: 'eve', email })).rejects.toMatchObject(refused);
  await expect(byOidc({ sub: 'eve', email: 'nobody@example.org', email_verified: true })).rejects.toMatchObject(
    refused,
  );
  await byOidc({ sub: 'olga', email, email_verified: true });
  await expect(byOidc({ sub: 'eve', email, email_verified: true })).rejects.toMatchObject(refused);
  await expect(byOidc({ sub: 'olga' }, 'https://evil.example.org')).rejects.toMatchObject(refused);
});

test('reg-72 a disabled account is not opened by an identity provider either', async () => {
  const { email, userId } = await accounts.aUser(organization, 'analyst');
  await accounts.runtime.db.prisma.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
  const attempt = byOidc({ sub: 'gone', email, email_verified: true });
  await expect(attempt).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test('accounts: the first administrator is made once, also by two processes at once', async () => {
  const again = await ensureFirstAdministrator(accounts.runtime);
  expect(again).toBeNull();
  const db = await openTestDatabase();
  const config = loadConfig({ CAIRN_LOG_LEVEL: 'silent', CAIRN_DATA_DIR: accounts.runtime.config.dataDir });
  const runtime = await openRuntime({ process: 'command', config, db });
  try {
    const made = await Promise.all([ensureFirstAdministrator(runtime), ensureFirstAdministrator(runtime)]);
    const [first] = made.filter((one) => one !== null);
    expect(made.filter((one) => one !== null)).toHaveLength(1);
    expect(first).toMatchObject({ email: 'admin@example.org', generatedPassword: expect.any(String) as string });
    const attempt = { email: 'admin@example.org', password: first!.generatedPassword!, remoteAddress: 'x', ...visit };
    const session = await signIn(runtime, attempt);
    const headers = await headersOfSession(runtime, session);
    // It was printed on a terminal: it opens nothing but the page to change it.
    expect(await resolveActor(runtime, { headers })).toMatchObject({
      user: { mustChangePassword: true },
      actor: { grants: [], isAdministrator: false },
    });
  } finally {
    await runtime.close();
  }
});

test('accounts: an administrator of the configuration keeps the password it names', async () => {
  const root = await actorOfPerson(accounts.runtime, { email: accounts.administratorEmail, organization: null });
  expect(root.actor.isAdministrator).toBe(true);
  const attempt = { email: accounts.administratorEmail, password: testPassword, remoteAddress: 'x', ...visit };
  const headers = await headersOfSession(accounts.runtime, await signIn(accounts.runtime, attempt));
  expect(await resolveActor(accounts.runtime, { headers })).toMatchObject({ user: { mustChangePassword: false } });
});
