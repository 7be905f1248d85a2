import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { qualities } from '../domain/sample.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

/** What a node measured in `[from, to)`; `to` null: until now and beyond. */
export interface ObservedSpan {
  readonly nodeId: string;
  readonly from: Date;
  readonly to: Date | null;
}

const quantitySchema = z.object({
  id: z.number(),
  key: z.string(),
  unit: z.string(),
  firstAt: z.coerce.date(),
  lastAt: z.coerce.date(),
});
/** A quantity that a node measured in a span, and when first and last. */
export type ObservedQuantity = z.infer<typeof quantitySchema>;

/** The quantities of a span. Cost: two look-ups of the key for each quantity of the catalogue. */
export function selectObservedQuantities(
  { db, organizationId }: Scope,
  { nodeId, from, to }: ObservedSpan,
): Promise<ObservedQuantity[]> {
  const within = sql`o.organization_id = ${organizationId} AND o.source_id = ${nodeId} AND o.quantity_id = q.id
    AND o.observed_at >= ${from} AND o.observed_at < coalesce(${to}::timestamptz, 'infinity')`;
  return db.query(
    quantitySchema,
    sql`SELECT q.id, q.key, q.unit, f.at AS "firstAt", l.at AS "lastAt" FROM quantities q
      CROSS JOIN LATERAL (SELECT o.observed_at AS at FROM observations o WHERE ${within} ORDER BY o.observed_at LIMIT 1) f
      CROSS JOIN LATERAL (SELECT o.observed_at AS at FROM observations o WHERE ${within} ORDER BY o.observed_at DESC LIMIT 1) l
      ORDER BY q.id`,
  );
}

const rowSchema = z.object({
  at: z.coerce.date(),
  /** By id of the quantity. */
  values: z.record(z.string(), z.number()),
  /** The worst of its values. */
  quality: z.enum(qualities),
});

/** Every instant of a span with all values of it, oldest first. For spans of a day. */
export function selectObservedInstants({ db, organizationId }: Scope, { nodeId, from, to }: ObservedSpan) {
  return db.query(
    rowSchema,
    sql`SELECT o.observed_at AS at, json_object_agg(o.quantity_id::text, o.value) AS values,
        CASE WHEN bool_or(o.quality = 'E') THEN 'E' WHEN bool_or(o.quality = 'R') THEN 'R' ELSE 'M' END AS quality
      FROM observations o WHERE o.organization_id = ${organizationId} AND o.source_id = ${nodeId}
        AND o.observed_at >= ${from} AND o.observed_at < coalesce(${to}::timestamptz, 'infinity')
      GROUP BY o.observed_at ORDER BY o.observed_at`,
  );
}
