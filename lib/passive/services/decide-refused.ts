import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { announceBundles } from '../data/bundles.sql.ts';
import { closeRefused, reopenRefused as reopen, requeueRefused } from '../data/refused-bundles.sql.ts';
import type { QuarantinedIds } from './dismiss-quarantined.ts';
import { quarantineScope } from './quarantine-scope.ts';

/**
 * Hands refused uploads on to processing as they were sent: what can be read of them is stored, the rest goes to
 * quarantine with its reason. Gives the ids of those that were open, had their bytes, and may be decided on.
 * Errors: `permission_missing`.
 */
export function replayRefused(ctx: Context, { ids }: QuarantinedIds): Promise<string[]> {
  return decide(ctx, 'refused.replay', async () => {
    const waiting = await requeueRefused(quarantineScope(ctx, null), ids);
    if (waiting.length > 0) await announceBundles(ctx.db);
    return waiting;
  });
}

/** Lets refused uploads be: they leave the list and are kept. Errors: `permission_missing`. */
export function dismissRefused(ctx: Context, { ids }: QuarantinedIds): Promise<string[]> {
  return decide(ctx, 'refused.dismiss', () => closeRefused(quarantineScope(ctx, null), ids, 'dismissed'));
}

/** Takes dismissals of refused uploads back, while their bytes are there. Errors: `permission_missing`. */
export function reopenRefused(ctx: Context, { ids }: QuarantinedIds): Promise<string[]> {
  return decide(ctx, 'refused.reopen', () => reopen(quarantineScope(ctx, null), ids));
}

async function decide(ctx: Context, action: string, change: () => Promise<string[]>): Promise<string[]> {
  return ctx.db.transaction(async () => {
    const changed = await change();
    if (changed.length > 0) {
      await writeAudit(ctx, { action, subjectType: 'bundle', detail: { ids: changed, count: changed.length } });
    }
    return changed;
  });
}
