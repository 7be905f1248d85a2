import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findUserByEmail, findUserByOidcSubject, patchUser, type StoredUser } from '../data/users.ts';
import { emailSchema } from '../domain/sign-in-rules.ts';
import { actorOf, installationContext } from './installation-context.ts';
import { openSession, type OpenedSession } from './open-session.ts';

/** Claims of an ID token (OpenID Connect Core 1.0, section 5.1), already verified by signature and nonce. */
export const oidcClaimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: emailSchema.optional(),
  email_verified: z.boolean().optional(),
});

export interface OidcSignInInput {
  readonly claims: z.infer<typeof oidcClaimsSchema>;
  readonly userAgent: string;
  readonly requestId: string;
}

/**
 * Signs in a person whom the identity provider vouches for. Linked by the provider's subject; the first time by an
 * address that the provider has verified: an unverified one would let anybody take any account.
 * Accounts are not created here: people are invited. The provider answers for the second factor.
 */
export async function signInWithOidc(runtime: Runtime, input: OidcSignInInput): Promise<OpenedSession> {
  const subject = `${input.claims.iss} ${input.claims.sub}`;
  const user = (await findUserByOidcSubject(runtime.db, subject)) ?? (await linkByAddress(runtime, input, subject));
  if (!user || user.disabledAt !== null) throw new Problem('sign_in_failed');
  return openSession(runtime, user, { ...input, method: 'oidc' });
}

async function linkByAddress(runtime: Runtime, input: OidcSignInInput, subject: string): Promise<StoredUser | null> {
  const { email, email_verified: isVerified } = input.claims;
  if (email === undefined || isVerified !== true) return null;
  const user = await findUserByEmail(runtime.db, email);
  if (!user || user.oidcSubject !== null) return null;
  const ctx = installationContext(runtime, actorOf(user), input.requestId);
  await ctx.db.transaction(async () => {
    await patchUser(ctx.db, user.id, { oidcSubject: subject });
    const detail = { issuer: input.claims.iss };
    const about = { subjectType: 'user', subjectId: user.id };
    await writeAudit(ctx, { action: 'user.link-oidc', ...about, detail, installationWide: true });
  });
  return user;
}
