import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findComment, insertComment, selectAnswers } from '../data/comments.sql.ts';
import { registryScope } from '../data/scope.ts';
import { commentBodySchema, mostAnswers, type UnitComment } from '../domain/unit-comment.ts';
import { commentFor } from './list-unit-comments.ts';
import { openUnit } from './open-unit.ts';

export const addUnitCommentSchema = z.strictObject({
  body: commentBodySchema,
  /** The comment that this one answers; answers are not answered. */
  answerTo: z.guid().nullable().default(null),
});

/**
 * Says something of a unit; everybody who sees it may. Errors: `not_found` (unit, or comment to answer),
 * `permission_missing`, `state_conflict` (a thread that is full).
 */
export async function addUnitComment(
  ctx: Context,
  { unitId, body, answerTo }: z.infer<typeof addUnitCommentSchema> & { readonly unitId: string },
): Promise<UnitComment> {
  await openUnit(ctx, unitId);
  const { actor } = ctx;
  const author = {
    authorId: actor.kind === 'user' || actor.kind === 'token' ? actor.id : null,
    authorLabel: actor.label,
  };
  const comment = { id: newId(), unitId, parentId: answerTo, ...author, body, createdAt: ctx.now() };
  await ctx.db.transaction(async () => {
    if (answerTo !== null) await requireThread(ctx, unitId, answerTo);
    await insertComment(registryScope(ctx), comment);
    await writeAudit(ctx, {
      action: 'unit.comment',
      subjectType: 'unit',
      subjectId: unitId,
      detail: { id: comment.id },
    });
  });
  return commentFor(actor, { ...comment, removedAt: null });
}

async function requireThread(ctx: Context, unitId: string, id: string): Promise<void> {
  const scope = registryScope(ctx);
  const thread = await findComment(scope, unitId, id);
  if (thread?.parentId !== null || thread.removedAt !== null) {
    throw new Problem('not_found', { fields: { answerTo: 'The unit has no such comment that can be answered.' } });
  }
  const answers = await selectAnswers(scope, unitId, [id]);
  if (answers.length >= mostAnswers) {
    throw new Problem('state_conflict', {
      detail: `A comment has at most ${String(mostAnswers)} answers. Begin a new one.`,
    });
  }
}
