import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { unitStatusSchema } from '../domain/org-unit.ts';
import type { RegistryScope } from './scope.ts';

const versionSchema = z.object({
  id: z.string(),
  number: z.number(),
  pyramidId: z.string(),
  pyramidName: z.string(),
  isDefault: z.boolean(),
  isReadOnly: z.boolean(),
  treeStatuses: z.array(unitStatusSchema),
  /** Studies that work with the pyramid. */
  studyIds: z.array(z.string()),
});

/** Every version of the organization: the default pyramid first, then by name; newest versions first. */
export function selectVersionChoices(
  { db, organizationId }: RegistryScope,
  limit: number,
): Promise<z.infer<typeof versionSchema>[]> {
  return db.query(
    versionSchema,
    sql`SELECT v.id, v.number, p.id AS "pyramidId", p.name AS "pyramidName", v.is_default AS "isDefault",
        p.is_read_only AS "isReadOnly", p.tree_statuses AS "treeStatuses",
        coalesce((SELECT array_agg(s.study_id::text) FROM pyramid_studies s
          WHERE s.organization_id = p.organization_id AND s.pyramid_id = p.id), '{}') AS "studyIds"
      FROM pyramid_versions v JOIN pyramids p ON p.organization_id = v.organization_id AND p.id = v.pyramid_id
      WHERE v.organization_id = ${organizationId}
      ORDER BY p.is_default DESC, p.name, v.number DESC LIMIT ${limit}`,
  );
}

const typeSchema = z.object({ id: z.string(), name: z.string(), category: z.string().nullable() });

/** Types of the organization, from the top of the tree down. */
export function selectTypeChoices({ db, organizationId }: RegistryScope): Promise<z.infer<typeof typeSchema>[]> {
  return db.query(
    typeSchema,
    sql`SELECT id, name, category FROM org_unit_types WHERE organization_id = ${organizationId}
      ORDER BY depth NULLS LAST, name, id`,
  );
}
