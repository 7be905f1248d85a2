import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findTokenRow, listTokenRows, revokeTokenRow } from '../data/tokens.ts';
import type { ApiTokenSummary } from '../domain/token.ts';

/** The actor's own tokens; those of everybody for who manages people. */
export function listTokens(ctx: Context): Promise<ApiTokenSummary[]> {
  if (seesAll(ctx)) return listTokenRows(ctx, null);
  return ctx.actor.kind === 'user' ? listTokenRows(ctx, ctx.actor.id) : Promise.resolve([]);
}

/** Ends a token at once. Throws `not_found` for one the actor does not see. */
export async function revokeToken(ctx: Context, tokenId: string): Promise<void> {
  const token = await findTokenRow(ctx, tokenId);
  const isOwn = ctx.actor.kind === 'user' && token?.createdById === ctx.actor.id;
  if (!token || !(isOwn || seesAll(ctx))) throw new Problem('not_found');
  await ctx.db.transaction(async () => {
    await revokeTokenRow(ctx, tokenId);
    const detail = { name: token.name };
    const subject = { subjectType: 'token', subjectId: tokenId, studyId: token.studyId };
    await writeAudit(ctx, { action: 'token.revoke', ...subject, detail });
  });
}

function seesAll({ actor }: Context): boolean {
  return hasVerb(actor, 'tokens.manage') && hasVerb(actor, 'users.manage');
}
