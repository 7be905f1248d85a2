import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { updateAlertsOfSources } from '../data/bulk-changes.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { sourceSelectionSchema, type BulkOutcome } from '../domain/source-query.ts';
import { closeUnwantedAlerts } from './alerts/close-alerts.ts';
import { recordBulkChange } from './record-bulk-change.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

export const suppressSourcesSchema = z.object({ selection: sourceSelectionSchema, suppressAlerts: z.boolean() });
export type SuppressSourcesInput = z.infer<typeof suppressSourcesSchema>;

/** Turns alerts about sources off, which closes those that are open, or on again. Errors: `permission_missing`. */
export async function suppressSources(ctx: Context, input: SuppressSourcesInput): Promise<BulkOutcome> {
  requireVerbSomewhere(ctx, 'sources.manage');
  const { selection, suppressAlerts } = input;
  return ctx.db.transaction(async () => {
    const changed = await updateAlertsOfSources(scopeOf(ctx, 'sources.manage'), selection, suppressAlerts);
    if (suppressAlerts) await closeUnwantedAlerts(ctx);
    return recordBulkChange(ctx, { action: suppressAlerts ? 'source.suppress' : 'source.unsuppress', changed });
  });
}
