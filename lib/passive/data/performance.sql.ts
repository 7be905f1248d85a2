import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { TypePerformance } from '../domain/performance-metadata.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const sourceSchema = z.object({ id: z.string(), identifier: z.string(), userAgent: z.string() });
export type MeasuredSource = z.output<typeof sourceSchema>;

/** A source of a study by what it calls itself; null: there is none, or it was removed from the dashboard. */
export async function findMeasuredSource(
  { db, organizationId }: Scope,
  { studyId, identifier }: { readonly studyId: string; readonly identifier: string },
): Promise<MeasuredSource | null> {
  const rows = await db.query(
    sourceSchema,
    sql`SELECT id, identifier, user_agent AS "userAgent" FROM sources
      WHERE organization_id = ${organizationId} AND study_id = ${studyId} AND identifier = ${identifier}
        AND archived_at IS NULL`,
  );
  return rows[0] ?? null;
}

const typeSchema = z.object({
  identifier: z.string(),
  pointCount: z.coerce.number(),
  firstCreatedAt: z.date(),
  lastCreatedAt: z.date(),
  lastRecordedAt: z.date(),
});

/**
 * What a source sent of each type since `since` (device time), from the running totals and the counters by the hour: no
 * point is read. The hour that `since` lies in counts whole.
 */
export function selectTypePerformance(
  { db, organizationId }: Scope,
  { sourceId, since }: { readonly sourceId: string; readonly since: Date },
): Promise<TypePerformance[]> {
  return db.query(
    typeSchema,
    sql`SELECT d.identifier, sum(h.point_count) AS "pointCount",
        greatest(t.first_created_at, min(h.hour_at)) AS "firstCreatedAt",
        t.last_created_at AS "lastCreatedAt", t.last_recorded_at AS "lastRecordedAt"
      FROM source_types t
      JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
      JOIN source_hours h ON h.organization_id = t.organization_id AND h.source_id = t.source_id AND h.type_id = t.type_id
        AND h.hour_at >= date_trunc('hour', ${since}::timestamptz, 'UTC')
      WHERE t.organization_id = ${organizationId} AND t.source_id = ${sourceId} AND t.last_created_at >= ${since}
      GROUP BY d.identifier, t.first_created_at, t.last_created_at, t.last_recorded_at
      ORDER BY d.identifier`,
  );
}
