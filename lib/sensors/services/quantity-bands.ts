import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectQuantityBands, upsertQuantityBands } from '../data/quantity-bands.sql.ts';
import { type QuantityBands, usualBands } from '../domain/quantity-bands.ts';
import { requireSomeVerb } from './require-some-verb.ts';

/**
 * How values are judged in an organization: what it decided, and for the other quantities what is usual.
 * Errors: `permission_missing` (`sources.read`).
 */
export async function listQuantityBands(ctx: Context): Promise<QuantityBands[]> {
  requireSomeVerb(ctx, 'sources.read');
  return readQuantityBands(ctx);
}

/** The same for a caller that has decided who asks. */
export async function readQuantityBands(ctx: Pick<Context, 'db' | 'organizationId'>): Promise<QuantityBands[]> {
  const own = await selectQuantityBands(ctx);
  return [...own, ...usualBands.filter(({ quantity }) => own.every((decided) => decided.quantity !== quantity))];
}

/** Decides how values of a quantity are judged. Errors: `permission_missing` (`alerts.manage`), `input_invalid`. */
export async function saveQuantityBands(ctx: Context, wanted: QuantityBands): Promise<QuantityBands> {
  requireVerb(ctx, 'alerts.manage');
  await ctx.db.transaction(async () => {
    await upsertQuantityBands(ctx, wanted);
    const subject = { subjectType: 'quantity', subjectId: wanted.quantity };
    await writeAudit(ctx, { action: 'quantity.bands', ...subject, detail: { bands: wanted.bands } });
  });
  return wanted;
}
