import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { verifyPassword } from '#lib/platform/crypto/password.ts';
import { openText, sealText } from '#lib/platform/crypto/seal.ts';
import {
  acceptTotp,
  newRecoveryCodes,
  newTotpSecret,
  normalizeRecoveryCode,
  totpUri,
} from '#lib/platform/crypto/totp.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findUserById, patchUser, type StoredUser } from '../data/users.ts';
import { actorOf, installationContext } from './installation-context.ts';

const recoveryCodeCount = 10;
const guesses = { name: 'second-factor', points: 5, perSeconds: 300 };

export interface OwnAct {
  readonly userId: string;
  readonly requestId: string;
}

export interface TotpSetup {
  /** Base32, to type by hand. */
  readonly secret: string;
  /** What the QR code says. */
  readonly uri: string;
}

/** Makes a secret for an authenticator app, proven by the password; it counts only once a first code was shown. */
export async function startTotp(runtime: Runtime, input: OwnAct & { readonly password: string }): Promise<TotpSetup> {
  const user = await proven(runtime, input);
  if (user.totpEnabledAt !== null) throw new Problem('state_conflict', { detail: 'A second factor is on already.' });
  const secret = newTotpSecret();
  await patchUser(runtime.db, user.id, { totpSecretSealed: sealText(runtime.config.secret, secret) });
  return { secret, uri: totpUri(secret, user.email) };
}

/** Turns the second factor on with a first code. Gives the recovery codes, which are shown this once. */
export async function confirmTotp(
  runtime: Runtime,
  input: OwnAct & { readonly code: string },
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  await takeToken(runtime, { ...guesses, key: input.userId });
  const user = await requireUser(runtime, input.userId);
  if (user.totpEnabledAt !== null || user.totpSecretSealed === null) throw new Problem('state_conflict');
  const secret = openText(runtime.config.secret, user.totpSecretSealed);
  const at = new Date();
  const step = acceptTotp({ secret, code: input.code.replace(/\s/g, ''), at, lastStep: null });
  if (step === null) {
    const message = 'This code is not right. Look at the app again, and at the clock of your phone.';
    throw new Problem('input_invalid', { detail: message, fields: { code: message } });
  }
  const recoveryCodes = newRecoveryCodes(recoveryCodeCount);
  const hashes = recoveryCodes.map((code) => sha256Hex(normalizeRecoveryCode(code)));
  const change = { totpEnabledAt: at, totpLastStep: step, recoveryCodes: hashes };
  await changeFactor(runtime, user, { ...input, action: 'user.second-factor-on', change });
  return { recoveryCodes };
}

/** Turns the second factor off, proven by the password. */
export async function disableTotp(runtime: Runtime, input: OwnAct & { readonly password: string }): Promise<void> {
  const user = await proven(runtime, input);
  const change = { totpSecretSealed: null, totpEnabledAt: null, totpLastStep: null, recoveryCodes: [] };
  await changeFactor(runtime, user, { ...input, action: 'user.second-factor-off', change });
}

interface FactorChange extends OwnAct {
  readonly action: string;
  readonly change: Parameters<typeof patchUser>[2];
}

async function changeFactor(
  runtime: Runtime,
  user: StoredUser,
  { requestId, action, change }: FactorChange,
): Promise<void> {
  const ctx = installationContext(runtime, actorOf(user), requestId);
  await ctx.db.transaction(async () => {
    await patchUser(ctx.db, user.id, change);
    await writeAudit(ctx, { action, subjectType: 'user', subjectId: user.id, installationWide: true });
  });
}

async function proven(runtime: Runtime, input: OwnAct & { readonly password: string }): Promise<StoredUser> {
  await takeToken(runtime, { ...guesses, key: input.userId });
  const user = await requireUser(runtime, input.userId);
  const { matches } = await verifyPassword(input.password, user.passwordHash ?? '');
  if (matches) return user;
  const message = 'This is not your password.';
  throw new Problem('input_invalid', { detail: message, fields: { password: message } });
}

async function requireUser({ db }: Runtime, userId: string): Promise<StoredUser> {
  const user = await findUserById(db, userId);
  if (!user) throw new Problem('not_found');
  return user;
}
