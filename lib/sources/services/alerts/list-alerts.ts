import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectAlertChecks, selectAlertCounts, selectAlertPage } from '../../data/alerts/alerts.sql.ts';
import { scopeOf } from '../../data/scope.sql.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import type { AlertCheck, AlertCounts, AlertFilter, ListAlertsInput } from '../../domain/alerts/alert-query.ts';
import { requireVerbSomewhere } from '../require-verb-somewhere.ts';

const positionSchema = z.tuple([z.string(), z.guid()]);

export interface AlertPage {
  readonly items: readonly Alert[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/**
 * Alerts of the studies that the actor may see, open ones or the history, one keyset page at a time.
 * Errors: `permission_missing`, `cursor_invalid`.
 */
export async function listAlerts(ctx: Context, input: ListAlertsInput): Promise<AlertPage> {
  requireVerbSomewhere(ctx, 'sources.read');
  const { sort, order, cursor, limit, ...filter } = input;
  const after = decodeCursor(positionSchema, cursor);
  const rows = await selectAlertPage(scopeOf(ctx, 'sources.read'), { filter, sort, order, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => row.alert),
    next: rows.length > limit && last ? encodeCursor(last.position) : null,
  };
}

/** How many alerts of a filter are open, by level; the filter's own state does not count. Errors: `permission_missing`. */
export function countAlerts(ctx: Context, filter: AlertFilter): Promise<AlertCounts> {
  requireVerbSomewhere(ctx, 'sources.read');
  return selectAlertCounts(scopeOf(ctx, 'sources.read'), filter);
}

/** The checks that have alerts in a filter. Errors: `permission_missing`. */
export function listAlertChecks(ctx: Context, filter: AlertFilter): Promise<AlertCheck[]> {
  requireVerbSomewhere(ctx, 'sources.read');
  return selectAlertChecks(scopeOf(ctx, 'sources.read'), filter);
}
