import { z } from 'zod';
import type { Actor, Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectAnswers, selectThreads, type StoredComment } from '../data/comments.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { CommentThread, UnitComment } from '../domain/unit-comment.ts';
import { openUnit } from './open-unit.ts';

export const listUnitCommentsSchema = z.object({
  limit: z.coerce.number().int().min(1).max(50).default(20),
  cursor: z.string().optional(),
});

/** What people said of a unit, newest first, each with its answers. Errors: `not_found`, `permission_missing`, `cursor_invalid`. */
export async function listUnitComments(
  ctx: Context,
  { unitId, limit, cursor }: z.infer<typeof listUnitCommentsSchema> & { readonly unitId: string },
): Promise<{ readonly items: readonly CommentThread[]; readonly next: string | null }> {
  await openUnit(ctx, unitId);
  const scope = registryScope(ctx);
  const beforeId = decodeCursor(z.tuple([z.guid()]), cursor)?.[0] ?? null;
  const rows = await selectThreads(scope, { unitId, beforeId, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const answers = await selectAnswers(
    scope,
    unitId,
    page.map(({ id }) => id),
  );
  const byThread = Map.groupBy(answers, ({ parentId }) => parentId);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      ...commentFor(ctx.actor, row),
      answers: (byThread.get(row.id) ?? []).map((answer) => commentFor(ctx.actor, answer)),
    })),
    next: rows.length > limit && last ? encodeCursor([last.id]) : null,
  };
}

/** A comment as a viewer reads it. */
export function commentFor(actor: Actor, row: StoredComment): UnitComment {
  const { id, authorLabel, body, createdAt, removedAt } = row;
  return { id, authorLabel, createdAt, body: removedAt === null ? body : null, isOwn: isAuthor(actor, row) };
}

/** True for who wrote the comment: a person, or a token. */
export function isAuthor(actor: Actor, { authorId }: Pick<StoredComment, 'authorId'>): boolean {
  return authorId !== null && (actor.kind === 'user' || actor.kind === 'token') && actor.id === authorId;
}
