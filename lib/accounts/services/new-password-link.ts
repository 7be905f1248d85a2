import { randomBytes } from 'node:crypto';
import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { insertReset } from '../data/password-resets.sql.ts';

export interface LinkWish {
  readonly userId: string;
  readonly now: Date;
  readonly lifeMs: number;
}

/**
 * Makes a link that sets a new password once; only its hash is stored. The token stands after `#`, so that no server
 * on the way logs it and no page sends it on as referrer.
 */
export async function newPasswordLink({ db, config }: Runtime, { userId, now, lifeMs }: LinkWish): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await insertReset(db, {
    tokenSha256: sha256Hex(token),
    userId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeMs),
  });
  return `${config.publicUrl}/reset-password#${token}`;
}
