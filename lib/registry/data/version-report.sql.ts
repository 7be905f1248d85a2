import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { versionReportSchema, type DefaultImpactReport, type NamedCount, type VersionReport } from '../domain/pyramid.ts';
import type { RegistryScope } from './scope.ts';
import { unitsOfVersion } from './search-units.sql.ts';
import { inSeenTrees, type SeenTrees } from './version-rows.sql.ts';

const countsSchema = versionReportSchema.pick({
  withLocation: true,
  withShape: true,
  newCount: true,
  validCount: true,
  rejectedCount: true,
});
const namedCountSchema = versionReportSchema.shape.byType.element;

type Counts = Pick<VersionReport, keyof typeof countsSchema.shape | 'byType' | 'byGroup'>;

/** The numbers of a version's units in the trees that the viewer sees. Cost: it looks at every unit of the version. */
export async function countVersion(scope: RegistryScope, versionId: string, trees: SeenTrees): Promise<Counts> {
  const { db } = scope;
  const units = unitsOfVersion(scope, versionId, trees);
  const [counts] = await db.query(
    countsSchema,
    sql`SELECT count(u.location) AS "withLocation", count(u.geom) AS "withShape",
        count(*) FILTER (WHERE u.status = 'NEW') AS "newCount", count(*) FILTER (WHERE u.status = 'VALID') AS "validCount",
        count(*) FILTER (WHERE u.status = 'REJECTED') AS "rejectedCount"
      FROM org_units u WHERE ${units}`,
  );
  if (!counts) throw new Error('a count gave no row');
  const byType = await db.query(
    namedCountSchema,
    sql`SELECT t.id, t.name, n.count FROM (SELECT u.type_id, count(*) FROM org_units u WHERE ${units} GROUP BY u.type_id) n
      LEFT JOIN org_unit_types t ON t.organization_id = ${scope.organizationId} AND t.id = n.type_id
      ORDER BY t.depth NULLS LAST, t.name, t.id`,
  );
  return { ...counts, byType, byGroup: await countByGroup(scope, versionId, trees) };
}

function countByGroup({ db, organizationId }: RegistryScope, versionId: string, trees: SeenTrees): Promise<NamedCount[]> {
  return db.query(
    namedCountSchema,
    sql`SELECT g.id, g.name, (SELECT count(*) FROM org_unit_group_members m
          JOIN org_units u ON u.organization_id = m.organization_id AND u.id = m.unit_id
          WHERE m.organization_id = g.organization_id AND m.group_id = g.id AND ${inSeenTrees(trees)}) AS count
      FROM org_unit_groups g WHERE g.organization_id = ${organizationId} AND g.version_id = ${versionId}
      ORDER BY g.name, g.id`,
  );
}

const impactSchema = z.object({
  unitsMissing: z.coerce.number(),
  unitsAdded: z.coerce.number(),
  groupsMissing: z.coerce.number(),
  restrictedRoles: z.coerce.number(),
});

export interface VersionPair {
  readonly fromId: string;
  readonly toId: string;
  /** ltree paths that roles are limited to. */
  readonly limits: readonly string[];
}

/** What two versions do not share, by reference; rejected units do not count. */
export async function compareVersions(
  { db, organizationId }: RegistryScope,
  { fromId, toId, limits }: VersionPair,
): Promise<Pick<DefaultImpactReport, keyof typeof impactSchema.shape>> {
  const lacking = (has: string, lacks: string) => sql`(SELECT count(*) FROM org_units o
    WHERE o.organization_id = ${organizationId} AND o.version_id = ${has}::uuid AND o.status <> 'REJECTED'
      AND NOT EXISTS (SELECT 1 FROM org_units n WHERE n.organization_id = o.organization_id
        AND n.version_id = ${lacks}::uuid AND n.source_ref = o.source_ref AND n.status <> 'REJECTED'))`;
  const [counts] = await db.query(
    impactSchema,
    sql`SELECT ${lacking(fromId, toId)} AS "unitsMissing", ${lacking(toId, fromId)} AS "unitsAdded",
        (SELECT count(*) FROM org_unit_groups o WHERE o.organization_id = ${organizationId} AND o.version_id = ${fromId}::uuid
          AND NOT EXISTS (SELECT 1 FROM org_unit_groups n WHERE n.organization_id = o.organization_id
            AND n.version_id = ${toId}::uuid AND n.source_ref = o.source_ref)) AS "groupsMissing",
        (SELECT count(*) FROM unnest(${limits}::text[]) AS l (path) WHERE EXISTS (SELECT 1 FROM org_units u
          WHERE u.organization_id = ${organizationId} AND u.version_id = ${fromId}::uuid
            AND u.path = l.path::ltree)) AS "restrictedRoles"`,
  );
  if (!counts) throw new Error('a count gave no row');
  return counts;
}
