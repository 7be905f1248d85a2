import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { Quality } from '../domain/sample.ts';
import { noteSamplesAlong } from './things/notices.sql.ts';

/** One value, ready to be stored. */
export interface ObservationRow {
  /** The node. */
  readonly sourceId: string;
  readonly quantityId: number;
  readonly observedAt: Date;
  readonly value: number;
  readonly quality: Quality;
}

const placeSchema = z.object({ sourceId: z.string(), quantityId: z.number(), observedAt: z.coerce.date() });
/** What there is one value of: an instant of a quantity of a node. */
export type ObservationPlace = z.infer<typeof placeSchema>;

/**
 * Stores the observations that are not there yet, notes them for subscribers of brokers, and gives the places of those it
 * stored. Rows go in the order of the primary key, so that two writers never wait for each other crosswise.
 */
export function insertObservations(
  ctx: Context,
  { rows, receivedAt }: { readonly rows: readonly ObservationRow[]; readonly receivedAt: Date },
): Promise<ObservationPlace[]> {
  const { db, organizationId } = ctx;
  return db.query(
    placeSchema,
    sql`WITH stored AS (
        INSERT INTO observations (organization_id, source_id, quantity_id, observed_at, value, quality, received_at)
        SELECT ${organizationId}::uuid, o.source_id::uuid, o.quantity_id, o.observed_at::timestamptz, o.value, o.quality, ${receivedAt}::timestamptz
        FROM unnest(${rows.map(({ sourceId }) => sourceId)}::text[], ${textList(rows.map(({ quantityId }) => quantityId), 'int4')},
          ${rows.map(({ observedAt }) => observedAt.toISOString())}::text[],
          ${textList(rows.map(({ value }) => value), 'float8')}, ${rows.map(({ quality }) => quality)}::text[])
          AS o (source_id, quantity_id, observed_at, value, quality)
        ORDER BY o.source_id, o.quantity_id, o.observed_at
        ON CONFLICT (organization_id, source_id, quantity_id, observed_at) DO NOTHING
        RETURNING organization_id, source_id, quantity_id, observed_at, number),
      noted AS (${noteSamplesAlong(ctx)})
      SELECT source_id AS "sourceId", quantity_id AS "quantityId", observed_at AS "observedAt" FROM stored`,
  );
}

const storedSchema = placeSchema.extend({ value: z.number(), quality: z.string() });

/** What is stored at places. */
export function selectStored(
  { db, organizationId }: Context,
  places: readonly ObservationPlace[],
): Promise<z.infer<typeof storedSchema>[]> {
  return db.query(
    storedSchema,
    sql`SELECT o.source_id AS "sourceId", o.quantity_id AS "quantityId", o.observed_at AS "observedAt", o.value, o.quality
      FROM unnest(${places.map(({ sourceId }) => sourceId)}::text[], ${textList(places.map(({ quantityId }) => quantityId), 'int4')},
        ${places.map(({ observedAt }) => observedAt.toISOString())}::text[]) AS w (source_id, quantity_id, observed_at)
      JOIN observations o ON o.organization_id = ${organizationId} AND o.source_id = w.source_id::uuid
        AND o.quantity_id = w.quantity_id AND o.observed_at = w.observed_at::timestamptz`,
  );
}

const seriesSchema = z.object({
  quantity: z.string(),
  unit: z.string(),
  at: z.coerce.date(),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
  count: z.coerce.number(),
});
export type SeriesRow = z.infer<typeof seriesSchema>;

/** Observations of a node in steps of so many seconds, `[from, to)`, oldest first in each quantity. Errors left out. */
export function selectSeries(
  { db, organizationId }: Context,
  query: { readonly sourceId: string; readonly from: Date; readonly to: Date; readonly stepS: number },
): Promise<SeriesRow[]> {
  const step = sql`(${query.stepS}::float8 * interval '1 second')`;
  return db.query(
    seriesSchema,
    sql`SELECT q.key AS quantity, q.unit, b.at, b.mean, b.min, b.max, b.count
      FROM (SELECT quantity_id, date_bin(${step}, observed_at, 'epoch'::timestamptz) AS at,
          avg(value) AS mean, min(value) AS min, max(value) AS max, count(*) AS count
        FROM observations
        WHERE organization_id = ${organizationId} AND source_id = ${query.sourceId} AND quality <> 'E'
          AND observed_at >= ${query.from} AND observed_at < ${query.to}
        GROUP BY quantity_id, at) b
      JOIN quantities q ON q.id = b.quantity_id
      ORDER BY q.id, b.at`,
  );
}
