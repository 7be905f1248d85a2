import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import type { IntakeBin } from '../domain/intake.ts';

/** One organization and all of its studies (null) or some. */
export interface StudyScope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
  readonly studyIds: readonly string[] | null;
}

function inStudies({ organizationId, studyIds }: StudyScope): SqlStatement {
  const organization = sql`organization_id = ${organizationId}`;
  return studyIds === null ? organization : sql`${organization} AND study_id = ANY(${studyIds}::uuid[])`;
}

const count = z.coerce.number();
const binSchema = z.object({
  atMs: count,
  bundlesReceived: count,
  bundlesRepeated: count,
  bytesReceived: count,
  bundlesProcessed: count,
  bundlesFailed: count,
  pointsAdded: count,
  pointsQuarantined: count,
});

/** Intake of a half-open range in bins of `stepMs` (a divisor of a day); bins without intake are absent. */
export function selectIntakeBins(
  scope: StudyScope,
  { from, to, stepMs }: { readonly from: Date; readonly to: Date; readonly stepMs: number },
): Promise<IntakeBin[]> {
  const step = sql`${stepMs / 1000}::bigint`;
  return scope.db.query(
    binSchema,
    sql`SELECT (extract(epoch FROM minute_at)::bigint / ${step}) * ${step} * 1000 AS "atMs",
        sum(bundles_received) AS "bundlesReceived", sum(bundles_repeated) AS "bundlesRepeated",
        sum(bytes_received) AS "bytesReceived", sum(bundles_processed) AS "bundlesProcessed",
        sum(bundles_failed) AS "bundlesFailed", sum(points_added) AS "pointsAdded",
        sum(points_quarantined) AS "pointsQuarantined"
      FROM intake_minutes
      WHERE ${inStudies(scope)} AND minute_at >= ${from} AND minute_at < ${to}
      GROUP BY 1 ORDER BY 1`,
  );
}

const waitingSchema = z.object({ count, oldestAt: z.date().nullable() });

/** Bundles received but not processed: how many (at most `most`), and since when the oldest waits. */
export async function selectWaitingBundles(
  scope: StudyScope,
  most: number,
): Promise<{ readonly count: number; readonly oldestAt: Date | null }> {
  const [row] = await scope.db.query(
    waitingSchema,
    sql`SELECT count(*) AS count, min(received_at) AS "oldestAt" FROM (
        SELECT received_at FROM bundles WHERE state = 'waiting' AND ${inStudies(scope)}
        ORDER BY received_at, id LIMIT ${most}) waiting`,
  );
  return row ?? { count: 0, oldestAt: null };
}

/** Open rows of the quarantine and refused uploads that nobody decided on, counted up to `most`. */
export async function countOpenQuarantine(scope: StudyScope, most: number): Promise<number> {
  const [row] = await scope.db.query(
    z.object({ count }),
    sql`SELECT count(*) AS count FROM (
        SELECT FROM quarantined_points WHERE ${inStudies(scope)} AND state = 'open'
        UNION ALL
        SELECT FROM bundles WHERE ${inStudies(scope)} AND refusal IS NOT NULL AND state = 'refused'
        LIMIT ${most}) open`,
  );
  return row?.count ?? 0;
}

/** Types first seen since an instant, newest first, in the studies of the scope. */
export async function selectNewTypes(scope: StudyScope, since: Date, most: number): Promise<string[]> {
  const studies = scope.studyIds === null ? rawSql('') : sql`AND t.study_id = ANY(${scope.studyIds}::uuid[])`;
  const rows = await scope.db.query(
    z.object({ identifier: z.string() }),
    sql`SELECT d.identifier FROM data_types d
      WHERE d.organization_id = ${scope.organizationId} AND d.first_seen_at >= ${since}
        AND EXISTS (SELECT FROM source_types t
          WHERE t.organization_id = d.organization_id AND t.type_id = d.id ${studies})
      ORDER BY d.first_seen_at DESC, d.identifier LIMIT ${most}`,
  );
  return rows.map(({ identifier }) => identifier);
}

/** Moves the counts of processing to the minutes in which its bundles were received. Call it in a transaction. */
export async function backdateMinutes({ db, organizationId }: Omit<StudyScope, 'studyIds'>): Promise<void> {
  await db.execute(sql`
    UPDATE intake_minutes SET bundles_processed = 0, bundles_failed = 0, points_added = 0, points_quarantined = 0
    WHERE organization_id = ${organizationId}`);
  await db.execute(sql`
    INSERT INTO intake_minutes AS m (organization_id, study_id, minute_at, bundles_processed, bundles_failed,
      points_added, points_quarantined)
    SELECT organization_id, study_id, date_trunc('minute', received_at), count(*) FILTER (WHERE state = 'processed'),
      count(*) FILTER (WHERE state = 'failed'), sum(new_point_count), sum(quarantined_count)
    FROM bundles WHERE organization_id = ${organizationId} AND state IN ('processed', 'failed')
    GROUP BY 1, 2, 3
    ON CONFLICT (organization_id, study_id, minute_at) DO UPDATE SET
      bundles_processed = excluded.bundles_processed, bundles_failed = excluded.bundles_failed,
      points_added = excluded.points_added, points_quarantined = excluded.points_quarantined`);
}
