import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { ChangeSet } from './changes.sql.ts';
import { newIdSql } from './new-id.sql.ts';
import { letNamesWait } from './pending-names.sql.ts';
import type { RegistryScope } from './scope.ts';

// A copy in sets: a table that lives as long as the transaction says which unit becomes which, and where it stands.

const countSchema = z.object({ count: z.coerce.number() });

/** Sees the database as it is now until the transaction ends, whatever others write. First statement of its transaction. */
export async function freezeView({ db }: Pick<RegistryScope, 'db'>): Promise<void> {
  await db.execute(rawSql('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ'));
  // Before the statistics of many new units are there, the planner takes their tables for empty and compares each with each.
  await db.execute(rawSql('SET LOCAL enable_nestloop = off'));
  await letNamesWait({ db });
}

/** Units and groups of a version: what a copy onto it would replace. */
export async function countContent({ db, organizationId }: RegistryScope, versionId: string): Promise<number> {
  const [row] = await db.query(
    countSchema,
    sql`SELECT (SELECT count(*) FROM org_units WHERE organization_id = ${organizationId} AND version_id = ${versionId})
      + (SELECT count(*) FROM org_unit_groups WHERE organization_id = ${organizationId} AND version_id = ${versionId})
      + (SELECT count(*) FROM org_unit_group_sets WHERE organization_id = ${organizationId} AND version_id = ${versionId}) AS count`,
  );
  return row?.count ?? 0;
}

/** Empties a version, its history apart, which tells what every unit was. */
export async function emptyVersion(scope: RegistryScope, set: ChangeSet): Promise<void> {
  const { db, organizationId } = scope;
  const ofVersion = sql`organization_id = ${organizationId} AND version_id = ${set.versionId}`;
  await recordRemovals(scope, set);
  await db.execute(sql`DELETE FROM org_unit_group_sets WHERE ${ofVersion}`);
  await db.execute(sql`DELETE FROM org_unit_groups WHERE ${ofVersion}`);
  await db.execute(sql`DELETE FROM org_units WHERE ${ofVersion}`);
}

/**
 * Says which unit becomes which: new ids, parents and paths, every parent before its children. Gives how many there are;
 * a unit that no root leads to is not among them.
 */
export async function mapUnits({ db, organizationId }: RegistryScope, fromVersionId: string): Promise<number> {
  await db.execute(rawSql(`CREATE TEMP TABLE numbered_units (old_id uuid NOT NULL, old_parent_id uuid, id uuid NOT NULL,
    legacy_id bigint NOT NULL) ON COMMIT DROP`));
  await db.execute(sql`INSERT INTO numbered_units (old_id, old_parent_id, id, legacy_id)
    SELECT s.id, s.parent_id, ${newIdSql}, nextval('org_units_legacy_id_seq')
    FROM (SELECT id, parent_id FROM org_units WHERE organization_id = ${organizationId} AND version_id = ${fromVersionId}
      ORDER BY legacy_id) s`);
  await db.execute(rawSql('CREATE INDEX numbered_units_by_parent ON numbered_units (old_parent_id)'));
  // A table of this transaction has no statistics, and without them each level is compared with every unit.
  await db.execute(rawSql('ANALYZE numbered_units'));
  await db.execute(rawSql(`CREATE TEMP TABLE copied_units (old_id uuid NOT NULL, id uuid NOT NULL, legacy_id bigint NOT NULL,
    parent_id uuid, path ltree NOT NULL, place bigint NOT NULL) ON COMMIT DROP`));
  const count = await db.execute(rawSql(`INSERT INTO copied_units (old_id, id, legacy_id, parent_id, path, place)
    WITH RECURSIVE tree AS (
      SELECT old_id, id, legacy_id, NULL::uuid AS parent_id, legacy_id::text::ltree AS path
      FROM numbered_units WHERE old_parent_id IS NULL
      UNION ALL
      SELECT n.old_id, n.id, n.legacy_id, t.id, t.path || n.legacy_id::text
      FROM tree t JOIN numbered_units n ON n.old_parent_id = t.old_id)
    SELECT old_id, id, legacy_id, parent_id, path, row_number() OVER (ORDER BY nlevel(path), legacy_id) FROM tree`));
  await db.execute(rawSql('CREATE INDEX copied_units_by_place ON copied_units (place)'));
  await db.execute(rawSql('ANALYZE copied_units'));
  return count;
}

/** Which version becomes which. */
export interface CopiedVersions {
  readonly fromId: string;
  readonly toId: string;
}

/** Units from one place of the map (exclusive) to another. */
export interface CopiedRange {
  readonly after: number;
  readonly to: number;
}

/**
 * Writes the units of a part of the map with their history: made, as they are. The groups must be there. Pictures, comments
 * and former history stay with the units they are of. Each unit is looked up by itself: joined as a set, the whole version
 * would be read for every part.
 */
export async function copyUnits(
  { db, organizationId, now }: RegistryScope,
  { fromId, set }: { readonly fromId: string; readonly set: ChangeSet },
  { after, to }: CopiedRange,
): Promise<void> {
  await db.execute(sql`
    WITH u AS (
      INSERT INTO org_units (organization_id, id, legacy_id, version_id, parent_id, path, type_id, name, status, aliases,
        source_ref, sub_source, code, client_uuid, is_custom, location, accuracy_m, geom, simplified_geom, opening_date,
        closed_date, extra_fields, created_by, created_at, updated_at, source_created_at)
      SELECT u.organization_id, c.id, c.legacy_id, ${set.versionId}::uuid, c.parent_id, c.path, u.type_id, u.name, u.status,
        u.aliases, u.source_ref, u.sub_source, u.code, u.client_uuid, u.is_custom, u.location, u.accuracy_m, u.geom,
        u.simplified_geom, u.opening_date, u.closed_date, u.extra_fields, u.created_by, u.created_at, ${now}, u.source_created_at
      FROM copied_units c
      CROSS JOIN LATERAL (SELECT * FROM org_units o WHERE o.organization_id = ${organizationId} AND o.version_id = ${fromId}
        AND o.id = c.old_id LIMIT 1) u
      WHERE c.place > ${after} AND c.place <= ${to} ORDER BY c.place
      RETURNING organization_id, id, version_id, parent_id, type_id, name, status, aliases, source_ref, code, location,
        accuracy_m, geom, opening_date, closed_date, extra_fields)
    INSERT INTO org_unit_changes (${changeColumns})
    SELECT ${changeOf(set, now)}, NULL, ${facts}
    FROM u LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
    LEFT JOIN copied_refs k ON k.unit_id = u.id`);
}

/** Copies the groups and the sets of a version. What is in them is told by {@link copyMembers}. */
export async function copyGroups(
  { db, organizationId, now }: RegistryScope,
  { fromId, toId }: CopiedVersions,
): Promise<{ readonly groups: number; readonly sets: number }> {
  await db.execute(rawSql(`CREATE TEMP TABLE copied_groups (old_id uuid NOT NULL, id uuid NOT NULL) ON COMMIT DROP`));
  await db.execute(sql`INSERT INTO copied_groups SELECT id, ${newIdSql} FROM org_unit_groups
    WHERE organization_id = ${organizationId} AND version_id = ${fromId}`);
  const groups = await db.execute(sql`
    INSERT INTO org_unit_groups (organization_id, id, version_id, name, source_ref, created_at, updated_at)
    SELECT g.organization_id, c.id, ${toId}::uuid, g.name, g.source_ref, ${now}, ${now}
    FROM copied_groups c JOIN org_unit_groups g ON g.organization_id = ${organizationId} AND g.id = c.old_id
    ORDER BY g.legacy_id`);
  await keepRefs({ db, organizationId });
  await db.execute(rawSql(`CREATE TEMP TABLE copied_sets (old_id uuid NOT NULL, id uuid NOT NULL) ON COMMIT DROP`));
  await db.execute(sql`INSERT INTO copied_sets SELECT id, ${newIdSql} FROM org_unit_group_sets
    WHERE organization_id = ${organizationId} AND version_id = ${fromId}`);
  const sets = await db.execute(sql`
    INSERT INTO org_unit_group_sets (organization_id, id, version_id, name, source_ref, belonging, created_at, updated_at)
    SELECT s.organization_id, c.id, ${toId}::uuid, s.name, s.source_ref, s.belonging, ${now}, ${now}
    FROM copied_sets c JOIN org_unit_group_sets s ON s.organization_id = ${organizationId} AND s.id = c.old_id
    ORDER BY s.legacy_id`);
  await db.execute(sql`
    INSERT INTO org_unit_group_set_groups (organization_id, version_id, set_id, group_id)
    SELECT k.organization_id, ${toId}::uuid, s.id, g.id FROM org_unit_group_set_groups k
    JOIN copied_sets s ON s.old_id = k.set_id JOIN copied_groups g ON g.old_id = k.group_id
    WHERE k.organization_id = ${organizationId}`);
  return { groups, sets };
}

/** The references of the groups that each copied unit will be in, as history tells them. */
async function keepRefs({ db, organizationId }: Pick<RegistryScope, 'db' | 'organizationId'>): Promise<void> {
  await db.execute(rawSql('CREATE TEMP TABLE copied_refs (unit_id uuid PRIMARY KEY, refs jsonb NOT NULL) ON COMMIT DROP'));
  await db.execute(sql`
    INSERT INTO copied_refs (unit_id, refs)
    SELECT r.unit_id, jsonb_agg(r.ref ORDER BY r.ref COLLATE "C") FROM (
      SELECT u.id AS unit_id, coalesce(g.source_ref, 'iaso:' || g.legacy_id) AS ref FROM org_unit_group_members m
      JOIN copied_groups c ON c.old_id = m.group_id JOIN copied_units u ON u.old_id = m.unit_id
      JOIN org_unit_groups g ON g.organization_id = m.organization_id AND g.id = c.id
      WHERE m.organization_id = ${organizationId}) r
    GROUP BY r.unit_id`);
  await db.execute(rawSql('ANALYZE copied_refs'));
}

/** Copies which unit is in which group: units and groups must be there. */
export async function copyMembers({ db, organizationId }: RegistryScope, toId: string): Promise<void> {
  await db.execute(sql`
    INSERT INTO org_unit_group_members (organization_id, version_id, group_id, unit_id)
    SELECT m.organization_id, ${toId}::uuid, c.id, u.id FROM org_unit_group_members m
    JOIN copied_groups c ON c.old_id = m.group_id JOIN copied_units u ON u.old_id = m.unit_id
    WHERE m.organization_id = ${organizationId}`);
}

/** What history keeps of a unit `u` of type `t` in the groups `k`: the members of an import's facts. */
const facts = rawSql(`jsonb_build_object('parentId', u.parent_id,
  'type', jsonb_build_object('name', coalesce(t.name, ''), 'depth', t.depth), 'name', u.name, 'sourceRef', u.source_ref,
  'code', u.code, 'status', u.status, 'aliases', u.aliases,
  'location', CASE WHEN u.location IS NOT NULL
    THEN jsonb_build_array(ST_X(u.location), ST_Y(u.location), ST_Z(u.location)) END,
  'accuracyM', u.accuracy_m, 'geomHash', md5(ST_AsBinary(u.geom)), 'openingDate', u.opening_date,
  'closedDate', u.closed_date, 'extraFields', u.extra_fields,
  'groupRefs', coalesce(k.refs, '[]'))`);

const changeColumns = rawSql(
  'organization_id, id, version_id, unit_id, changed_at, origin, actor_id, actor_label, before, after',
);

/** The columns of a change of a unit `u`, but for what it was and what it is. */
function changeOf(set: ChangeSet, now: Date): SqlStatement {
  return sql`u.organization_id, ${newIdSql}, u.version_id, u.id, ${now}::timestamptz, ${set.origin}::text, ${set.actorId}::uuid,
      ${set.actorLabel}::text`;
}

/** Writes the end of every unit of a version into history. */
async function recordRemovals({ db, organizationId, now }: RegistryScope, set: ChangeSet): Promise<void> {
  await db.execute(sql`
    INSERT INTO org_unit_changes (${changeColumns})
    SELECT ${changeOf(set, now)}, ${facts}, NULL
    FROM org_units u LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
    LEFT JOIN (SELECT r.unit_id, jsonb_agg(r.ref ORDER BY r.ref COLLATE "C") AS refs FROM (
        SELECT m.unit_id, coalesce(g.source_ref, 'iaso:' || g.legacy_id) AS ref FROM org_unit_group_members m
        JOIN org_unit_groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
        WHERE g.organization_id = ${organizationId} AND g.version_id = ${set.versionId}) r
      GROUP BY r.unit_id) k ON k.unit_id = u.id
    WHERE u.organization_id = ${organizationId} AND u.version_id = ${set.versionId}`);
}
