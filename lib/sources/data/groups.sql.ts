import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { sourceGroupSchema, type SourceGroup } from '../domain/source.ts';
import { inScope, type SourceScope } from './scope.sql.ts';

function selectGroups(scope: SourceScope, where: SqlStatement): Promise<SourceGroup[]> {
  return scope.db.query(
    sourceGroupSchema,
    sql`SELECT g.id, g.study_id AS "studyId", st.key AS "studyKey", st.name AS "studyName", g.name,
        g.suppress_alerts AS "suppressAlerts", coalesce(st.default_group_id = g.id, false) AS "isDefault",
        (SELECT count(*) FROM sources s WHERE s.organization_id = g.organization_id AND s.study_id = g.study_id
          AND s.group_id = g.id AND s.archived_at IS NULL) AS "sourceCount"
      FROM source_groups g JOIN studies st ON st.organization_id = g.organization_id AND st.id = g.study_id
      WHERE ${inScope(scope, rawSql('g'))} AND ${where} ORDER BY lower(st.name), lower(g.name), g.id`,
  );
}

/** All groups of the scope, or of one study of it, by study and name. */
export function selectAllGroups(scope: SourceScope, studyKey?: string): Promise<SourceGroup[]> {
  return selectGroups(scope, studyKey === undefined ? sql`true` : sql`st.key = ${studyKey}`);
}

/** One group of the scope; null when there is none. */
export async function selectGroup(scope: SourceScope, id: string): Promise<SourceGroup | null> {
  const [group] = await selectGroups(scope, sql`g.id = ${id}`);
  return group ?? null;
}

/** Adds a group; false when the study has one of this name. */
export async function insertGroup(
  scope: SourceScope,
  group: { readonly id: string; readonly studyId: string; readonly name: string },
): Promise<boolean> {
  const count = await scope.db.execute(
    sql`INSERT INTO source_groups (organization_id, id, study_id, name, created_at)
      VALUES (${scope.organizationId}, ${group.id}, ${group.studyId}, ${group.name}, ${scope.now})
      ON CONFLICT (organization_id, study_id, name) DO NOTHING`,
  );
  return count === 1;
}

/** Renames a group and sets its alerts; false when another group of the study has the name. */
export async function updateGroupRow(
  scope: SourceScope,
  group: { readonly id: string; readonly name: string; readonly suppressAlerts: boolean },
): Promise<boolean> {
  const count = await scope.db.execute(
    sql`UPDATE source_groups g SET name = ${group.name}, suppress_alerts = ${group.suppressAlerts}
      WHERE ${inScope(scope, rawSql('g'))} AND g.id = ${group.id} AND NOT EXISTS (
        SELECT 1 FROM source_groups o WHERE o.organization_id = g.organization_id AND o.study_id = g.study_id
          AND o.name = ${group.name} AND o.id <> g.id)`,
  );
  return count === 1;
}

/** Takes the sources out of a group and removes it; gives back how many were in it. */
export async function deleteGroup(scope: SourceScope, id: string): Promise<number> {
  const released = await scope.db.execute(
    sql`UPDATE sources s SET group_id = NULL WHERE ${inScope(scope, rawSql('s'))} AND s.group_id = ${id}`,
  );
  await scope.db.execute(sql`DELETE FROM source_groups g WHERE ${inScope(scope, rawSql('g'))} AND g.id = ${id}`);
  return released;
}

/** The id of a study of the scope by its key; null when there is none. */
export async function selectStudyId(scope: SourceScope, key: string): Promise<string | null> {
  const [row] = await scope.db.query(
    sourceGroupSchema.pick({ studyId: true }),
    sql`SELECT st.id AS "studyId" FROM (SELECT organization_id, id, id AS study_id, key, archived_at FROM studies) st
      WHERE ${inScope(scope, rawSql('st'))} AND st.key = ${key} AND st.archived_at IS NULL`,
  );
  return row?.studyId ?? null;
}
