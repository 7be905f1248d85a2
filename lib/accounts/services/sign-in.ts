import { z } from 'zod';
import { hashPassword, spendHashTime, verifyPassword } from '#lib/platform/crypto/password.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { clearAttempts, countAttempt, uncountAttempt } from '../data/sign-in-attempts.sql.ts';
import { findUserBySignInName, patchUser, type StoredUser } from '../data/users.ts';
import { failuresBeforeLock, lockDurationS, signInNameSchema, typedPasswordSchema } from '../domain/sign-in-rules.ts';
import { acceptSecondFactor } from './accept-second-factor.ts';
import { openSession, type OpenedSession } from './open-session.ts';

export const signInInputSchema = z.object({
  /** E-mail address or user name. */
  email: signInNameSchema,
  password: typedPasswordSchema,
  /** Six digits of the authenticator app, or a recovery code. */
  code: z.string().trim().max(40).optional(),
});

/** How somebody says who they are, and from where. */
export interface ShownPassword extends z.infer<typeof signInInputSchema> {
  readonly remoteAddress: string;
}

export interface SignInInput extends ShownPassword {
  readonly userAgent: string;
  readonly requestId: string;
  /** Somebody without an organization may come in too: where they can make one. */
  readonly mayBelongNowhere?: boolean;
}

/** Attempts from one address, whoever they are for; a school behind one address still gets in. */
const addressLimit = { name: 'sign-in-address', points: 100, perSeconds: 300 };
/** Unknown addresses lock like known ones, so that the answer does not tell which is which. */
const unknownLimit = {
  name: 'sign-in-unknown',
  points: failuresBeforeLock,
  perSeconds: lockDurationS(failuresBeforeLock),
};

/** Seconds of lock after each failure in a row, up to the longest. */
const lockSeconds = Array.from({ length: 20 }, (_, index) => lockDurationS(index + 1));

/**
 * Signs a person in by e-mail address or user name, password and, where they have one, second factor.
 * Throws `sign_in_failed`, `second_factor_required` (the password was right), `account_locked`, `no_organization` and
 * `rate_limited`. Every attempt counts before it is looked at; a success forgets the failures.
 */
export async function signIn(runtime: Runtime, input: SignInInput): Promise<OpenedSession> {
  return openSession(runtime, await provePerson(runtime, input), { ...input, method: 'password' });
}

/** The person behind a password and, where they have one, second factor. Throws as {@link signIn} does. */
export async function provePerson(runtime: Runtime, input: ShownPassword): Promise<StoredUser> {
  await takeToken(runtime, { ...addressLimit, key: input.remoteAddress });
  const user = await findUserBySignInName(runtime.db, input.email);
  if (!user || user.disabledAt !== null || user.passwordHash === null) return refuseUnknown(runtime, input);
  const counted = await countAttempt(runtime.db, { userId: user.id, now: new Date(), lockSeconds });
  if (!counted) {
    await spendHashTime(input.password);
    throw new Problem('account_locked');
  }
  const { matches, needsRehash } = await verifyPassword(input.password, user.passwordHash);
  if (!matches) throw new Problem('sign_in_failed');
  await requireSecondFactor(runtime, user, input.code);
  await clearAttempts(runtime.db, user.id);
  if (needsRehash) await patchUser(runtime.db, user.id, { passwordHash: await hashPassword(input.password) });
  return user;
}

/** Takes as long and answers the same as a wrong password does. */
async function refuseUnknown(runtime: Runtime, { email, password }: ShownPassword): Promise<never> {
  await spendHashTime(password);
  try {
    await takeToken(runtime, { ...unknownLimit, key: email });
  } catch (error) {
    if (error instanceof Problem && error.code === 'rate_limited')
      throw new Problem('account_locked', { cause: error });
    throw error;
  }
  throw new Problem('sign_in_failed');
}

async function requireSecondFactor(runtime: Runtime, user: StoredUser, code: string | undefined): Promise<void> {
  if (user.totpEnabledAt === null) return;
  if (code === undefined || code === '') {
    await uncountAttempt(runtime.db, user.id);
    throw new Problem('second_factor_required');
  }
  if (!(await acceptSecondFactor(runtime, user, code))) throw new Problem('sign_in_failed');
}
