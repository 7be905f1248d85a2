import { z } from 'zod';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { RegistryScope } from './scope.ts';
import { simplified } from './shapes.sql.ts';

/** Units in one answer or statement. */
const unitsPerStatement = 5000;

const obstacleSchema = z.object({ id: z.string(), name: z.string(), reason: z.enum(['changed', 'children', 'attached', 'gone']) });
/** A unit that keeps an import from being taken back, and why. */
export type UndoObstacle = z.infer<typeof obstacleSchema>;

/** Changes of one import. */
function changesOf({ organizationId }: RegistryScope, importId: string): SqlStatement {
  return sql`SELECT c.id, c.unit_id, c.changed_at, c.before FROM org_unit_changes c
    WHERE c.organization_id = ${organizationId} AND c.import_id = ${importId} AND c.origin = 'import'`;
}

/**
 * Units of an import on which something came to hang since: later changes, children of elsewhere, comments or pictures. At
 * most `limit` of them.
 */
export function selectObstacles(
  scope: RegistryScope,
  importId: string,
  { limit }: { readonly limit: number },
): Promise<UndoObstacle[]> {
  const { db, organizationId } = scope;
  // Looked up child by child: a join compares each child with each change while the tables have no statistics, and so does
  // the index of imports, which a comparison that knows NULL cannot use.
  const cameAlong = sql`SELECT true FROM org_unit_changes x
    WHERE x.organization_id = ${organizationId} AND x.unit_id = k.id AND x.import_id IS NOT DISTINCT FROM ${importId}::uuid
      AND x.origin = 'import' AND (x.before IS NULL OR x.before ? 'parentId') LIMIT 1`;
  return db.query(
    obstacleSchema,
    sql`WITH own AS (${changesOf(scope, importId)}), judged AS (
        SELECT o.unit_id AS id, coalesce(u.name, '') AS name, CASE
          WHEN u.id IS NULL THEN 'gone'
          WHEN u.updated_at > o.changed_at OR EXISTS (SELECT 1 FROM org_unit_changes l
            WHERE l.organization_id = ${organizationId} AND l.unit_id = o.unit_id AND l.id > o.id
              AND l.import_id IS DISTINCT FROM ${importId}) THEN 'changed'
          WHEN o.before IS NOT NULL THEN NULL
          WHEN EXISTS (SELECT 1 FROM org_units k
            WHERE k.organization_id = ${organizationId} AND k.parent_id = o.unit_id AND (${cameAlong}) IS NOT TRUE) THEN 'children'
          WHEN EXISTS (SELECT 1 FROM org_unit_comments m
            WHERE m.organization_id = ${organizationId} AND m.unit_id = o.unit_id AND m.removed_at IS NULL) THEN 'attached'
          WHEN EXISTS (SELECT 1 FROM org_unit_images m
            WHERE m.organization_id = ${organizationId} AND m.unit_id = o.unit_id AND m.removed_at IS NULL) THEN 'attached'
        END AS reason
        FROM own o LEFT JOIN org_units u ON u.organization_id = ${organizationId} AND u.id = o.unit_id)
      SELECT id, name, reason FROM judged WHERE reason IS NOT NULL ORDER BY name, id LIMIT ${limit}`,
  );
}

const changeSchema = z.object({
  id: z.string(),
  unitId: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
/** A change that is to be taken back; `before` without the shape itself. */
export type ChangeToUndo = z.infer<typeof changeSchema>;

/** Changes of an import in the order they were made, page by page. */
export async function* selectChangesOfImport(
  { db, organizationId }: RegistryScope,
  importId: string,
): AsyncGenerator<readonly ChangeToUndo[]> {
  for (let after: string | null = null; ;) {
    const page: ChangeToUndo[] = await db.query(
      changeSchema,
      sql`SELECT id, unit_id AS "unitId", before - 'geomWkb' AS before, after FROM org_unit_changes
        WHERE organization_id = ${organizationId} AND import_id = ${importId} AND origin = 'import'
          AND (${after}::uuid IS NULL OR id > ${after}::uuid)
        ORDER BY id LIMIT ${unitsPerStatement}`,
    );
    if (page.length > 0) yield page;
    after = page.at(-1)?.id ?? null;
    if (page.length < unitsPerStatement) return;
  }
}

/** A member as it was before, where the import changed it. */
function restored(member: string, was: SqlStatement, now: SqlStatement): SqlStatement {
  return sql`CASE WHEN c.before ? ${member} THEN ${was} ELSE ${now} END`;
}

const locationBefore = sql`CASE WHEN jsonb_typeof(c.before->'location') = 'array' THEN ST_SetSRID(ST_MakePoint(
  (c.before->'location'->>0)::float8, (c.before->'location'->>1)::float8, (c.before->'location'->>2)::float8), 4326) END`;

/**
 * Takes the codes off the units whose codes an import made or changed, where it changed any, so that those that had them
 * before can get them back.
 */
export async function releaseCodesOfImport({ db, organizationId }: RegistryScope, importId: string): Promise<void> {
  const ofImport = sql`c.organization_id = ${organizationId} AND c.import_id = ${importId} AND c.origin = 'import'`;
  await db.execute(sql`
    UPDATE org_units u SET code = '' FROM org_unit_changes c
    WHERE ${ofImport} AND (c.before IS NULL OR c.before ? 'code')
      AND u.organization_id = c.organization_id AND u.id = c.unit_id AND u.code <> '' AND u.status = 'VALID'
      AND EXISTS (SELECT 1 FROM org_unit_changes c WHERE ${ofImport} AND (c.before ? 'code' OR c.before ? 'status'))`);
}

/** Gives units that an import changed back what they were; paths and groups are the caller's. */
export async function restoreUnits(
  { db, organizationId, now }: RegistryScope,
  changeIds: readonly string[],
): Promise<void> {
  await db.execute(sql`
    UPDATE org_units u SET
      parent_id = ${restored('parentId', sql`(c.before->>'parentId')::uuid`, sql`u.parent_id`)},
      type_id = ${restored(
        'type',
        sql`(SELECT t.id FROM org_unit_types t WHERE t.organization_id = u.organization_id
          AND t.name = c.before#>>'{type,name}' AND t.depth IS NOT DISTINCT FROM (c.before#>>'{type,depth}')::int4
          ORDER BY t.legacy_id LIMIT 1)`,
        sql`u.type_id`,
      )},
      name = ${restored('name', sql`c.before->>'name'`, sql`u.name`)},
      status = ${restored('status', sql`c.before->>'status'`, sql`u.status`)},
      aliases = ${restored('aliases', sql`ARRAY(SELECT jsonb_array_elements_text(c.before->'aliases'))`, sql`u.aliases`)},
      source_ref = ${restored('sourceRef', sql`c.before->>'sourceRef'`, sql`u.source_ref`)},
      code = ${restored('code', sql`c.before->>'code'`, sql`u.code`)},
      location = ${restored('location', locationBefore, sql`u.location`)},
      accuracy_m = ${restored('accuracyM', sql`(c.before->>'accuracyM')::float8`, sql`u.accuracy_m`)},
      geom = ${restored('geomHash', sql`s.geom`, sql`u.geom`)},
      simplified_geom = ${restored('geomHash', simplified(sql`s.geom`), sql`u.simplified_geom`)},
      opening_date = ${restored('openingDate', sql`(c.before->>'openingDate')::date`, sql`u.opening_date`)},
      closed_date = ${restored('closedDate', sql`(c.before->>'closedDate')::date`, sql`u.closed_date`)},
      extra_fields = ${restored('extraFields', sql`c.before->'extraFields'`, sql`u.extra_fields`)},
      updated_at = ${now}, revision = u.revision + 1
    FROM org_unit_changes c
    CROSS JOIN LATERAL (SELECT CASE WHEN c.before ? 'geomWkb'
      THEN ST_SetSRID(ST_GeomFromWKB(decode(c.before->>'geomWkb', 'hex')), 4326) END AS geom OFFSET 0) s
    WHERE c.organization_id = ${organizationId} AND c.id = ANY(${textList(changeIds, 'uuid')}) AND c.before IS NOT NULL
      AND u.organization_id = c.organization_id AND u.id = c.unit_id`);
}

/** Removes the units that an import made, lowest level first: a parent goes after its children. Gives their number. */
export async function removeMadeUnits({ db, organizationId }: RegistryScope, importId: string): Promise<number> {
  const made = sql`c.organization_id = ${organizationId} AND c.import_id = ${importId} AND c.origin = 'import'
    AND c.before IS NULL AND u.organization_id = c.organization_id AND u.id = c.unit_id`;
  const levels = await db.query(
    z.object({ level: z.number() }),
    sql`SELECT DISTINCT nlevel(u.path) AS level FROM org_unit_changes c, org_units u WHERE ${made} ORDER BY 1 DESC`,
  );
  let removed = 0;
  for (const { level } of levels) {
    removed += await db.execute(
      sql`DELETE FROM org_units u USING org_unit_changes c WHERE ${made} AND nlevel(u.path) = ${level}`,
    );
  }
  return removed;
}

/** Removes those of groups that are empty and in no set. */
export async function removeEmptyGroups({ db, organizationId }: RegistryScope, ids: readonly string[]): Promise<void> {
  await db.execute(sql`
    DELETE FROM org_unit_groups g WHERE g.organization_id = ${organizationId} AND g.id = ANY(${textList(ids, 'uuid')})
      AND NOT EXISTS (SELECT 1 FROM org_unit_group_members m WHERE m.organization_id = g.organization_id AND m.group_id = g.id)
      AND NOT EXISTS (SELECT 1 FROM org_unit_group_set_groups s
        WHERE s.organization_id = g.organization_id AND s.group_id = g.id)`);
}

/** Gives groups their names back where nobody has renamed them since. */
export async function restoreGroupNames(
  { db, organizationId, now }: RegistryScope,
  renamed: readonly { readonly id: string; readonly from: string; readonly to: string }[],
): Promise<void> {
  await db.execute(sql`
    UPDATE org_unit_groups g SET name = n.before, updated_at = ${now}
    FROM unnest(${textList(renamed.map(({ id }) => id), 'uuid')}, ${renamed.map(({ from }) => from)}::text[],
      ${renamed.map(({ to }) => to)}::text[]) AS n (id, before, after)
    WHERE g.organization_id = ${organizationId} AND g.id = n.id AND g.name = n.after`);
}

/** Removes a version in which nothing is any more, unless others stand beside it and it is the default. True: it is gone. */
export async function removeEmptyVersion({ db, organizationId }: RegistryScope, versionId: string): Promise<boolean> {
  const removed = await db.execute(sql`
    DELETE FROM pyramid_versions v WHERE v.organization_id = ${organizationId} AND v.id = ${versionId}
      AND NOT EXISTS (SELECT 1 FROM org_units u WHERE u.organization_id = v.organization_id AND u.version_id = v.id)
      AND NOT EXISTS (SELECT 1 FROM org_unit_groups g WHERE g.organization_id = v.organization_id AND g.version_id = v.id)
      AND NOT EXISTS (SELECT 1 FROM org_unit_group_sets s WHERE s.organization_id = v.organization_id AND s.version_id = v.id)
      AND NOT EXISTS (SELECT 1 FROM registry_imports i WHERE i.organization_id = v.organization_id AND i.version_id = v.id)
      AND (NOT v.is_default OR NOT EXISTS (SELECT 1 FROM pyramid_versions o
        WHERE o.organization_id = v.organization_id AND o.pyramid_id = v.pyramid_id AND o.id <> v.id))`);
  return removed > 0;
}

/** Removes a pyramid that has no version and no study. */
export async function removeEmptyPyramid({ db, organizationId }: RegistryScope, pyramidId: string): Promise<void> {
  await db.execute(sql`
    DELETE FROM pyramids p WHERE p.organization_id = ${organizationId} AND p.id = ${pyramidId}
      AND NOT EXISTS (SELECT 1 FROM pyramid_versions v WHERE v.organization_id = p.organization_id AND v.pyramid_id = p.id)
      AND NOT EXISTS (SELECT 1 FROM pyramid_studies s WHERE s.organization_id = p.organization_id AND s.pyramid_id = p.id)`);
}
