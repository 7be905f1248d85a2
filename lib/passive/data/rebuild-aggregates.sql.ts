import { z } from 'zod';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { TimeWindow } from '../domain/views/time-window.ts';
import { bucketOf, millis, type ViewScope } from './views.sql.ts';

const pairSchema = z.object({
  sourceId: z.string(),
  studyId: z.string(),
  typeId: z.number(),
  type: z.string(),
  pointCount: z.coerce.number(),
});
/** One type of one source. */
export type StoredPair = z.infer<typeof pairSchema>;

/** Which types of which sources. Null: all. */
export interface PairChoice {
  readonly sourceId: string | null;
  readonly type: string | null;
}

/** Types of sources with their totals, source by source. */
export function selectStoredPairs({ db, organizationId }: ViewScope, choice: PairChoice): Promise<StoredPair[]> {
  const { sourceId, type } = choice;
  return db.query(
    pairSchema,
    sql`SELECT t.source_id AS "sourceId", t.study_id AS "studyId", t.type_id AS "typeId", d.identifier AS type,
        t.point_count AS "pointCount"
      FROM source_types t JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
      WHERE t.organization_id = ${organizationId} AND (${sourceId}::uuid IS NULL OR t.source_id = ${sourceId}::uuid)
        AND (${type}::text IS NULL OR d.identifier = ${type}::text)
      ORDER BY 1, 3`,
  );
}

type PairKey = Pick<StoredPair, 'sourceId' | 'typeId'>;

const hourSchema = z.object({ atMs: z.number(), count: z.coerce.number() });

/** The hours in which a pair has points, in order, with how many. */
export function selectHoursOfPair(
  { db, organizationId }: ViewScope,
  { sourceId, typeId }: PairKey,
): Promise<z.infer<typeof hourSchema>[]> {
  return db.query(
    hourSchema,
    sql`SELECT ${millis(rawSql('hour_at'))} AS "atMs", point_count AS count FROM source_hours
      WHERE organization_id = ${organizationId} AND source_id = ${sourceId} AND type_id = ${typeId} ORDER BY hour_at`,
  );
}

/** Holds a pair until the transaction ends: processing waits before it adds to its totals. */
export async function lockPair({ db, organizationId }: ViewScope, { sourceId, typeId }: PairKey): Promise<void> {
  await db.execute(sql`SELECT 1 FROM source_types
    WHERE organization_id = ${organizationId} AND source_id = ${sourceId} AND type_id = ${typeId} FOR UPDATE`);
}

/** Hours of which aggregates are made anew. */
interface HoursToRemake {
  /** Whole hours. */
  readonly window: TimeWindow;
  /** Hours since 1970 (UTC) that stay as they are. */
  readonly except: ReadonlySet<number>;
}

/** Removes the aggregates of a pair in a window of whole hours, but for some. */
export async function deleteAggregates(
  { db, organizationId }: ViewScope,
  { sourceId, typeId }: PairKey,
  { window: { from, to }, except }: HoursToRemake,
): Promise<void> {
  await db.execute(sql`DELETE FROM source_aggregates
    WHERE organization_id = ${organizationId} AND source_id = ${sourceId} AND type_id = ${typeId}
      AND hour_at >= ${from} AND hour_at < ${to}
      AND NOT (extract(epoch FROM hour_at) / 3600)::int4 = ANY (${textList([...except], 'int4')})`);
}

/** Counts anew when the points of a source were received. In a transaction, with all its pairs held. */
export async function recountReceipts(
  { db, organizationId }: ViewScope,
  { sourceId, bucketMs }: { readonly sourceId: string; readonly bucketMs: number },
): Promise<void> {
  await db.execute(sql`SELECT 1 FROM source_types
    WHERE organization_id = ${organizationId} AND source_id = ${sourceId} ORDER BY type_id FOR UPDATE`);
  await db.execute(sql`DELETE FROM source_receipts WHERE organization_id = ${organizationId} AND source_id = ${sourceId}`);
  await db.execute(sql`
    INSERT INTO source_receipts (organization_id, source_id, received_at, point_count)
    SELECT ${organizationId}, ${sourceId}, ${bucketOf(rawSql('p.recorded_at'), bucketMs)}, count(*)
    FROM data_points p WHERE p.organization_id = ${organizationId} AND p.source_id = ${sourceId} GROUP BY 3`);
}
