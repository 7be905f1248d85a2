import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { type QuantityBands, quantityBandsSchema } from '../domain/quantity-bands.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

/** What an organization has decided, by quantity. */
export function selectQuantityBands({ db, organizationId }: Scope): Promise<QuantityBands[]> {
  return db.query(
    quantityBandsSchema,
    sql`SELECT quantity, bands FROM quantity_bands WHERE organization_id = ${organizationId} ORDER BY quantity`,
  );
}

/** Keeps how a quantity is judged. */
export async function upsertQuantityBands({ db, organizationId }: Scope, { quantity, bands }: QuantityBands): Promise<void> {
  await db.execute(sql`
    INSERT INTO quantity_bands (organization_id, quantity, bands)
    VALUES (${organizationId}, ${quantity}, ${JSON.stringify(bands)}::jsonb)
    ON CONFLICT (organization_id, quantity) DO UPDATE SET bands = excluded.bands`);
}
