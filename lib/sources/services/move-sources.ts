import { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { updateGroupOfSources } from '../data/bulk-changes.sql.ts';
import { selectGroup } from '../data/groups.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { nameSchema } from '../domain/source.ts';
import { sourceSelectionSchema, type BulkOutcome } from '../domain/source-query.ts';
import { closeUnwantedAlerts } from './alerts/close-alerts.ts';
import { createGroup } from './create-group.ts';
import { recordBulkChange } from './record-bulk-change.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

export const moveSourcesSchema = z.object({
  selection: sourceSelectionSchema,
  /** An existing group, a new one of a study, or null for no group. */
  to: z.union([
    z.null(),
    z.strictObject({ groupId: z.guid() }),
    z.strictObject({ study: z.string(), newGroup: nameSchema }),
  ]),
});
export type MoveSourcesInput = z.infer<typeof moveSourcesSchema>;

/**
 * Puts sources into a group, making it first when it is new. Sources of other studies than the group's stay where they
 * are. Errors: `not_found` (group, study), `permission_missing`, `already_exists` (name of the new group).
 */
export async function moveSources(ctx: Context, { selection, to }: MoveSourcesInput): Promise<BulkOutcome> {
  requireVerbSomewhere(ctx, 'sources.manage');
  return ctx.db.transaction(async () => {
    const group = await findTarget(ctx, to);
    if (group) requireVerb(ctx, 'sources.manage', { studyId: group.studyId });
    const changed = await updateGroupOfSources(scopeOf(ctx, 'sources.manage'), selection, group);
    if (group?.suppressAlerts) await closeUnwantedAlerts(ctx);
    return recordBulkChange(ctx, {
      action: 'source.move',
      changed,
      detail: { groupId: group?.id ?? null, group: group?.name ?? null },
    });
  });
}

async function findTarget(ctx: Context, to: MoveSourcesInput['to']) {
  if (to === null) return null;
  if ('newGroup' in to) return createGroup(ctx, { study: to.study, name: to.newGroup });
  const group = await selectGroup(scopeOf(ctx, 'sources.read'), to.groupId);
  if (!group) throw new Problem('not_found', { fields: { to: 'There is no such group.' } });
  return group;
}
