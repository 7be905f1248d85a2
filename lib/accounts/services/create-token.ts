import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { newId, type StudyId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findTokenRow, insertToken } from '../data/tokens.ts';
import {
  defaultLifeDays,
  lifeDaysSchema,
  scopesSchema,
  shownCharacters,
  tokenNameSchema,
  tokenPrefix,
  type ApiTokenSummary,
} from '../domain/token.ts';
import { requireHeldVerbs, requireOpenStudy } from './require-placement.ts';

export const createTokenInputSchema = z.strictObject({
  name: tokenNameSchema,
  scopes: scopesSchema,
  studyId: z
    .uuid()
    .transform((id) => id as StudyId)
    .nullable()
    .default(null),
  lifeDays: lifeDaysSchema.default(defaultLifeDays),
});

export type CreateTokenInput = z.infer<typeof createTokenInputSchema>;

export interface CreatedToken {
  readonly summary: ApiTokenSummary;
  /** The token itself, shown this once. */
  readonly token: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Creates a token for a program of the person who asks, with permissions they hold themselves. Programs cannot make
 * tokens: a leaked one would renew itself for ever.
 */
export async function createToken(ctx: Context, input: CreateTokenInput): Promise<CreatedToken> {
  requireVerb(ctx, 'tokens.manage', input);
  await requireOpenStudy(ctx, input.studyId);
  return issueToken(ctx, input);
}

/**
 * Makes a token of a person who has proven who they are, with permissions they hold. The caller has decided that they may
 * have one, and may give a token of its own making. Throws `permission_missing` for anybody but a person, and for permissions beyond theirs.
 */
export async function issueToken(ctx: Context, input: CreateTokenInput, token = makeToken()): Promise<CreatedToken> {
  const { actor } = ctx;
  if (actor.kind !== 'user')
    throw new Problem('permission_missing', { detail: 'Only a person can create API tokens.' });
  requireHeldVerbs(ctx, input.scopes, { studyId: input.studyId, orgUnitPath: null });
  const id = newId();
  const { name, scopes, studyId } = input;
  const expiresAt = new Date(ctx.now().getTime() + input.lifeDays * dayMs);
  await ctx.db.transaction(async () => {
    const hashed = { tokenSha256: sha256Hex(token), prefix: token.slice(0, shownCharacters) };
    await insertToken(ctx, { id, name, scopes, studyId, expiresAt, createdById: actor.id, ...hashed });
    const detail = { name, scopes, expiresAt };
    await writeAudit(ctx, { action: 'token.create', subjectType: 'token', subjectId: id, studyId, detail });
  });
  const summary = await findTokenRow(ctx, id);
  if (!summary) throw new Problem('internal', { detail: 'A new token cannot be read back.' });
  return { summary, token };
}

/** 256 random bits. */
function makeToken(): string {
  return `${tokenPrefix}${randomBytes(32).toString('base64url')}`;
}
