import { hash, randomBytes } from 'node:crypto';
import type { Context } from '#lib/platform/context.ts';
import { insertLink } from '../data/requests.sql.ts';
import { tokenHexDigits } from '../domain/donation.ts';

/** What of a token is kept. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** True for what could be a token. */
export function isToken(text: string): boolean {
  return text.length === tokenHexDigits && /^[0-9a-f]+$/.test(text);
}

/**
 * Makes a further token of a request; those given out before stay good. Of 128 random bytes, as hexadecimal digits; only
 * its hash is kept, so it can be told this once. Call it in the transaction of what it is for.
 */
export async function newToken(ctx: Context, requestId: string): Promise<string> {
  const token = randomBytes(tokenHexDigits / 2).toString('hex');
  await insertLink(ctx, { requestId, sha256: hashToken(token), createdAt: ctx.now() });
  return token;
}

/** The page of a token. The token stands behind #, so that no server and no log on the way sees it. */
export function donationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/donate#${token}`;
}
