import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { newId } from '#lib/platform/ids.ts';
import { severityOf, type AlertFinding, type CloseReason } from '../../domain/alerts/alert.ts';

/** Where alerts are kept. */
export interface AlertScope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
  readonly now: Date;
}

const idSchema = z.object({ id: z.guid() });

/** Findings as rows, for joining. */
function found(findings: readonly AlertFinding[]) {
  return sql`unnest(${textList(findings.map(({ sourceId }) => sourceId), 'uuid')},
      ${findings.map(({ checkId }) => checkId)}::text[], ${findings.map(({ checkLabel }) => checkLabel)}::text[],
      ${findings.map(({ name }) => name)}::text[], ${textList(findings.map(({ level }) => severityOf(level)), 'int4')},
      ${findings.map(({ message }) => message)}::text[], ${textList(findings.map(() => newId()), 'uuid')})
    AS f (source_id, check_id, check_label, name, severity, message, id)`;
}

/** Closes what the checks do not say of the sources any more; gives the number. */
export function closeUnfound(
  scope: AlertScope,
  looked: { readonly sourceIds: readonly string[]; readonly checkIds: readonly string[] },
  findings: readonly AlertFinding[],
): Promise<number> {
  return scope.db.execute(
    sql`WITH found AS MATERIALIZED (SELECT f.* FROM ${found(findings)})
      UPDATE source_alerts a SET closed_at = ${scope.now}, is_notice_pending = NOT a.is_notice_pending,
        close_reason = CASE WHEN EXISTS (SELECT 1 FROM found f WHERE f.source_id = a.source_id AND f.check_id = a.check_id)
          THEN 'changed' ELSE 'resolved' END
      WHERE a.organization_id = ${scope.organizationId} AND a.closed_at IS NULL
        AND a.source_id = ANY(${looked.sourceIds}::uuid[]) AND a.check_id = ANY(${looked.checkIds}::text[])
        AND NOT EXISTS (SELECT 1 FROM found f WHERE f.source_id = a.source_id AND f.check_id = a.check_id
          AND f.name = a.name AND f.severity = a.severity)`,
  );
}

/** Renews the alerts that the checks say again. */
export function refreshFound(scope: AlertScope, findings: readonly AlertFinding[]): Promise<number> {
  return scope.db.execute(
    sql`UPDATE source_alerts a SET updated_at = ${scope.now}, message = f.message, check_label = f.check_label
      FROM ${found(findings)}
      WHERE a.organization_id = ${scope.organizationId} AND a.source_id = f.source_id AND a.check_id = f.check_id
        AND a.closed_at IS NULL AND a.name = f.name AND a.severity = f.severity`,
  );
}

/** Opens what is new, but for sources whose alerts are off; gives the number. */
export async function openFound(scope: AlertScope, findings: readonly AlertFinding[]): Promise<number> {
  const rows = await scope.db.query(
    idSchema,
    sql`INSERT INTO source_alerts (organization_id, id, study_id, source_id, check_id, check_label, name, severity,
        message, opened_at, updated_at)
      SELECT s.organization_id, f.id, s.study_id, s.id, f.check_id, f.check_label, f.name, f.severity, f.message,
        ${scope.now}::timestamptz, ${scope.now}::timestamptz
      FROM ${found(findings)}
      JOIN sources s ON s.organization_id = ${scope.organizationId} AND s.id = f.source_id
      LEFT JOIN source_groups g ON g.organization_id = s.organization_id AND g.id = s.group_id
      WHERE s.archived_at IS NULL AND NOT s.suppress_alerts AND NOT coalesce(g.suppress_alerts, false)
      ON CONFLICT (organization_id, source_id, check_id) WHERE closed_at IS NULL DO NOTHING
      RETURNING id`,
  );
  return rows.length;
}

/** Closes the alerts of archived sources and of those whose alerts, or whose group's, are off. Of one organization. */
export function closeUnwanted(scope: AlertScope): Promise<number> {
  return scope.db.execute(
    sql`UPDATE source_alerts a SET closed_at = ${scope.now}, is_notice_pending = false,
        close_reason = CASE WHEN s.archived_at IS NULL THEN 'suppressed' ELSE 'archived' END
      FROM sources s LEFT JOIN source_groups g ON g.organization_id = s.organization_id AND g.id = s.group_id
      WHERE a.organization_id = ${scope.organizationId} AND a.closed_at IS NULL
        AND s.organization_id = a.organization_id AND s.id = a.source_id
        AND (s.archived_at IS NOT NULL OR s.suppress_alerts OR coalesce(g.suppress_alerts, false)
          OR EXISTS (SELECT 1 FROM source_peers p WHERE p.organization_id = s.organization_id AND p.source_id = s.id))`,
  );
}

/** Closes all open alerts of a check in a study. */
export function closeOfCheck(
  scope: AlertScope,
  check: { readonly studyId: string; readonly checkId: string },
  reason: CloseReason,
): Promise<number> {
  return scope.db.execute(
    sql`UPDATE source_alerts a SET closed_at = ${scope.now}, is_notice_pending = false, close_reason = ${reason}
      WHERE a.organization_id = ${scope.organizationId} AND a.study_id = ${check.studyId}
        AND a.check_id = ${check.checkId} AND a.closed_at IS NULL`,
  );
}
