import { requireVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectColdMonths } from '../../data/cold-months.sql.ts';
import type { ColdMonth } from '../../domain/cold-month.ts';

/**
 * Months whose points left the database as Parquet files, by month: pages and exports do not have them. Errors:
 * `permission_missing`.
 */
export function listColdMonths(ctx: Context): Promise<ColdMonth[]> {
  if (studiesWithVerb(ctx.actor, 'passive.read')?.length === 0) requireVerb(ctx, 'passive.read');
  return selectColdMonths(ctx);
}
