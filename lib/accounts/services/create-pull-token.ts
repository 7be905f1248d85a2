import { randomInt } from 'node:crypto';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor } from '#lib/platform/context.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { listLiveMemberships } from '../data/callers.sql.ts';
import { listTokenRows, revokeTokenRow } from '../data/tokens.ts';
import { emailSchema, typedPasswordSchema } from '../domain/sign-in-rules.ts';
import { pullTokenLength, pullTokenPrefix } from '../domain/token.ts';
import { issueToken } from './create-token.ts';
import { grantsIn } from './memberships-as-grants.ts';
import { provePerson } from './sign-in.ts';

/** What a pull client can do; a token has those that its person holds. */
const pullVerbs: readonly Verb[] = ['sources.read', 'passive.read', 'sources.manage'];
/** Days that a token from a password lives, as on the old server (passive-data-kit.md, 1.15). */
const lifeDays = 7;
const tokenName = 'Pull client';
/** Tokens of this name that one person may have at a time: programs that never keep theirs would pile them up. */
const mostTokens = 20;

export interface CreatePullTokenInput {
  /** The e-mail address. */
  readonly username: string;
  readonly password: string;
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
  readonly remoteAddress: string;
  readonly requestId: string;
}

export interface PullToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Gives a program of a person an API token for their password: for one study, for seven days, with what of reading and
 * managing sources and reading points the person holds there. It is listed and revoked like every other.
 * Errors: `sign_in_failed`, `account_locked`, `rate_limited`, `second_factor_required` (such accounts need a token made on
 * the page), `permission_missing` (no access to the study).
 */
export async function createPullToken(runtime: Runtime, input: CreatePullTokenInput): Promise<PullToken> {
  const email = emailSchema.safeParse(input.username);
  const password = typedPasswordSchema.safeParse(input.password);
  if (!email.success || !password.success) throw new Problem('sign_in_failed');
  const { remoteAddress, organizationId, studyId, requestId } = input;
  const user = await provePerson(runtime, { email: email.data, password: password.data, remoteAddress });
  if (user.mustChangePassword) {
    throw new Problem('permission_missing', { detail: 'Sign in on the page and choose a password of your own first.' });
  }
  const grants = grantsIn(await listLiveMemberships(runtime.db, user.id), organizationId);
  const actor: Actor = { kind: 'user', id: user.id, label: user.email, isAdministrator: user.isAdministrator, grants };
  const scopes = pullVerbs.filter((verb) => hasVerb(actor, verb, { studyId }));
  if (scopes.length === 0) throw new Problem('permission_missing');
  const ctx = runtime.context({ organizationId, actor, requestId });
  return ctx.db.transaction(async () => {
    const mine = (await listTokenRows(ctx, user.id)).filter(({ name }) => name === tokenName);
    for (const { id } of mine.slice(mostTokens - 1)) await revokeTokenRow(ctx, id);
    const asked = { name: tokenName, scopes, studyId, lifeDays };
    const { summary, token } = await issueToken(ctx, asked, makePullToken());
    if (summary.expiresAt === null) throw new Problem('internal', { detail: 'A pull token without an end.' });
    return { token, expiresAt: summary.expiresAt };
  });
}

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** More than 350 random bits, as letters and digits. */
function makePullToken(): string {
  const random = Array.from(
    { length: pullTokenLength - pullTokenPrefix.length },
    () => lettersAndDigits[randomInt(lettersAndDigits.length)],
  );
  return pullTokenPrefix + random.join('');
}
