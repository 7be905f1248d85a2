import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { RegistryScope } from './scope.ts';

const misfitSchema = z.object({
  id: z.string(),
  name: z.string(),
  reason: z.enum(['parent gone', 'type gone', 'code taken', 'circle']),
});
/** A unit that cannot be again what it was before an import, for what others changed since. */
export type UndoMisfit = z.infer<typeof misfitSchema>;

interface Most {
  readonly limit: number;
}

/**
 * Units that an import changed and whose former parent or type is not there any more, or whose former code another unit
 * has now that the import did not touch. At most `limit` of them.
 */
export function selectMisfits(
  { db, organizationId }: RegistryScope,
  importId: string,
  { limit }: Most,
): Promise<UndoMisfit[]> {
  // Looked up unit by unit, for the reason that selectObstacles tells.
  const ofImport = sql`SELECT true FROM org_unit_changes x
    WHERE x.organization_id = ${organizationId} AND x.unit_id = o.id AND x.import_id IS NOT DISTINCT FROM ${importId}::uuid
      AND x.origin = 'import' LIMIT 1`;
  return db.query(
    misfitSchema,
    sql`WITH own AS (
        SELECT u.id, u.name, u.version_id, c.before,
          CASE WHEN c.before ? 'code' THEN c.before->>'code' ELSE u.code END AS code,
          CASE WHEN c.before ? 'status' THEN c.before->>'status' ELSE u.status END AS status
        FROM org_unit_changes c JOIN org_units u ON u.organization_id = c.organization_id AND u.id = c.unit_id
        WHERE c.organization_id = ${organizationId} AND c.import_id = ${importId} AND c.origin = 'import'
          AND c.before ?| ARRAY['parentId', 'type', 'code', 'status']
      ), judged AS (
        SELECT w.id, w.name, CASE
          WHEN w.before->>'parentId' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM org_units p
            WHERE p.organization_id = ${organizationId} AND p.id = (w.before->>'parentId')::uuid) THEN 'parent gone'
          WHEN w.before#>>'{type,name}' <> '' AND NOT EXISTS (SELECT 1 FROM org_unit_types t
            WHERE t.organization_id = ${organizationId} AND t.name = w.before#>>'{type,name}'
              AND t.depth IS NOT DISTINCT FROM (w.before#>>'{type,depth}')::int4) THEN 'type gone'
          WHEN w.status = 'VALID' AND w.code <> '' AND w.before ?| ARRAY['code', 'status']
            AND EXISTS (SELECT 1 FROM org_units o
              WHERE o.organization_id = ${organizationId} AND o.version_id = w.version_id AND o.code = w.code
                AND o.status = 'VALID' AND o.id <> w.id AND (${ofImport}) IS NOT TRUE) THEN 'code taken'
        END AS reason FROM own w)
      SELECT id, name, reason FROM judged WHERE reason IS NOT NULL ORDER BY name, id LIMIT ${limit}`,
  );
}

/**
 * Units of a version that stand in a circle, at most `limit` of them. Call it after all paths were set anew, which leaves
 * those of a circle as they were: one of them at least does not fit its parent's.
 */
export function selectCircles(
  { db, organizationId }: RegistryScope,
  versionId: string,
  { limit }: Most,
): Promise<UndoMisfit[]> {
  return db.query(
    misfitSchema,
    sql`SELECT u.id, u.name, 'circle' AS reason FROM org_units u
      JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
      WHERE u.organization_id = ${organizationId} AND u.version_id = ${versionId}
        AND u.path <> p.path || u.legacy_id::text
      ORDER BY u.name, u.id LIMIT ${limit}`,
  );
}
