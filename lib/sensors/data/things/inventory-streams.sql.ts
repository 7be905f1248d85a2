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

/** The numbers of what a node observed of a quantity at instants, by their milliseconds; those without anything are left out. */
export async function selectSampleNumbers(
  { db, organizationId }: Context,
  { sourceId, quantity }: { readonly sourceId: string; readonly quantity: string },
  instants: readonly Date[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await db.query(
    z.object({ number: z.string(), at: z.coerce.date() }),
    sql`SELECT o.number::text, o.observed_at AS at FROM unnest(${instants.map((at) => at.toISOString())}::text[]) AS w (at)
      JOIN observations o ON o.organization_id = ${organizationId} AND o.source_id = ${sourceId}
        AND o.quantity_id = (SELECT q.id FROM quantities q WHERE q.key = ${quantity}) AND o.observed_at = w.at::timestamptz`,
  );
  return new Map(rows.map(({ number, at }) => [at.getTime(), number]));
}
