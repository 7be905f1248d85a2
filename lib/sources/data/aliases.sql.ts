import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

interface Scope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
}

const identitySchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  identifier: z.string(),
  kind: z.string(),
  /** Its identifier, then what it was called before. */
  names: z.array(z.string()),
});
/** A source and all names under which its data may come. */
export type SourceIdentity = z.infer<typeof identitySchema>;

/** A source by its id; null when there is none in the organization. */
export async function selectSourceIdentity({ db, organizationId }: Scope, id: string): Promise<SourceIdentity | null> {
  const [row] = await db.query(
    identitySchema,
    sql`SELECT s.id, s.study_id AS "studyId", s.identifier, s.kind, s.identifier || ARRAY(
        SELECT a.identifier FROM source_aliases a WHERE a.organization_id = s.organization_id AND a.source_id = s.id
        ORDER BY a.identifier) AS names
      FROM sources s WHERE s.organization_id = ${organizationId} AND s.id = ${id}`,
  );
  return row ?? null;
}

const aliasSchema = z.object({ alias: z.string(), identifier: z.string() });

/** What merged sources of a study were called, and what each is called now. */
export function selectAliases({ db, organizationId }: Scope, studyId: string): Promise<z.infer<typeof aliasSchema>[]> {
  return db.query(
    aliasSchema,
    sql`SELECT a.identifier AS alias, s.identifier FROM source_aliases a
      JOIN sources s ON s.organization_id = a.organization_id AND s.id = a.source_id
      WHERE a.organization_id = ${organizationId} AND a.study_id = ${studyId} ORDER BY a.identifier`,
  );
}

/** Lets data that names a source, or what it was called before, arrive in another of its study. */
export async function insertAliases(
  { db, organizationId }: Scope,
  { source, intoId }: { readonly source: SourceIdentity; readonly intoId: string },
): Promise<void> {
  await db.execute(sql`UPDATE source_aliases SET source_id = ${intoId}
    WHERE organization_id = ${organizationId} AND source_id = ${source.id}`);
  await db.execute(sql`
    INSERT INTO source_aliases (organization_id, study_id, identifier, source_id)
    VALUES (${organizationId}, ${source.studyId}, ${source.identifier}, ${intoId})
    ON CONFLICT (organization_id, study_id, identifier) DO UPDATE SET source_id = excluded.source_id`);
}

/** Adds a source like another, under an identifier that neither a source nor an alias of the study has; false otherwise. */
export async function insertSourceLike(
  { db, organizationId }: Scope,
  made: { readonly id: string; readonly like: string; readonly identifier: string; readonly at: Date },
): Promise<boolean> {
  const count = await db.execute(sql`
    INSERT INTO sources (organization_id, id, study_id, identifier, name, kind, group_id, user_agent, created_at)
    SELECT s.organization_id, ${made.id}::uuid, s.study_id, ${made.identifier}::text, ${made.identifier}::text, s.kind,
      s.group_id, s.user_agent, ${made.at}::timestamptz
    FROM sources s WHERE s.organization_id = ${organizationId} AND s.id = ${made.like} AND NOT EXISTS (
      SELECT 1 FROM source_aliases a WHERE a.organization_id = s.organization_id AND a.study_id = s.study_id
        AND a.identifier = ${made.identifier})
    ON CONFLICT (organization_id, study_id, identifier) DO NOTHING`);
  return count === 1;
}
