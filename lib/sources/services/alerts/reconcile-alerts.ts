import type { Context } from '#lib/platform/context.ts';
import type { AlertFinding } from '../../domain/alerts/alert.ts';
import { closeUnfound, openFound, refreshFound, type AlertScope } from '../../data/alerts/reconcile.sql.ts';

export interface LookedAt {
  /** Sources that were looked at. */
  readonly sourceIds: readonly string[];
  /** Checks that looked; alerts of others stay as they are. */
  readonly checkIds: readonly string[];
  /** At most one for each source and check. */
  readonly findings: readonly AlertFinding[];
}

export interface AlertChanges {
  readonly opened: number;
  readonly renewed: number;
  readonly closed: number;
}

/** Where the alerts of a context's organization are kept. */
export function alertScopeOf(ctx: Pick<Context, 'db' | 'organizationId' | 'now'>): AlertScope {
  return { db: ctx.db, organizationId: ctx.organizationId, now: ctx.now() };
}

/**
 * Brings the alerts of some sources in line with what checks found: alerts with the same name and level are renewed,
 * those the checks do not say any more are closed, new ones are opened (passive-data-kit.md, 2 and 3.2). Sources whose
 * alerts are off, or whose group's are, get none. For wings that check; asks for no verb. Cost: three statements.
 */
export function reconcileAlerts(ctx: Context, { sourceIds, checkIds, findings }: LookedAt): Promise<AlertChanges> {
  const scope = alertScopeOf(ctx);
  return ctx.db.transaction(async () => {
    const closed = await closeUnfound(scope, { sourceIds, checkIds }, findings);
    if (findings.length === 0) return { opened: 0, renewed: 0, closed };
    const renewed = await refreshFound(scope, findings);
    return { opened: await openFound(scope, findings), renewed, closed };
  });
}
