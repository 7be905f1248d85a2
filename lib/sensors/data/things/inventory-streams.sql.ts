import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { quantitiesPerInstallation } from './inventory-things.sql.ts';

const streamSchema = z.object({
  sourceId: z.string(),
  /** Key of it. */
  quantity: z.string(),
  fromAt: z.coerce.date(),
  /** Null: it is still there. */
  toAt: z.coerce.date().nullable(),
});

/** The node, quantity and time range of a Datastream of the inventory; null: there is none. */
export async function selectInventoryStream({ db, organizationId }: Context, id: string) {
  if (!/^\d{1,18}$/.test(id)) return null;
  const size = rawSql(String(quantitiesPerInstallation));
  const rows = await db.query(
    streamSchema,
    sql`SELECT i.source_id AS "sourceId", q.key AS quantity, i.from_at AS "fromAt", i.to_at AS "toAt"
      FROM installations i JOIN quantities q ON q.id = (${id}::bigint % ${size})::int
      WHERE i.organization_id = ${organizationId} AND i.legacy_id = ${id}::bigint / ${size} AND i.removed_at IS NULL`,
  );
  return rows[0] ?? null;
}

/** The number of what a node observed of a quantity at an instant; null: nothing. */
export async function selectSampleNumber(
  { db, organizationId }: Context,
  { sourceId, quantity, at }: { readonly sourceId: string; readonly quantity: string; readonly at: Date },
): Promise<string | null> {
  const [row] = await db.query(
    z.object({ number: z.string() }),
    sql`SELECT o.number::text FROM observations o WHERE o.organization_id = ${organizationId} AND o.source_id = ${sourceId}
      AND o.quantity_id = (SELECT q.id FROM quantities q WHERE q.key = ${quantity}) AND o.observed_at = ${at}`,
  );
  return row?.number ?? null;
}
