import { z } from 'zod';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { RegistryScope } from './scope.ts';

const versionSchema = z.object({
  id: z.string(),
  legacyId: z.coerce.number(),
  number: z.number(),
  isDefault: z.boolean(),
  pyramidId: z.string(),
  pyramidLegacyId: z.coerce.number(),
  pyramidName: z.string(),
  isReadOnly: z.boolean(),
  /** Of the statuses, those the tree shows unless asked otherwise. */
  treeStatuses: z.array(z.enum(['NEW', 'VALID', 'REJECTED'])),
  /** Studies that work with the pyramid. */
  studyIds: z.array(z.string()),
});
/** A version and the pyramid it is of. */
export type MeantVersion = z.infer<typeof versionSchema>;

/** The version with an id, else the default version of a pyramid, else that of the default pyramid; null: none. */
export async function findVersion(
  { db, organizationId }: RegistryScope,
  { versionId, pyramidId }: { readonly versionId?: string | undefined; readonly pyramidId?: string | undefined },
): Promise<MeantVersion | null> {
  const which =
    versionId !== undefined
      ? sql`v.id = ${versionId}`
      : pyramidId !== undefined
        ? sql`v.is_default AND p.id = ${pyramidId}`
        : rawSql('v.is_default AND p.is_default');
  const [row] = await db.query(
    versionSchema,
    sql`SELECT v.id, v.legacy_id AS "legacyId", v.number, v.is_default AS "isDefault", p.id AS "pyramidId",
        p.legacy_id AS "pyramidLegacyId", p.name AS "pyramidName", p.is_read_only AS "isReadOnly",
        p.tree_statuses AS "treeStatuses", coalesce((SELECT array_agg(s.study_id::text) FROM pyramid_studies s
          WHERE s.organization_id = p.organization_id AND s.pyramid_id = p.id), '{}') AS "studyIds"
      FROM pyramid_versions v JOIN pyramids p ON p.organization_id = v.organization_id AND p.id = v.pyramid_id
      WHERE v.organization_id = ${organizationId} AND ${which}`,
  );
  return row ?? null;
}

const idSchema = z.object({ id: z.string() });

/**
 * The default version of the pyramid that a study works with, the organization's default pyramid before others; of that
 * one for a study that works with none. Null: there is none.
 */
export async function findVersionOfStudy(
  { db, organizationId }: RegistryScope,
  studyId: string,
): Promise<string | null> {
  const [row] = await db.query(
    idSchema,
    sql`SELECT v.id FROM pyramid_versions v
      JOIN pyramids p ON p.organization_id = v.organization_id AND p.id = v.pyramid_id
      LEFT JOIN pyramid_studies s ON s.organization_id = p.organization_id AND s.pyramid_id = p.id
        AND s.study_id = ${studyId}
      WHERE v.organization_id = ${organizationId} AND v.is_default AND (s.study_id IS NOT NULL OR p.is_default)
      ORDER BY s.study_id IS NULL, p.is_default DESC, p.legacy_id LIMIT 1`,
  );
  return row?.id ?? null;
}

/** Types in which a study plays a part. */
export async function selectTypesOfStudy(
  { db, organizationId }: RegistryScope,
  studyId: string,
): Promise<readonly string[]> {
  const rows = await db.query(
    idSchema,
    sql`SELECT type_id AS id FROM org_unit_type_studies
      WHERE organization_id = ${organizationId} AND study_id = ${studyId}`,
  );
  return rows.map(({ id }) => id);
}
