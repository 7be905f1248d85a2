import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { newId } from '#lib/platform/ids.ts';
import type { NewSource, SourceSighting } from '../domain/source-sighting.ts';

const registeredSchema = z.object({ studyId: z.uuid(), identifier: z.string(), id: z.uuid() });
export type RegisteredSource = z.infer<typeof registeredSchema>;

/**
 * Adds the sources that are not there yet and gives back the ids of all. Of any number of organizations, each row under
 * its own; what was merged has the id of the source it was merged into. Rows go in the order of study and identifier, so that two writers never wait for each other crosswise.
 */
export async function upsertSources(db: Database, sources: readonly NewSource[]): Promise<RegisteredSource[]> {
  const organizations = textList(sources.map(({ organizationId }) => organizationId), 'uuid');
  const studies = textList(sources.map(({ studyId }) => studyId), 'uuid');
  const identifiers = sources.map(({ identifier }) => identifier);
  await db.execute(sql`
    INSERT INTO sources (organization_id, id, study_id, identifier, name, kind, user_agent, group_id)
    SELECT n.organization_id, n.id, n.study_id, n.identifier, n.identifier, n.kind, n.user_agent, g.id
    FROM unnest(${organizations}, ${textList(sources.map(() => newId()), 'uuid')}, ${studies}, ${identifiers}::text[],
        ${sources.map(({ kind }) => kind)}::text[], ${sources.map(({ userAgent }) => userAgent)}::text[],
        ${textList(sources.map(({ groupId }) => groupId), 'uuid')})
      AS n (organization_id, id, study_id, identifier, kind, user_agent, group_id)
    LEFT JOIN source_groups g
      ON g.organization_id = n.organization_id AND g.study_id = n.study_id AND g.id = n.group_id
    WHERE NOT EXISTS (SELECT 1 FROM source_aliases a
      WHERE a.organization_id = n.organization_id AND a.study_id = n.study_id AND a.identifier = n.identifier)
    ORDER BY n.study_id, n.identifier
    ON CONFLICT (organization_id, study_id, identifier) DO NOTHING`);
  return db.query(
    registeredSchema,
    sql`SELECT n.study_id AS "studyId", n.identifier, coalesce(a.source_id, s.id) AS id
      FROM unnest(${organizations}, ${studies}, ${identifiers}::text[]) AS n (organization_id, study_id, identifier)
      LEFT JOIN source_aliases a
        ON a.organization_id = n.organization_id AND a.study_id = n.study_id AND a.identifier = n.identifier
      LEFT JOIN sources s
        ON s.organization_id = n.organization_id AND s.study_id = n.study_id AND s.identifier = n.identifier
      WHERE coalesce(a.source_id, s.id) IS NOT NULL`,
  );
}

/**
 * Brings the running totals of sources up to date; gives the number of sources that are there. Rows are locked in the
 * order of organization and id.
 */
export function updateSightings(db: Database, sightings: readonly SourceSighting[]): Promise<number> {
  const column = <Value extends string | number | null>(read: (sighting: SourceSighting) => Value) =>
    sightings.map(read);
  return db.execute(sql`
    WITH seen AS (
      SELECT n.organization_id, n.id, n.new_points, n.user_agent, n.kind,
        timestamptz 'epoch' + n.created_us * interval '1 microsecond' AS created_at,
        timestamptz 'epoch' + n.recorded_us * interval '1 microsecond' AS recorded_at,
        ST_SetSRID(ST_MakePoint(n.lon, n.lat), 4326) AS position,
        timestamptz 'epoch' + n.position_us * interval '1 microsecond' AS position_at
      FROM unnest(${textList(column(({ organizationId }) => organizationId), 'uuid')},
          ${textList(column(({ sourceId }) => sourceId), 'uuid')},
          ${textList(column(({ newPoints }) => newPoints), 'int8')},
          ${textList(column(({ lastCreatedAtUs }) => lastCreatedAtUs), 'float8')},
          ${textList(column(({ lastRecordedAtUs }) => lastRecordedAtUs), 'float8')},
          ${column(({ userAgent }) => userAgent)}::text[], ${column(({ kind }) => kind)}::text[],
          ${textList(column(({ position }) => position?.lon ?? null), 'float8')},
          ${textList(column(({ position }) => position?.lat ?? null), 'float8')},
          ${textList(column(({ position }) => position?.atUs ?? null), 'float8')})
        AS n (organization_id, id, new_points, created_us, recorded_us, user_agent, kind, lon, lat, position_us)
    ), locked AS (
      SELECT s.organization_id, s.id FROM sources s JOIN seen USING (organization_id, id)
      ORDER BY s.organization_id, s.id FOR UPDATE OF s
    )
    UPDATE sources s SET
      point_count = s.point_count + seen.new_points,
      user_agent = CASE WHEN seen.created_at >= coalesce(s.last_created_at, '-infinity') AND seen.user_agent <> ''
        THEN seen.user_agent ELSE s.user_agent END,
      kind = CASE WHEN s.kind = 'other' THEN seen.kind ELSE s.kind END,
      last_created_at = greatest(s.last_created_at, seen.created_at),
      last_recorded_at = greatest(s.last_recorded_at, seen.recorded_at),
      last_position = CASE WHEN seen.position_at >= coalesce(s.last_position_at, '-infinity')
        THEN seen.position ELSE s.last_position END,
      last_position_at = greatest(s.last_position_at, seen.position_at)
    FROM locked JOIN seen USING (organization_id, id)
    WHERE s.organization_id = locked.organization_id AND s.id = locked.id`);
}
