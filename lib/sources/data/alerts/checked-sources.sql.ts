import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { checkedSourceSchema, type CheckedSource } from '../../domain/alerts/checked-source.ts';

/** Sources of a study whose alerts are on, by id; those whose data is with a peer have theirs there. Cost: one range of the primary key. */
export function selectCheckedSources(
  { db, organizationId }: { readonly db: Database; readonly organizationId: OrganizationId },
  page: {
    readonly studyId: string;
    readonly after: string | null;
    readonly limit: number;
    readonly sourceId?: string | undefined;
  },
): Promise<CheckedSource[]> {
  const one = page.sourceId === undefined ? rawSql('') : sql`AND s.id = ${page.sourceId}`;
  const after = page.after === null ? rawSql('') : sql`AND s.id > ${page.after}::uuid`;
  return db.query(
    checkedSourceSchema,
    sql`SELECT s.id, s.identifier, s.name, s.kind, s.group_id AS "groupId", s.point_count AS "pointCount",
        s.last_created_at AS "lastCreatedAt", s.last_recorded_at AS "lastRecordedAt",
        CASE WHEN s.last_position IS NOT NULL THEN json_build_array(ST_X(s.last_position), ST_Y(s.last_position)) END AS position,
        s.last_position_at AS "positionAt"
      FROM sources s LEFT JOIN source_groups g ON g.organization_id = s.organization_id AND g.id = s.group_id
      WHERE s.organization_id = ${organizationId} AND s.study_id = ${page.studyId} AND s.archived_at IS NULL
        AND NOT s.suppress_alerts AND NOT coalesce(g.suppress_alerts, false) AND NOT EXISTS (SELECT 1 FROM source_peers p
          WHERE p.organization_id = s.organization_id AND p.source_id = s.id) ${one} ${after}
      ORDER BY s.id LIMIT ${page.limit}`,
  );
}
