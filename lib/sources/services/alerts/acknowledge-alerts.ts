import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectSourcesOfAlerts, updateAcknowledged } from '../../data/alerts/alerts.sql.ts';
import { scopeOf } from '../../data/scope.sql.ts';
import { alertSelectionSchema, maxSelectedAlerts } from '../../domain/alerts/alert-query.ts';
import { maxSelectedIds, type BulkOutcome } from '../../domain/source-query.ts';
import { requireVerbSomewhere } from '../require-verb-somewhere.ts';
import { suppressSources } from '../suppress-sources.ts';

export const acknowledgeAlertsSchema = z.object({ selection: alertSelectionSchema, acknowledged: z.boolean() });
export type AcknowledgeAlertsInput = z.infer<typeof acknowledgeAlertsSchema>;

/**
 * Notes that a person has seen open alerts, so that they wait for nobody, or takes that back. They stay open until
 * what they say is over. Errors: `permission_missing`.
 */
export async function acknowledgeAlerts(ctx: Context, input: AcknowledgeAlertsInput): Promise<BulkOutcome> {
  requireVerbSomewhere(ctx, 'sources.manage');
  const { selection, acknowledged } = input;
  return ctx.db.transaction(async () => {
    const scope = scopeOf(ctx, 'sources.manage');
    const changed = await updateAcknowledged(scope, selection, acknowledged ? ctx.actor.label : null);
    for (const [studyId, alerts] of Map.groupBy(changed, (alert) => alert.studyId)) {
      await writeAudit(ctx, {
        action: acknowledged ? 'alert.acknowledge' : 'alert.unacknowledge',
        subjectType: 'alert',
        ...(alerts.length === 1 && alerts[0] ? { subjectId: alerts[0].id } : {}),
        studyId,
        detail: { count: alerts.length, ids: alerts.slice(0, maxSelectedAlerts).map(({ id }) => id) },
      });
    }
    const isShort = changed.length <= maxSelectedAlerts;
    return { changed: changed.length, ids: isShort ? changed.map(({ id }) => id) : null };
  });
}

export const suppressAlertsSchema = z.object({ selection: alertSelectionSchema });
export type SuppressAlertsInput = z.infer<typeof suppressAlertsSchema>;

/**
 * Turns off all alerts of the sources behind some alerts, which closes them. At most {@link maxSelectedIds} sources at a
 * time. The outcome names the sources, for undoing it. Errors: `permission_missing`.
 */
export async function suppressSourcesOfAlerts(ctx: Context, { selection }: SuppressAlertsInput): Promise<BulkOutcome> {
  requireVerbSomewhere(ctx, 'sources.manage');
  const ids = await selectSourcesOfAlerts(scopeOf(ctx, 'sources.manage'), selection, maxSelectedIds);
  if (ids.length === 0) return { changed: 0, ids: [] };
  return suppressSources(ctx, { selection: { ids }, suppressAlerts: true });
}
