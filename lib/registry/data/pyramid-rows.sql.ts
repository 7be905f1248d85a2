import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { pyramidSchema, type Pyramid, type UpdatePyramidInput } from '../domain/pyramid.ts';
import type { RegistryScope } from './scope.ts';

const rowSchema = z.object({ ...pyramidSchema.shape, position: z.string() });

/** Which pyramids a viewer sees: those that some studies work with; null: all. */
export type SeenStudies = readonly string[] | null;

function selectPyramids(
  { db, organizationId }: RegistryScope,
  { where, seen, limit }: { readonly where: SqlStatement; readonly seen: SeenStudies; readonly limit: number },
) {
  return db.query(
    rowSchema,
    sql`SELECT p.id, p.legacy_id AS "legacyId", p.name, p.description, p.is_read_only AS "isReadOnly",
        p.is_default AS "isDefault", p.tree_statuses AS "treeStatuses", v.id AS "defaultVersionId",
        v.number AS "defaultVersionNumber", p.created_at AS "createdAt", p.updated_at AS "updatedAt",
        cairn_fold(p.name) AS position,
        coalesce((SELECT array_agg(s.study_id::text ORDER BY s.study_id) FROM pyramid_studies s
          WHERE s.organization_id = p.organization_id AND s.pyramid_id = p.id), '{}') AS "studyIds",
        (SELECT count(*) FROM pyramid_versions o
          WHERE o.organization_id = p.organization_id AND o.pyramid_id = p.id) AS "versionCount"
      FROM pyramids p LEFT JOIN pyramid_versions v
        ON v.organization_id = p.organization_id AND v.pyramid_id = p.id AND v.is_default
      WHERE p.organization_id = ${organizationId} AND ${where} AND ${seenCondition(seen)}
      ORDER BY cairn_fold(p.name), p.id LIMIT ${limit}`,
  );
}

function seenCondition(seen: SeenStudies): SqlStatement {
  return seen === null ? rawSql('true') : worksWith(sql`ANY(${seen}::uuid[])`);
}

function worksWith(studies: SqlStatement): SqlStatement {
  return sql`EXISTS (SELECT 1 FROM pyramid_studies s
    WHERE s.organization_id = p.organization_id AND s.pyramid_id = p.id AND s.study_id = ${studies})`;
}

export interface PyramidPageQuery {
  readonly text: string | undefined;
  readonly study: string | undefined;
  readonly seen: SeenStudies;
  readonly after: readonly [position: string, id: string] | null;
  readonly limit: number;
}

/** Pyramids by name, each with its position for a cursor. */
export async function selectPyramidPage(
  scope: RegistryScope,
  { text, study, seen, after, limit }: PyramidPageQuery,
): Promise<{ readonly pyramid: Pyramid; readonly position: [string, string] }[]> {
  const where = sql`${text === undefined ? rawSql('true') : contains(rawSql('p.name'), text)}
    AND ${study === undefined ? rawSql('true') : worksWith(sql`${study}::uuid`)}
    AND ${after === null ? rawSql('true') : sql`(cairn_fold(p.name), p.id) > (${after[0]}, ${after[1]}::uuid)`}`;
  const rows = await selectPyramids(scope, { where, seen, limit });
  return rows.map(({ position, ...pyramid }) => ({ pyramid, position: [position, pyramid.id] }));
}

/** A condition: the column has this text, whatever its case and accents. */
export function contains(column: SqlStatement, text: string): SqlStatement {
  return sql`cairn_fold(${column}) LIKE cairn_fold(${`%${text.replace(/[\\%_]/g, '\\$&')}%`})`;
}

/** A pyramid that the viewer sees; null: there is none. */
export async function selectPyramid(scope: RegistryScope, id: string, seen: SeenStudies): Promise<Pyramid | null> {
  const [row] = await selectPyramids(scope, { where: sql`p.id = ${id}`, seen, limit: 1 });
  if (!row) return null;
  const { position: _position, ...pyramid } = row;
  return pyramid;
}

/** Writes members of a pyramid. A name that is taken breaks `pyramids_name_unique`. */
export async function updatePyramidRow(
  { db, organizationId, now }: RegistryScope,
  { id, name, description, isReadOnly, treeStatuses }: UpdatePyramidInput,
): Promise<void> {
  await db.execute(sql`UPDATE pyramids SET name = coalesce(${name ?? null}, name),
      description = coalesce(${description ?? null}, description),
      is_read_only = coalesce(${isReadOnly ?? null}::bool, is_read_only),
      tree_statuses = coalesce(${treeStatuses ?? null}::text[], tree_statuses), updated_at = ${now}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Makes these the studies that work with a pyramid. */
export async function setPyramidStudies(
  { db, organizationId }: RegistryScope,
  pyramidId: string,
  studyIds: readonly string[],
): Promise<void> {
  await db.execute(sql`DELETE FROM pyramid_studies
    WHERE organization_id = ${organizationId} AND pyramid_id = ${pyramidId} AND NOT study_id = ANY(${studyIds}::uuid[])`);
  await db.execute(sql`INSERT INTO pyramid_studies (organization_id, pyramid_id, study_id)
    SELECT ${organizationId}::uuid, ${pyramidId}::uuid, n.id FROM unnest(${studyIds}::uuid[]) AS n (id)
    ON CONFLICT DO NOTHING`);
}

/** Makes a pyramid the default of its organization. */
export async function setDefaultPyramid({ db, organizationId, now }: RegistryScope, id: string): Promise<void> {
  await db.execute(sql`UPDATE pyramids SET is_default = false, updated_at = ${now}
    WHERE organization_id = ${organizationId} AND is_default AND id <> ${id}`);
  await db.execute(sql`UPDATE pyramids SET is_default = true, updated_at = ${now}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}
