import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';

const bundleSchema = z.object({ organizationId: z.uuid(), id: z.uuid(), blobKey: z.string().nullable() });
export type ClearableBundle = z.infer<typeof bundleSchema>;

/**
 * Bundles whose study lets go of raw bytes by now: processed, or refused and decided on, and nothing of them open in quarantine as a whole. Of all
 * organizations; for the clock.
 */
export function selectClearable(db: Database, limit: number): Promise<ClearableBundle[]> {
  return db.query(
    bundleSchema,
    sql`SELECT b.organization_id AS "organizationId", b.id, b.blob_key AS "blobKey"
      FROM studies s
      JOIN bundles b ON b.organization_id = s.organization_id AND b.study_id = s.id
      WHERE s.bundle_retention_days IS NOT NULL AND b.state IN ('processed', 'dismissed', 'replaced') AND b.cleared_at IS NULL
        AND b.processed_at <= now() - s.bundle_retention_days * interval '1 day'
        AND NOT EXISTS (SELECT 1 FROM quarantined_points q WHERE q.organization_id = b.organization_id
          AND q.bundle_id = b.id AND q.position = -1 AND q.state = 'open')
      LIMIT ${limit}`,
  );
}

/** Takes the bytes off bundles; everything else about them stays, and so do their files. */
export function clearBodies(db: Database, bundles: readonly ClearableBundle[]): Promise<number> {
  return db.execute(
    sql`UPDATE bundles b SET body = NULL, blob_key = NULL, cleared_at = now()
      FROM unnest(${textList(bundles.map(({ organizationId }) => organizationId), 'uuid')},
        ${textList(bundles.map(({ id }) => id), 'uuid')}) AS n (organization_id, id)
      WHERE b.organization_id = n.organization_id AND b.id = n.id AND b.cleared_at IS NULL
        AND b.state IN ('processed', 'dismissed', 'replaced')`,
  );
}
