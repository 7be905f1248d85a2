import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  inviteUser,
  listRoles,
  requestPasswordReset,
  resetPassword,
  resolveActor,
  signIn,
  type Organization,
} from '#lib/accounts/index.ts';
import { headersOfSession, openTestAccounts, testPassword, type TestAccounts } from '../harness/accounts.ts';

let accounts: TestAccounts;
let organization: Organization;
let mailbox: string[] = [];
let mailServer: SMTPServer;

beforeAll(async () => {
  mailServer = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        mailbox.push(text);
        done();
      });
    },
  });
  const port = await new Promise<number>((resolve) => {
    const server = mailServer.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  accounts = await openTestAccounts({ SMTP_URL: `smtp://127.0.0.1:${port}`, CAIRN_PUBLIC_URL: publicUrl });
  organization = await accounts.anOrganization('Ridge');
});

beforeEach(() => {
  mailbox = [];
});

afterAll(async () => {
  await accounts.close();
  await new Promise<void>((resolve) => mailServer.close(resolve));
});

/** Where people reach this installation; every link of its mail leads there. */
const publicUrl = 'http://field.example:4711';

const from = { remoteAddress: '192.0.2.1', requestId: 'request-00000001' };

async function ask(email: string): Promise<void> {
  const { sent } = await requestPasswordReset(accounts.runtime, { email, ...from });
  await sent;
}

/** The token of the last mail; quoted-printable breaks long lines. */
function tokenOfMail(): string {
  const text = (mailbox.at(-1) ?? '').replace(/=\r?\n/g, '').replace(/=3D/g, '=');
  return text.split(`${publicUrl}/reset-password#`)[1]?.match(/^[\w-]+/)?.[0] ?? '';
}

function reset(token: string, newPassword = 'a different stone') {
  return resetPassword(accounts.runtime, { token, newPassword, ...from });
}

test('accounts: a link sets a new password once, unlocks, and ends every session', async () => {
  const person = await accounts.aUser(organization, 'analyst');
  const visit = { email: person.email, userAgent: '', ...from };
  const session = await signIn(accounts.runtime, { ...visit, password: testPassword });
  await accounts.runtime.db.prisma.user.update({
    where: { id: person.userId },
    data: { failedSignIns: 9, lockedUntil: new Date(Date.now() + 1e6) },
  });
  await ask(person.email);
  const token = tokenOfMail();
  expect(token).toHaveLength(43);
  await reset(token, 'a different stone');
  const headers = await headersOfSession(accounts.runtime, session);
  expect(await resolveActor(accounts.runtime, { headers })).toEqual({ kind: 'none' });
  await signIn(accounts.runtime, { ...visit, password: 'a different stone' });
  await expect(reset(token)).rejects.toMatchObject({ code: 'reset_link_invalid' });
  await expect(signIn(accounts.runtime, { ...visit, password: testPassword })).rejects.toMatchObject({
    code: 'sign_in_failed',
  });
});

test('accounts: two requests with one link at once: one wins', async () => {
  const person = await accounts.aUser(organization, 'analyst');
  await ask(person.email);
  const token = tokenOfMail();
  const both = await Promise.allSettled([reset(token, 'the first stone'), reset(token, 'the second stone')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('accounts: a refused password leaves the link usable', async () => {
  const person = await accounts.aUser(organization, 'analyst');
  await ask(person.email);
  const token = tokenOfMail();
  await expect(reset(token, person.email)).rejects.toMatchObject({ code: 'input_invalid' });
  await reset(token);
});

test('accounts: a link is good for an hour, and a newer one ends it', async () => {
  const person = await accounts.aUser(organization, 'analyst');
  await ask(person.email);
  const older = tokenOfMail();
  await ask(person.email);
  await expect(reset(older)).rejects.toMatchObject({ code: 'reset_link_invalid' });
  const { prisma } = accounts.runtime.db;
  const { expiresAt } = await prisma.passwordReset.findFirstOrThrow({ where: { userId: person.userId, usedAt: null } });
  expect(Math.round((expiresAt.getTime() - Date.now()) / 60_000)).toBe(60);
  await prisma.passwordReset.updateMany({ where: { userId: person.userId }, data: { expiresAt: new Date() } });
  await expect(reset(tokenOfMail())).rejects.toMatchObject({ code: 'reset_link_invalid' });
});

test('accounts: asking for nobody answers the same and sends nothing; asking often sends three', async () => {
  await ask('nobody@example.org');
  expect(mailbox).toHaveLength(0);
  const person = await accounts.aUser(organization, 'analyst');
  for (let again = 0; again < 5; again += 1) await ask(person.email);
  expect(mailbox).toHaveLength(3);
});

test('accounts: a made-up link is refused', async () => {
  await expect(reset('x'.repeat(43))).rejects.toMatchObject({ code: 'reset_link_invalid' });
});

test('accounts: an invited person chooses a password by mail, in their language', async () => {
  const owner = await accounts.as(await accounts.aUser(organization, 'owner'));
  const role = (await listRoles(owner)).find(({ key }) => key === 'validator')!;
  const email = 'invited@example.org';
  const placement = { studyId: null, orgUnitPath: null };
  const invitation = await inviteUser(
    owner,
    { email, name: 'Inès', roleId: role.id, locale: 'fr', ...placement },
    accounts.runtime,
  );
  expect(invitation).toMatchObject({ kind: 'mailed', temporaryPassword: null });
  expect(mailbox.at(-1)).toMatch(/invit/i);
  await reset(tokenOfMail());
  await signIn(accounts.runtime, { email, password: 'a different stone', userAgent: '', ...from });
});
