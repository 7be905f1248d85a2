import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { hashPassword } from '#lib/platform/crypto/password.ts';
import { newId, type UserId } from '#lib/platform/ids.ts';
import { negotiateLocale } from '#lib/platform/i18n/locales.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { claimRegistration, insertRegistration } from '../data/registrations.sql.ts';
import { findUserIdByUsername } from '../data/sign-in-names.sql.ts';
import { findUserByEmail, insertUser } from '../data/users.ts';
import { emailSchema, localeSchema, newPasswordSchema, usernameSchema } from '../domain/sign-in-rules.ts';
import { accountMail } from './account-mail.ts';
import { refuseAddressAsPassword } from './change-password.ts';
import { actorOf, installationContext } from './installation-context.ts';
import { requireOpenRegistration } from './require-open-registration.ts';

export const registerInputSchema = z.strictObject({
  username: usernameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  locale: localeSchema.nullable().default(null),
});

export const verifyRegistrationInputSchema = z.strictObject({ key: z.string().min(1).max(300) });

interface From {
  readonly remoteAddress: string;
  readonly requestId: string;
}

interface Asking extends From {
  /** `Accept-Language` of the request: the mail's language when neither account nor wish names one. */
  readonly acceptLanguage?: string | null;
}

const addressLimit = { name: 'register-address', points: 20, perSeconds: 3600 };
const mailLimit = { name: 'register-mail', points: 3, perSeconds: 3600 };
const verifyLimit = { name: 'register-verify', points: 60, perSeconds: 3600 };
/** How long the key of the mail works. */
const registrationLifeMs = 3 * 24 * 3_600_000;

/**
 * Keeps the wish for an account and sends a key to its address; the account comes to be when the key is shown. Somebody
 * who has an account is told so by mail alone: the answer does not say whose addresses are known. User names are public
 * within an organization, so one that is taken is refused.
 * Errors: `permission_missing` (registration is closed), `already_exists` (user name), `input_invalid`, `rate_limited`, `state_conflict` (no mail leaves here).
 */
export async function register(runtime: Runtime, input: z.infer<typeof registerInputSchema> & Asking): Promise<void> {
  const { username, email, locale } = input;
  requireOpenRegistration(runtime);
  await takeToken(runtime, { ...addressLimit, key: input.remoteAddress });
  refuseAddressAsPassword(input.password, email);
  if (!runtime.mail.canSend) {
    throw new Problem('state_conflict', {
      detail: 'This installation sends no mail, so nobody can register. Ask its administrator for an account.',
    });
  }
  if ((await findUserIdByUsername(runtime.db, username)) !== null) throw nameTaken();
  await takeToken(runtime, { ...mailLimit, key: email });
  const passwordHash = await hashPassword(input.password);
  const known = await findUserByEmail(runtime.db, email);
  const facts = {
    hours: registrationLifeMs / 3_600_000,
    locale: negotiateLocale({ acceptLanguage: input.acceptLanguage, fallback: runtime.config.locale }),
  };
  if (known) {
    await runtime.mail.send(accountMail('registeredAlready', known, { ...facts, link: runtime.config.publicUrl }));
    return;
  }
  const key = randomBytes(32).toString('base64url');
  const now = new Date();
  const times = { createdAt: now, expiresAt: new Date(now.getTime() + registrationLifeMs) };
  await insertRegistration(runtime.db, { keySha256: sha256Hex(key), username, email, passwordHash, locale, ...times });
  const link = `${runtime.config.publicUrl}/verify-email#${key}`;
  await runtime.mail.send(accountMail('registration', { email, name: username, locale }, { ...facts, link }));
}

/**
 * Makes the account that a key was sent for. Works once. Errors: `reset_link_invalid`, `already_exists` (somebody took
 * the name or the address meanwhile), `rate_limited`.
 */
export async function verifyRegistration(runtime: Runtime, input: { readonly key: string } & From): Promise<UserId> {
  await takeToken(runtime, { ...verifyLimit, key: input.remoteAddress });
  const id = newId<UserId>();
  await conflictsAsProblem('Somebody has this user name or address meanwhile. Register again.', () =>
    runtime.db.transaction(async () => {
      const now = new Date();
      const wish = await claimRegistration(runtime.db, sha256Hex(input.key), now);
      if (!wish) throw new Problem('reset_link_invalid');
      const { username, email, passwordHash, locale } = wish;
      const account = { id, email, username, name: username, passwordHash, locale, mustChangePassword: false };
      await insertUser(runtime.db, { ...account, createdAt: now });
      const ctx = installationContext(runtime, actorOf({ id, email }), input.requestId);
      const subject = { subjectType: 'user', subjectId: id };
      await writeAudit(ctx, { action: 'user.register', ...subject, detail: { email }, installationWide: true });
    }),
  );
  return id;
}

function nameTaken(): Problem {
  const message = 'Somebody has this user name already. Choose another.';
  return new Problem('already_exists', { detail: message, fields: { username: message } });
}
