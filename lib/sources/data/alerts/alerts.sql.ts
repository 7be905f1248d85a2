import { z } from 'zod';
import { containing } from '#lib/platform/db/containing.ts';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import {
  alertSchema,
  levelOfSeverity,
  severityOf,
  type Alert,
} from '../../domain/alerts/alert.ts';
import {
  alertCheckSchema,
  alertCountsSchema,
  type AlertCheck,
  type AlertCounts,
  type AlertFilter,
  type AlertSelection,
  type AlertSort,
} from '../../domain/alerts/alert-query.ts';
import { inScope, type SourceScope } from '../scope.sql.ts';

/** Alerts (a) with their source (s), its study (st) and group (g). Archived sources' alerts are history. */
export const alertTables = sql`source_alerts a
  JOIN sources s ON s.organization_id = a.organization_id AND s.id = a.source_id
  JOIN studies st ON st.organization_id = a.organization_id AND st.id = a.study_id
  LEFT JOIN source_groups g ON g.organization_id = s.organization_id AND g.id = s.group_id`;

const columns = sql`a.id, a.source_id AS "sourceId", s.name AS "sourceName", s.identifier AS "sourceIdentifier",
  a.study_id AS "studyId", st.key AS "studyKey", st.name AS "studyName", g.name AS "groupName",
  a.check_id AS "checkId", a.check_label AS "checkLabel", a.name, a.severity, a.message, a.opened_at AS "openedAt",
  a.updated_at AS "updatedAt", a.closed_at AS "closedAt", a.close_reason AS "closeReason",
  a.acknowledged_at AS "acknowledgedAt", a.acknowledged_by AS "acknowledgedBy"`;

const rowSchema = alertSchema
  .omit({ level: true })
  .extend({ severity: z.number(), sortValue: z.coerce.string().default('') })
  .transform(({ severity, sortValue, ...row }) => ({
    alert: { ...row, level: levelOfSeverity(severity) } satisfies Alert,
    sortValue,
  }));

/** A filter within a scope, as a condition on {@link alertTables}. */
export function alertsMatching(scope: SourceScope, filter: AlertFilter): SqlStatement {
  const conditions = [inScope(scope, rawSql('a'))];
  if (filter.state === 'open') conditions.push(rawSql('a.closed_at IS NULL'));
  if (filter.state === 'closed') conditions.push(rawSql('a.closed_at IS NOT NULL'));
  if (filter.study !== undefined) conditions.push(sql`st.key = ${filter.study}`);
  if (filter.level !== undefined) conditions.push(sql`a.severity = ${severityOf(filter.level)}`);
  if (filter.check !== undefined) conditions.push(sql`a.check_id = ${filter.check}`);
  if (filter.source !== undefined) conditions.push(sql`a.source_id = ${filter.source}`);
  if (filter.group !== undefined) conditions.push(sql`s.group_id = ${filter.group}`);
  if (filter.text) {
    conditions.push(sql`(s.identifier || ' ' || s.name || ' ' || a.message) ILIKE ${containing(filter.text)}`);
  }
  if (filter.acknowledged !== undefined) {
    conditions.push(rawSql(filter.acknowledged ? 'a.acknowledged_at IS NOT NULL' : 'a.acknowledged_at IS NULL'));
  }
  return joinSql(conditions, ' AND ');
}

function alertsSelected(scope: SourceScope, selection: AlertSelection): SqlStatement {
  if ('ids' in selection) return sql`${inScope(scope, rawSql('a'))} AND a.id = ANY(${selection.ids}::uuid[])`;
  return sql`${alertsMatching(scope, selection.filter)} AND a.id <> ALL(${selection.except}::uuid[])`;
}

/** What each order sorts by, and the type its value has when it comes back in a cursor. */
const sortExpressions: Record<AlertSort, { readonly by: SqlStatement; readonly type: SqlStatement }> = {
  level: { by: rawSql(`lpad(a.severity::text, 2, '0') || ' ' || to_char(a.opened_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')`), type: rawSql('text') },
  opened: { by: rawSql('a.opened_at'), type: rawSql('timestamptz') },
  updated: { by: rawSql('coalesce(a.closed_at, a.updated_at)'), type: rawSql('timestamptz') },
  source: { by: rawSql('lower(s.name)'), type: rawSql('text') },
};

export interface AlertPageRequest {
  readonly filter: AlertFilter;
  readonly sort: AlertSort;
  readonly order: 'asc' | 'desc';
  /** Sort value and id of the last row seen; null for the first page. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** One keyset page, with the position of each row. */
export async function selectAlertPage(
  scope: SourceScope,
  page: AlertPageRequest,
): Promise<{ alert: Alert; position: [string, string] }[]> {
  const { by, type } = sortExpressions[page.sort];
  const direction = rawSql(page.order === 'asc' ? 'ASC' : 'DESC');
  const comparison = rawSql(page.order === 'asc' ? '>' : '<');
  const after = page.after
    ? sql`AND (${by}, a.id) ${comparison} (${page.after[0]}::text::${type}, ${page.after[1]}::uuid)`
    : rawSql('');
  const rows = await scope.db.query(
    rowSchema,
    sql`SELECT ${columns}, (${by})::text AS "sortValue" FROM ${alertTables}
      WHERE ${alertsMatching(scope, page.filter)} ${after}
      ORDER BY ${by} ${direction}, a.id ${direction} LIMIT ${page.limit}`,
  );
  return rows.map(({ alert, sortValue }) => ({ alert, position: [sortValue, alert.id] }));
}

/** Open alerts of a study's sources that are not archived, worst first, by source: what a digest lists. */
export async function selectDigestAlerts(
  { db, organizationId, studyId }: Pick<SourceScope, 'db' | 'organizationId'> & { readonly studyId: string },
  limit: number,
): Promise<Alert[]> {
  const rows = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${alertTables}
      WHERE a.organization_id = ${organizationId} AND a.study_id = ${studyId} AND a.closed_at IS NULL
      ORDER BY lower(s.name), s.id, a.severity DESC, a.opened_at LIMIT ${limit}`,
  );
  return rows.map(({ alert }) => alert);
}

/** Open alerts of some sources, worst first. */
export async function selectOpenAlertsOf(scope: SourceScope, sourceIds: readonly string[]): Promise<Alert[]> {
  const rows = await scope.db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${alertTables}
      WHERE ${inScope(scope, rawSql('a'))} AND a.source_id = ANY(${sourceIds}::uuid[]) AND a.closed_at IS NULL
      ORDER BY a.severity DESC, a.opened_at, a.id`,
  );
  return rows.map(({ alert }) => alert);
}

/** Alerts by id, worst first. For messages about them. */
export async function alertsByIds(
  { db, organizationId }: Pick<SourceScope, 'db' | 'organizationId'>,
  ids: readonly string[],
): Promise<Alert[]> {
  const rows = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${alertTables} WHERE a.organization_id = ${organizationId} AND a.id = ANY(${ids}::uuid[])
      ORDER BY a.severity DESC, lower(s.name), a.id`,
  );
  return rows.map(({ alert }) => alert);
}

/** Open alerts of a filter in numbers. */
export async function selectAlertCounts(scope: SourceScope, filter: AlertFilter): Promise<AlertCounts> {
  const [row] = await scope.db.query(
    alertCountsSchema,
    sql`SELECT count(*) AS "all", count(*) FILTER (WHERE a.severity = 1) AS info,
        count(*) FILTER (WHERE a.severity = 2) AS warning, count(*) FILTER (WHERE a.severity = 3) AS critical,
        count(*) FILTER (WHERE a.severity > 1 AND a.acknowledged_at IS NULL) AS waiting,
        count(DISTINCT a.source_id) AS sources
      FROM ${alertTables} WHERE ${alertsMatching(scope, { ...filter, state: 'open' })}`,
  );
  if (!row) throw new Error('an aggregate gave no row');
  return row;
}

/** Checks that have alerts in a filter, most alerts first. */
export function selectAlertChecks(scope: SourceScope, filter: AlertFilter): Promise<AlertCheck[]> {
  return scope.db.query(
    alertCheckSchema,
    sql`SELECT a.check_id AS "checkId", max(a.check_label) AS "checkLabel", count(*) AS count
      FROM ${alertTables} WHERE ${alertsMatching(scope, filter)}
      GROUP BY a.check_id ORDER BY count(*) DESC, a.check_id LIMIT 200`,
  );
}

const changedSchema = z.object({ id: z.guid(), studyId: z.guid(), sourceId: z.guid() });
export type ChangedAlert = z.infer<typeof changedSchema>;

/** Notes who has seen open alerts, or takes that back (`by` null); gives back those that changed. */
export function updateAcknowledged(
  scope: SourceScope,
  selection: AlertSelection,
  by: string | null,
): Promise<ChangedAlert[]> {
  return scope.db.query(
    changedSchema,
    sql`WITH chosen AS (
        SELECT a.id FROM ${alertTables} WHERE ${alertsSelected(scope, selection)} AND a.closed_at IS NULL
          AND (a.acknowledged_at IS NULL) = ${by !== null}::boolean
        ORDER BY a.id FOR UPDATE OF a)
      UPDATE source_alerts a SET acknowledged_at = ${by === null ? null : scope.now}::timestamptz, acknowledged_by = ${by}
      FROM chosen WHERE a.organization_id = ${scope.organizationId} AND a.id = chosen.id
      RETURNING a.id, a.study_id AS "studyId", a.source_id AS "sourceId"`,
  );
}

/** The sources behind alerts of a selection. */
export async function selectSourcesOfAlerts(
  scope: SourceScope,
  selection: AlertSelection,
  limit: number,
): Promise<string[]> {
  const rows = await scope.db.query(
    z.object({ sourceId: z.guid() }),
    sql`SELECT DISTINCT a.source_id AS "sourceId" FROM ${alertTables}
      WHERE ${alertsSelected(scope, selection)} LIMIT ${limit}`,
  );
  return rows.map(({ sourceId }) => sourceId);
}
