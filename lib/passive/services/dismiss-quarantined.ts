import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { closeRows, dismissReason, reopenRows } from '../data/quarantine-rows.sql.ts';
import type { QuarantineReason } from '../domain/reasons.ts';
import { closerOf, quarantineScope } from './quarantine-scope.ts';

/** Rows named one by one in one call. */
export const maxNamedRows = 500;

export const quarantinedIdsSchema = z.object({ ids: z.array(z.uuid()).min(1).max(maxNamedRows) });
export type QuarantinedIds = z.infer<typeof quarantinedIdsSchema>;

/**
 * Dismisses open rows: they leave the list and are kept. Gives the ids of those that were open and may be decided on.
 * Errors: `permission_missing`.
 */
export function dismissQuarantined(ctx: Context, { ids }: QuarantinedIds): Promise<string[]> {
  return decide(ctx, 'quarantine.dismiss', () =>
    closeRows(quarantineScope(ctx, null), ids, { state: 'dismissed', by: closerOf(ctx) }),
  );
}

/** Takes dismissals back. Gives the ids of those that were dismissed. Errors: `permission_missing`. */
export function reopenQuarantined(ctx: Context, { ids }: QuarantinedIds): Promise<string[]> {
  return decide(ctx, 'quarantine.reopen', () => reopenRows(quarantineScope(ctx, null), ids));
}

/** Dismisses all open rows of a reason; gives their number. Errors: `permission_missing`. */
export async function dismissByReason(
  ctx: Context,
  input: { readonly reason: QuarantineReason; readonly studyIds: readonly string[] | null },
): Promise<number> {
  const scope = quarantineScope(ctx, input.studyIds);
  return ctx.db.transaction(async () => {
    const count = await dismissReason(scope, input.reason, closerOf(ctx));
    await writeAudit(ctx, {
      action: 'quarantine.dismiss',
      subjectType: 'quarantine',
      detail: { reason: input.reason, studyIds: input.studyIds, count },
    });
    return count;
  });
}

async function decide(ctx: Context, action: string, change: () => Promise<string[]>): Promise<string[]> {
  return ctx.db.transaction(async () => {
    const changed = await change();
    if (changed.length > 0) {
      await writeAudit(ctx, { action, subjectType: 'quarantine', detail: { ids: changed, count: changed.length } });
    }
    return changed;
  });
}
