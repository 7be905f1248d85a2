import { z } from 'zod';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { ChangeSet } from './changes.sql.ts';
import { newIdSql } from './new-id.sql.ts';
import type { RegistryScope } from './scope.ts';

interface MembershipChange {
  readonly groupId: string;
  /** The units that are in it now leave it; otherwise they are about to join it. */
  readonly isLeaving: boolean;
  /** Null: all units of the group. */
  readonly unitIds: readonly string[] | null;
}

/** Writes the history of units that are about to join or leave a group, and counts their change. Call it before the change. */
export async function recordMembershipChange(
  { db, organizationId, now }: RegistryScope,
  set: ChangeSet,
  { groupId, isLeaving, unitIds }: MembershipChange,
): Promise<void> {
  const units =
    unitIds === null
      ? sql`(SELECT unit_id AS id FROM org_unit_group_members WHERE organization_id = ${organizationId} AND group_id = ${groupId})`
      : sql`unnest(${textList(unitIds, 'uuid')})`;
  const refs = (which: SqlStatement, more?: SqlStatement) => refsOf(organizationId, which, more);
  const after = isLeaving ? refs(sql`m.group_id <> ${groupId}`) : refs(sql`true`, sql`UNION SELECT n.ref`);
  await db.execute(sql`
    INSERT INTO org_unit_changes (organization_id, id, version_id, unit_id, changed_at, origin, actor_id, actor_label, before, after)
    SELECT ${organizationId}::uuid, ${newIdSql}, ${set.versionId}::uuid, w.id, ${now}, ${set.origin}, ${set.actorId}::uuid,
      ${set.actorLabel}, jsonb_build_object('groupRefs', ${refs(sql`true`)}), jsonb_build_object('groupRefs', ${after})
    FROM ${units} AS w (id)
    CROSS JOIN (SELECT coalesce(source_ref, 'iaso:' || legacy_id) AS ref FROM org_unit_groups
      WHERE organization_id = ${organizationId} AND id = ${groupId}) n`);
  await db.execute(sql`UPDATE org_units u SET updated_at = ${now}, revision = u.revision + 1
    FROM ${units} AS w (id) WHERE u.organization_id = ${organizationId} AND u.id = w.id`);
}

/** The references of the groups that unit `w.id` is in, as JSON, in order. */
function refsOf(organizationId: string, which: SqlStatement, more: SqlStatement = sql``): SqlStatement {
  return sql`(SELECT coalesce(jsonb_agg(r.ref ORDER BY r.ref COLLATE "C"), '[]') FROM (
    SELECT coalesce(g.source_ref, 'iaso:' || g.legacy_id) AS ref
    FROM org_unit_group_members m JOIN org_unit_groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
    WHERE m.organization_id = ${organizationId} AND m.unit_id = w.id AND ${which} ${more}) r)`;
}

const crowdedSchema = z.object({ setName: z.string(), count: z.coerce.number() });

/**
 * A set of which a unit may be in one group only, and how many units are in several of them; null: none. Looks at the sets
 * of a group, or at one set, and at these units or (null) all.
 */
export async function findCrowdedSet(
  { db, organizationId }: RegistryScope,
  { groupId = null, setId = null }: { readonly groupId?: string | null; readonly setId?: string | null },
  unitIds: readonly string[] | null,
): Promise<{ readonly setName: string; readonly count: number } | null> {
  const ofUnits = unitIds === null ? sql`true` : sql`m.unit_id = ANY(${textList(unitIds, 'uuid')})`;
  const [row] = await db.query(
    crowdedSchema,
    sql`SELECT min(c.name) AS "setName", count(*) AS count FROM (
        SELECT s.id, s.name, m.unit_id FROM org_unit_group_sets s
        JOIN org_unit_group_set_groups k ON k.organization_id = s.organization_id AND k.set_id = s.id
        JOIN org_unit_group_members m ON m.organization_id = k.organization_id AND m.group_id = k.group_id
        WHERE s.organization_id = ${organizationId} AND s.belonging = 'SINGLE'
          AND (${setId}::uuid IS NULL OR s.id = ${setId}::uuid)
          AND (${groupId}::uuid IS NULL OR EXISTS (SELECT 1 FROM org_unit_group_set_groups o
            WHERE o.organization_id = s.organization_id AND o.set_id = s.id AND o.group_id = ${groupId}::uuid))
          AND ${ofUnits}
        GROUP BY s.id, s.name, m.unit_id HAVING count(*) > 1) c
      GROUP BY c.id LIMIT 1`,
  );
  return row ?? null;
}
