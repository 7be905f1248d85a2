import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { updateArchivedOfSources } from '../data/bulk-changes.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { sourceSelectionSchema, type BulkOutcome } from '../domain/source-query.ts';
import { closeUnwantedAlerts } from './alerts/close-alerts.ts';
import { recordBulkChange } from './record-bulk-change.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

export const archiveSourcesSchema = z.object({ selection: sourceSelectionSchema, archived: z.boolean() });
export type ArchiveSourcesInput = z.infer<typeof archiveSourcesSchema>;

/**
 * Takes sources off the dashboard, or brings them back. Their data stays, and what they go on sending is kept too.
 * Errors: `permission_missing`.
 */
export async function archiveSources(ctx: Context, { selection, archived }: ArchiveSourcesInput): Promise<BulkOutcome> {
  requireVerbSomewhere(ctx, 'sources.manage');
  return ctx.db.transaction(async () => {
    const changed = await updateArchivedOfSources(scopeOf(ctx, 'sources.manage'), selection, archived);
    if (archived) await closeUnwantedAlerts(ctx);
    return recordBulkChange(ctx, { action: archived ? 'source.archive' : 'source.restore', changed });
  });
}
