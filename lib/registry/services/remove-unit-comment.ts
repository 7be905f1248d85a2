import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findComment, markCommentRemoved } from '../data/comments.sql.ts';
import { registryScope } from '../data/scope.ts';
import { isAuthor } from './list-unit-comments.ts';
import { openUnit } from './open-unit.ts';

/** Takes one's own comment back. Twice is fine. Errors: `not_found`, `permission_missing` (somebody else's). */
export async function removeUnitComment(
  ctx: Context,
  { unitId, commentId }: { readonly unitId: string; readonly commentId: string },
): Promise<void> {
  await openUnit(ctx, unitId);
  const scope = registryScope(ctx);
  const comment = await findComment(scope, unitId, commentId);
  if (!comment) throw new Problem('not_found', { detail: 'The unit has no such comment.' });
  if (!isAuthor(ctx.actor, comment)) {
    throw new Problem('permission_missing', { detail: 'Only who wrote a comment can take it back.' });
  }
  if (comment.removedAt !== null) return;
  await ctx.db.transaction(async () => {
    await markCommentRemoved(scope, commentId);
    const detail = { id: commentId };
    await writeAudit(ctx, { action: 'unit.comment_remove', subjectType: 'unit', subjectId: unitId, detail });
  });
}
