import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { deleteGroup } from '../data/groups.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { getGroup } from './get-group.ts';

/**
 * Removes a group; its sources stay, in no group. Says how many those are.
 * Errors: `not_found`, `permission_missing`, `state_conflict` (new sources of the study join this group).
 */
export async function removeGroup(ctx: Context, id: string): Promise<{ readonly released: number }> {
  const group = await getGroup(ctx, id);
  requireVerb(ctx, 'sources.manage', { studyId: group.studyId });
  if (group.isDefault) {
    throw new Problem('state_conflict', {
      detail: `New sources of "${group.studyName}" join this group. Choose another default group in the study's settings first.`,
    });
  }
  return ctx.db.transaction(async () => {
    const released = await deleteGroup(scopeOf(ctx, 'sources.manage'), id);
    const detail = { name: group.name, released };
    await writeAudit(ctx, {
      action: 'group.remove',
      subjectType: 'group',
      subjectId: id,
      studyId: group.studyId,
      detail,
    });
    return { released };
  });
}
