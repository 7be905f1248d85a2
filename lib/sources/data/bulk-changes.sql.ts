import { z } from 'zod';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { SourceSelection } from '../domain/source-query.ts';
import { selected, sourceTables } from './source-conditions.sql.ts';
import type { SourceScope } from './scope.sql.ts';

const changedSchema = z.object({ id: z.guid(), studyId: z.guid() });
export type ChangedSource = z.infer<typeof changedSchema>;

/**
 * Sets columns of the selected sources for which `where` holds; gives back those that changed.
 * Rows are locked in the order of their ids, so that two acts on overlapping selections wait instead of deadlocking.
 */
function updateSelected(
  scope: SourceScope,
  selection: SourceSelection,
  change: { readonly set: SqlStatement; readonly where: SqlStatement },
): Promise<ChangedSource[]> {
  return scope.db.query(
    changedSchema,
    sql`WITH chosen AS (
        SELECT s.id FROM ${sourceTables} WHERE ${selected(scope, selection)} AND (${change.where})
        ORDER BY s.id FOR UPDATE OF s)
      UPDATE sources s SET ${change.set} FROM chosen
      WHERE s.organization_id = ${scope.organizationId} AND s.id = chosen.id
      RETURNING s.id, s.study_id AS "studyId"`,
  );
}

/** The selected sources, by id, as far as `limit`. */
export function selectSelected(
  scope: SourceScope,
  selection: SourceSelection,
  limit: number,
): Promise<ChangedSource[]> {
  return scope.db.query(
    changedSchema,
    sql`SELECT s.id, s.study_id AS "studyId" FROM ${sourceTables} WHERE ${selected(scope, selection)}
      ORDER BY s.id LIMIT ${limit}`,
  );
}

/** Puts the selected sources of the group's study into it. */
export function updateGroupOfSources(
  scope: SourceScope,
  selection: SourceSelection,
  group: { readonly id: string; readonly studyId: string } | null,
): Promise<ChangedSource[]> {
  return updateSelected(scope, selection, {
    set: sql`group_id = ${group?.id ?? null}`,
    where: group
      ? sql`s.study_id = ${group.studyId} AND s.group_id IS DISTINCT FROM ${group.id}::uuid`
      : sql`s.group_id IS NOT NULL`,
  });
}

/** Turns the alerts of the selected sources off or on. */
export function updateAlertsOfSources(
  scope: SourceScope,
  selection: SourceSelection,
  suppressAlerts: boolean,
): Promise<ChangedSource[]> {
  return updateSelected(scope, selection, {
    set: sql`suppress_alerts = ${suppressAlerts}`,
    where: sql`s.suppress_alerts <> ${suppressAlerts}`,
  });
}

/** Takes the selected sources off the dashboard, or brings them back. */
export function updateArchivedOfSources(
  scope: SourceScope,
  selection: SourceSelection,
  isArchived: boolean,
): Promise<ChangedSource[]> {
  return updateSelected(scope, selection, {
    set: sql`archived_at = ${isArchived ? scope.now : null}`,
    where: isArchived ? sql`s.archived_at IS NULL` : sql`s.archived_at IS NOT NULL`,
  });
}

/** Assigns a configuration to the selected sources of its study, or takes the assignment away. */
export function updateConfigurationOfSources(
  scope: SourceScope,
  selection: SourceSelection,
  configurationId: string | null,
): Promise<ChangedSource[]> {
  const fits = sql`s.configuration_id IS DISTINCT FROM ${configurationId}::uuid AND EXISTS (
    SELECT 1 FROM device_configurations c WHERE c.organization_id = s.organization_id AND c.id = ${configurationId}
      AND c.study_id = s.study_id AND c.archived_at IS NULL)`;
  return updateSelected(scope, selection, {
    set: sql`configuration_id = ${configurationId}::uuid`,
    where: configurationId === null ? sql`s.configuration_id IS NOT NULL` : fits,
  });
}
