import { z } from 'zod';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { TimeWindow } from '../domain/views/time-window.ts';
import { bucketOf, millis, type PointRange, type ViewScope } from './views.sql.ts';

const hourRowSchema = z.object({ atMs: z.number(), lines: z.string() });
/** The aggregate of one hour as it is stored: `readAggregate` reads it. */
export type HourRow = z.infer<typeof hourRowSchema>;

const firstHour = (from: Date) => sql`date_trunc('hour', ${from}::timestamptz, 'UTC')`;

/**
 * The hours of a range in order of time; hours on the edge are whole. `everyNth`: of more hours than can be read, each
 * n-th of the clock.
 */
export function selectHours(scope: ViewScope, range: PointRange, everyNth = 1): Promise<HourRow[]> {
  const chosen =
    everyNth > 1 ? sql`AND (extract(epoch FROM a.hour_at) / 3600)::int8 % ${everyNth}::int8 = 0` : rawSql('');
  return scope.db.query(
    hourRowSchema,
    sql`SELECT ${millis(rawSql('a.hour_at'))} AS "atMs", a.lines FROM source_aggregates a
      WHERE a.organization_id = ${scope.organizationId} AND a.source_id = ${range.sourceId}
        AND a.type_id = ${range.typeId} AND a.hour_at >= ${firstHour(range.window.from)}
        AND a.hour_at < ${range.window.to} ${chosen}
      ORDER BY a.hour_at`,
  );
}

/** The last hour before a range; null when there is none. */
export async function selectHourBefore(scope: ViewScope, range: PointRange): Promise<HourRow | null> {
  const [row] = await scope.db.query(
    hourRowSchema,
    sql`SELECT ${millis(rawSql('a.hour_at'))} AS "atMs", a.lines FROM source_aggregates a
      WHERE a.organization_id = ${scope.organizationId} AND a.source_id = ${range.sourceId}
        AND a.type_id = ${range.typeId} AND a.hour_at < ${firstHour(range.window.from)}
      ORDER BY a.hour_at DESC LIMIT 1`,
  );
  return row ?? null;
}

interface SourceWindow {
  readonly sourceId: string;
  readonly window: TimeWindow;
}

/** The hours of all types of a source in a window. */
export function selectHoursOfTypes(
  scope: ViewScope,
  { sourceId, window }: SourceWindow,
): Promise<(HourRow & { readonly typeId: number })[]> {
  return scope.db.query(
    hourRowSchema.extend({ typeId: z.number() }),
    sql`SELECT t.type_id AS "typeId", ${millis(rawSql('a.hour_at'))} AS "atMs", a.lines
      FROM source_types t CROSS JOIN LATERAL (
        SELECT hour_at, lines FROM source_aggregates
        WHERE organization_id = t.organization_id AND source_id = t.source_id AND type_id = t.type_id
          AND hour_at >= ${firstHour(window.from)} AND hour_at < ${window.to}) a
      WHERE t.organization_id = ${scope.organizationId} AND t.source_id = ${sourceId} ORDER BY 1, 2`,
  );
}

const receivedSchema = z.object({ atMs: z.number(), count: z.coerce.number() });

/** Points of a source per bucket of the server's time in which they were received. */
export function selectReceived(
  scope: ViewScope,
  { sourceId, window, bucketMs }: SourceWindow & { readonly bucketMs: number },
): Promise<z.infer<typeof receivedSchema>[]> {
  return scope.db.query(
    receivedSchema,
    sql`SELECT ${millis(bucketOf(rawSql('r.received_at'), bucketMs))} AS "atMs", sum(r.point_count) AS count
      FROM source_receipts r
      WHERE r.organization_id = ${scope.organizationId} AND r.source_id = ${sourceId}
        AND r.received_at >= ${window.from} AND r.received_at < ${window.to}
      GROUP BY 1 ORDER BY 1`,
  );
}
