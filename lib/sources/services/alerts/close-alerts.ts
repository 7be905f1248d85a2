import type { Context } from '#lib/platform/context.ts';
import { closeOfCheck, closeUnwanted } from '../../data/alerts/reconcile.sql.ts';
import { alertScopeOf } from './reconcile-alerts.ts';

/** Closes the alerts of sources that were archived, or whose alerts were turned off, of the organization. */
export function closeUnwantedAlerts(ctx: Context): Promise<number> {
  return closeUnwanted(alertScopeOf(ctx));
}

/** Closes what a check said in a study when it is switched off or removed. For wings that check; asks for no verb. */
export function closeAlertsOfCheck(
  ctx: Context,
  check: { readonly studyId: string; readonly checkId: string },
): Promise<number> {
  return closeOfCheck(alertScopeOf(ctx), check, 'check_off');
}
