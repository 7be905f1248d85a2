import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { updateConfigurationOfSources } from '../data/bulk-changes.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { sourceSelectionSchema, type BulkOutcome } from '../domain/source-query.ts';
import { recordBulkChange } from './record-bulk-change.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

export const assignConfigurationSchema = z.object({
  selection: sourceSelectionSchema,
  /** Null: found by pattern again. */
  configurationId: z.guid().nullable(),
});
export type AssignConfigurationInput = z.infer<typeof assignConfigurationSchema>;

/**
 * Gives sources of the configuration's study that configuration, whatever its patterns say; others stay as they are.
 * Errors: `permission_missing`.
 */
export async function assignConfiguration(ctx: Context, input: AssignConfigurationInput): Promise<BulkOutcome> {
  requireVerbSomewhere(ctx, 'passive.configure');
  const { selection, configurationId } = input;
  return ctx.db.transaction(async () => {
    const changed = await updateConfigurationOfSources(scopeOf(ctx, 'passive.configure'), selection, configurationId);
    return recordBulkChange(ctx, { action: 'source.configure', changed, detail: { configurationId } });
  });
}
