import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { updateGroupRow } from '../data/groups.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { nameSchema, type SourceGroup } from '../domain/source.ts';
import { closeUnwantedAlerts } from './alerts/close-alerts.ts';
import { groupNameTaken } from './create-group.ts';
import { getGroup } from './get-group.ts';

export const updateGroupSchema = z.object({ name: nameSchema.optional(), suppressAlerts: z.boolean().optional() });
export type UpdateGroupInput = z.infer<typeof updateGroupSchema> & { readonly id: string };

/** Renames a group, or turns the alerts of all its sources off or on. Errors: `not_found`, `permission_missing`, `already_exists`. */
export async function updateGroup(ctx: Context, input: UpdateGroupInput): Promise<SourceGroup> {
  const before = await getGroup(ctx, input.id);
  requireVerb(ctx, 'sources.manage', { studyId: before.studyId });
  const after = {
    ...before,
    name: input.name ?? before.name,
    suppressAlerts: input.suppressAlerts ?? before.suppressAlerts,
  };
  if (after.name === before.name && after.suppressAlerts === before.suppressAlerts) return before;
  await ctx.db.transaction(async () => {
    if (!(await updateGroupRow(scopeOf(ctx, 'sources.manage'), after))) throw groupNameTaken(after.name);
    if (after.suppressAlerts) await closeUnwantedAlerts(ctx);
    await writeAudit(ctx, {
      action: 'group.update',
      subjectType: 'group',
      subjectId: input.id,
      studyId: before.studyId,
      detail: {
        before: { name: before.name, suppressAlerts: before.suppressAlerts },
        after: { name: after.name, suppressAlerts: after.suppressAlerts },
      },
    });
  });
  return after;
}
