import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { pyramidVersionSchema, type PyramidVersion } from '../domain/pyramid.ts';
import type { RegistryScope } from './scope.ts';
import { inTrees } from './search-units.sql.ts';

/** ltree paths of the trees that a viewer sees; null: all. */
export type SeenTrees = readonly string[] | null;

/** A condition on `org_units u`: in the trees that the viewer sees. */
export function inSeenTrees(trees: SeenTrees): SqlStatement {
  return trees === null ? rawSql('true') : inTrees(trees);
}

/** Versions with the number of their units in the trees that the viewer sees, newest number first. */
function selectVersionRows(
  { db, organizationId }: RegistryScope,
  { where, trees, limit }: { readonly where: SqlStatement; readonly trees: SeenTrees; readonly limit: number },
): Promise<PyramidVersion[]> {
  return db.query(
    pyramidVersionSchema,
    sql`SELECT v.id, v.legacy_id AS "legacyId", v.pyramid_id AS "pyramidId", p.name AS "pyramidName", v.number, v.description,
        v.is_default AS "isDefault", v.created_at AS "createdAt", v.updated_at AS "updatedAt",
        (SELECT count(*) FROM org_units u WHERE u.organization_id = v.organization_id AND u.version_id = v.id
          AND ${inSeenTrees(trees)}) AS "unitCount"
      FROM pyramid_versions v JOIN pyramids p ON p.organization_id = v.organization_id AND p.id = v.pyramid_id
      WHERE v.organization_id = ${organizationId} AND ${where} ORDER BY v.number DESC LIMIT ${limit}`,
  );
}

export interface VersionPageQuery {
  readonly pyramidId: string;
  readonly trees: SeenTrees;
  /** Number of the last version of the page before. */
  readonly after: number | null;
  readonly limit: number;
}

/** Versions of a pyramid, the highest number first. */
export function selectVersionPage(
  scope: RegistryScope,
  { pyramidId, trees, after, limit }: VersionPageQuery,
): Promise<PyramidVersion[]> {
  const where = sql`v.pyramid_id = ${pyramidId} AND (${after}::int4 IS NULL OR v.number < ${after}::int4)`;
  return selectVersionRows(scope, { where, trees, limit });
}

/** One version; null: there is none. */
export async function selectVersion(
  scope: RegistryScope,
  id: string,
  trees: SeenTrees,
): Promise<PyramidVersion | null> {
  const [version] = await selectVersionRows(scope, { where: sql`v.id = ${id}`, trees, limit: 1 });
  return version ?? null;
}

/** Writes the description of a version. */
export async function updateVersionRow(
  { db, organizationId, now }: RegistryScope,
  { id, description }: { readonly id: string; readonly description: string },
): Promise<void> {
  await db.execute(sql`UPDATE pyramid_versions SET description = ${description}, updated_at = ${now}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Makes a version the default of its pyramid. */
export async function setDefaultVersion(
  { db, organizationId, now }: RegistryScope,
  { id, pyramidId }: Pick<PyramidVersion, 'id' | 'pyramidId'>,
): Promise<void> {
  await db.execute(sql`UPDATE pyramid_versions SET is_default = false, updated_at = ${now}
    WHERE organization_id = ${organizationId} AND pyramid_id = ${pyramidId} AND is_default AND id <> ${id}`);
  await db.execute(sql`UPDATE pyramid_versions SET is_default = true, updated_at = ${now}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Lets nobody else add a version to a pyramid, or change its defaults, until the transaction ends. */
export async function lockPyramid({ db, organizationId }: RegistryScope, id: string): Promise<void> {
  await db.execute(sql`SELECT 1 FROM pyramids WHERE organization_id = ${organizationId} AND id = ${id} FOR UPDATE`);
}
