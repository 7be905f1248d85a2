import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { openText } from '#lib/platform/crypto/seal.ts';
import { acceptTotp, normalizeRecoveryCode } from '#lib/platform/crypto/totp.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { claimRecoveryCode, claimTotpStep } from '../data/sign-in-attempts.sql.ts';
import type { StoredUser } from '../data/users.ts';

/** True when the code is the authenticator app's of now, not used before, or an unused recovery code. Uses it up. */
export async function acceptSecondFactor(runtime: Runtime, user: StoredUser, code: string): Promise<boolean> {
  const compact = code.replace(/\s/g, '');
  if (/^\d{6}$/.test(compact)) return acceptAppCode(runtime, user, compact);
  return claimRecoveryCode(runtime.db, user.id, sha256Hex(normalizeRecoveryCode(code)));
}

async function acceptAppCode({ db, config }: Runtime, user: StoredUser, code: string): Promise<boolean> {
  if (user.totpSecretSealed === null) return false;
  const secret = openText(config.secret, user.totpSecretSealed);
  const step = acceptTotp({ secret, code, at: new Date(), lastStep: user.totpLastStep });
  return step !== null && claimTotpStep(db, user.id, step);
}
