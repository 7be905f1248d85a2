import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import { namedSourceSchema, type NamedSource, type SourceListChange } from '../domain/source-list.ts';

interface Place {
  readonly db: Database;
  readonly organizationId: OrganizationId;
  readonly studyId: string;
}

/** Sources of a study that are not archived, by identifier: what a list of them names. */
export function selectNamedSources({ db, organizationId, studyId }: Place): Promise<NamedSource[]> {
  return db.query(
    namedSourceSchema,
    sql`SELECT s.id, s.identifier, s.name, g.name AS "groupName", s.configuration_id AS "configurationId",
        s.archived_at IS NOT NULL AS "isArchived"
      FROM sources s LEFT JOIN source_groups g ON g.organization_id = s.organization_id AND g.id = s.group_id
      WHERE s.organization_id = ${organizationId} AND s.study_id = ${studyId}
      ORDER BY s.identifier`,
  );
}

/** Makes the groups that are named and not there yet; gives the number. */
export function insertMissingGroups(place: Place, names: readonly string[], at: Date): Promise<number> {
  return place.db.execute(
    sql`INSERT INTO source_groups (organization_id, id, study_id, name, created_at)
      SELECT ${place.organizationId}, n.id, ${place.studyId}, n.name, ${at}::timestamptz
      FROM unnest(${textList(names.map(() => newId()), 'uuid')}, ${names}::text[]) AS n (id, name)
      ON CONFLICT (organization_id, study_id, name) DO NOTHING`,
  );
}

/** Adds sources and changes those that are there, in one statement; groups must be there. Gives the ids. */
export async function upsertListedSources(
  place: Place,
  changes: readonly SourceListChange[],
  at: Date,
): Promise<string[]> {
  const rows = await place.db.query(
    z.object({ id: z.guid() }),
    sql`INSERT INTO sources AS s (organization_id, id, study_id, identifier, name, group_id, configuration_id, created_at)
      SELECT ${place.organizationId}, n.id, ${place.studyId}, n.identifier, n.name, g.id, n.configuration_id, ${at}::timestamptz
      FROM unnest(${textList(changes.map(() => newId()), 'uuid')}, ${changes.map(({ identifier }) => identifier)}::text[],
          ${changes.map(({ name }) => name)}::text[], ${changes.map(({ groupName }) => groupName)}::text[],
          ${textList(changes.map(({ configurationId }) => configurationId), 'uuid')})
        AS n (id, identifier, name, group_name, configuration_id)
      LEFT JOIN source_groups g ON g.organization_id = ${place.organizationId} AND g.study_id = ${place.studyId}
        AND g.name = n.group_name
      ORDER BY n.identifier
      ON CONFLICT (organization_id, study_id, identifier) DO UPDATE SET name = excluded.name,
        group_id = excluded.group_id, configuration_id = excluded.configuration_id
      RETURNING id`,
  );
  return rows.map(({ id }) => id);
}
