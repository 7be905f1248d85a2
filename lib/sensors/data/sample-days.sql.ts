import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { sampleQuantities } from '../domain/node-sample.ts';

/** The clock counts for every organization: it knows them by the rows alone. */
interface Scope {
  readonly db: Database;
  readonly organizationId: string;
}

/** Ids of the quantities that make a sample; an array, so that the planner reads one stretch of the index for each. */
const ids = sql`ARRAY(SELECT id FROM quantities WHERE key = ANY(${[...sampleQuantities]}::text[]))`;

const nodeSchema = z.object({ organizationId: z.guid(), sourceId: z.guid() });
/** A node, whosever it is. */
export type CountedNode = z.infer<typeof nodeSchema>;

/** Nodes whose samples are not counted up to a day (YYYY-MM-DD, exclusive), behind one of them. */
export function selectUncountedNodes(
  db: Database,
  { until, after, limit }: { readonly until: string; readonly after: CountedNode | null; readonly limit: number },
): Promise<CountedNode[]> {
  const behind = after
    ? sql`(n.organization_id, n.source_id) > (${after.organizationId}::uuid, ${after.sourceId}::uuid)`
    : sql`true`;
  return db.query(
    nodeSchema,
    sql`SELECT n.organization_id AS "organizationId", n.source_id AS "sourceId" FROM sensor_nodes n
      LEFT JOIN sample_counts c ON c.organization_id = n.organization_id AND c.source_id = n.source_id
      WHERE ${behind} AND (c.counted_until IS NULL OR c.counted_until < ${until}::date)
      ORDER BY n.organization_id, n.source_id LIMIT ${limit}`,
  );
}

/**
 * Counts the samples of the days of a node that are not counted yet, up to a day (YYYY-MM-DD, exclusive). In a transaction: the
 * row of the source is locked first, as by whoever stores or moves what it observed, so that nothing is missed between.
 */
export async function countSampleDays({ db, organizationId }: Scope, sourceId: string, until: string): Promise<void> {
  await db.execute(
    sql`SELECT 1 FROM sources WHERE organization_id = ${organizationId} AND id = ${sourceId} FOR UPDATE`,
  );
  const from = sql`coalesce((SELECT counted_until FROM sample_counts
    WHERE organization_id = ${organizationId} AND source_id = ${sourceId}), '-infinity'::date)`;
  // Days of a count that was forgotten.
  await db.execute(sql`DELETE FROM sample_days
    WHERE organization_id = ${organizationId} AND source_id = ${sourceId} AND day >= ${from}`);
  await db.execute(sql`
    INSERT INTO sample_days (organization_id, source_id, day, sample_count)
    SELECT o.organization_id, o.source_id, (o.observed_at AT TIME ZONE 'UTC')::date, count(DISTINCT o.observed_at)
    FROM observations o WHERE o.organization_id = ${organizationId} AND o.source_id = ${sourceId}
      AND o.quantity_id = ANY(${ids}) AND o.observed_at >= (${from})::timestamp AT TIME ZONE 'UTC'
      AND o.observed_at < (${until}::date)::timestamp AT TIME ZONE 'UTC' GROUP BY 1, 2, 3`);
  await db.execute(sql`
    INSERT INTO sample_counts (organization_id, source_id, counted_until)
    VALUES (${organizationId}, ${sourceId}, ${until}::date)
    ON CONFLICT (organization_id, source_id) DO UPDATE SET counted_until = excluded.counted_until`);
}

/** A day (YYYY-MM-DD, UTC) of a node. */
export interface NodeDay {
  readonly sourceId: string;
  readonly day: string;
}

/**
 * Counts days of nodes anew that were counted already, after something was stored in them. In the transaction that stored it,
 * which holds the rows of the sources by then.
 */
export async function recountSampleDays({ db, organizationId }: Scope, days: readonly NodeDay[]): Promise<void> {
  await db.execute(sql`
    INSERT INTO sample_days (organization_id, source_id, day, sample_count)
    SELECT c.organization_id, c.source_id, d.day::date, (SELECT count(DISTINCT o.observed_at) FROM observations o
      WHERE o.organization_id = c.organization_id AND o.source_id = c.source_id AND o.quantity_id = ANY(${ids})
        AND o.observed_at >= d.day::date::timestamp AT TIME ZONE 'UTC'
        AND o.observed_at < (d.day::date + 1)::timestamp AT TIME ZONE 'UTC')
    FROM unnest(${days.map(({ sourceId }) => sourceId)}::text[], ${days.map(({ day }) => day)}::text[]) AS d (source_id, day)
    JOIN sample_counts c ON c.organization_id = ${organizationId} AND c.source_id = d.source_id::uuid
      AND d.day::date < c.counted_until
    ON CONFLICT (organization_id, source_id, day) DO UPDATE SET sample_count = excluded.sample_count`);
}
