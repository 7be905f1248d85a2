import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { unitGroupSchema, type UnitGroup } from '../domain/unit-group.ts';
import { contains } from './pyramid-rows.sql.ts';
import type { RegistryScope } from './scope.ts';
import { inSeenTrees, type SeenTrees } from './version-rows.sql.ts';

const rowSchema = z.object({ ...unitGroupSchema.shape, position: z.string() });

interface GroupsQuery {
  readonly where: SqlStatement;
  readonly trees: SeenTrees;
  readonly limit: number;
}

function selectGroupRows({ db, organizationId }: RegistryScope, { where, trees, limit }: GroupsQuery) {
  const count =
    trees === null
      ? sql`(SELECT count(*) FROM org_unit_group_members m
          WHERE m.organization_id = g.organization_id AND m.group_id = g.id)`
      : sql`(SELECT count(*) FROM org_unit_group_members m
          JOIN org_units u ON u.organization_id = m.organization_id AND u.id = m.unit_id
          WHERE m.organization_id = g.organization_id AND m.group_id = g.id AND ${inSeenTrees(trees)})`;
  return db.query(
    rowSchema,
    sql`SELECT g.id, g.legacy_id AS "legacyId", g.version_id AS "versionId", v.number AS "versionNumber",
        v.pyramid_id AS "pyramidId", p.name AS "pyramidName", g.name, g.source_ref AS "sourceRef",
        g.created_at AS "createdAt", g.updated_at AS "updatedAt", ${count} AS "unitCount", cairn_fold(g.name) AS position,
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY s.name, s.id)
          FROM org_unit_group_set_groups k
          JOIN org_unit_group_sets s ON s.organization_id = k.organization_id AND s.id = k.set_id
          WHERE k.organization_id = g.organization_id AND k.group_id = g.id), '[]') AS sets
      FROM org_unit_groups g
      JOIN pyramid_versions v ON v.organization_id = g.organization_id AND v.id = g.version_id
      JOIN pyramids p ON p.organization_id = v.organization_id AND p.id = v.pyramid_id
      WHERE g.organization_id = ${organizationId} AND ${where} ORDER BY cairn_fold(g.name), g.id LIMIT ${limit}`,
  );
}

export interface GroupPageQuery {
  readonly versionId: string;
  readonly trees: SeenTrees;
  readonly text: string | undefined;
  readonly set: string | undefined;
  readonly after: readonly [position: string, id: string] | null;
  readonly limit: number;
}

/** Groups of a version by name, each with its position for a cursor. */
export async function selectGroupPage(
  scope: RegistryScope,
  { versionId, trees, text, set, after, limit }: GroupPageQuery,
): Promise<{ readonly group: UnitGroup; readonly position: [string, string] }[]> {
  const named =
    text === undefined
      ? rawSql('true')
      : sql`(${contains(rawSql('g.name'), text)} OR ${contains(rawSql("coalesce(g.source_ref, '')"), text)})`;
  const where = sql`g.version_id = ${versionId} AND ${named}
    AND (${set ?? null}::uuid IS NULL OR EXISTS (SELECT 1 FROM org_unit_group_set_groups k
      WHERE k.organization_id = g.organization_id AND k.group_id = g.id AND k.set_id = ${set ?? null}::uuid))
    AND ${after === null ? rawSql('true') : sql`(cairn_fold(g.name), g.id) > (${after[0]}, ${after[1]}::uuid)`}`;
  const rows = await selectGroupRows(scope, { where, trees, limit });
  return rows.map(({ position, ...group }) => ({ group, position: [position, group.id] }));
}

/** One group; null: there is none. */
export async function selectUnitGroup(scope: RegistryScope, id: string, trees: SeenTrees): Promise<UnitGroup | null> {
  const [row] = await selectGroupRows(scope, { where: sql`g.id = ${id}`, trees, limit: 1 });
  if (!row) return null;
  const { position: _position, ...group } = row;
  return group;
}

export interface GroupToWrite {
  readonly id: string;
  readonly versionId: string;
  readonly name: string;
  readonly sourceRef: string | null;
}

/** Adds a group, or writes what it is now. A reference that is taken breaks `org_unit_groups_source_ref_unique`. */
export async function upsertUnitGroup({ db, organizationId, now }: RegistryScope, group: GroupToWrite): Promise<void> {
  const { id, versionId, name, sourceRef } = group;
  await db.execute(sql`
    INSERT INTO org_unit_groups (organization_id, id, version_id, name, source_ref, created_at, updated_at)
    VALUES (${organizationId}, ${id}, ${versionId}, ${name}, ${sourceRef}, ${now}, ${now})
    ON CONFLICT (organization_id, id) DO UPDATE SET name = excluded.name, source_ref = excluded.source_ref,
      updated_at = excluded.updated_at`);
}

/** Removes a group; its units stay. */
export async function deleteUnitGroup({ db, organizationId }: RegistryScope, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM org_unit_groups WHERE organization_id = ${organizationId} AND id = ${id}`);
}

const idSchema = z.object({ id: z.string() });

/** Of these units, those of the version. */
export async function selectUnitsOfVersion(
  { db, organizationId }: RegistryScope,
  versionId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await db.query(
    idSchema,
    sql`SELECT id FROM org_units WHERE organization_id = ${organizationId} AND version_id = ${versionId}
      AND id = ANY(${textList(ids, 'uuid')})`,
  );
  return rows.map(({ id }) => id);
}

/** Of these units, those in the group. */
export async function selectMembers(
  { db, organizationId }: RegistryScope,
  groupId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await db.query(
    idSchema,
    sql`SELECT unit_id AS id FROM org_unit_group_members WHERE organization_id = ${organizationId}
      AND group_id = ${groupId} AND unit_id = ANY(${textList(ids, 'uuid')})`,
  );
  return rows.map(({ id }) => id);
}

/** Puts units of the group's version into it. */
export async function insertMembers(
  { db, organizationId }: RegistryScope,
  { id, versionId }: Pick<GroupToWrite, 'id' | 'versionId'>,
  unitIds: readonly string[],
): Promise<void> {
  await db.execute(sql`
    INSERT INTO org_unit_group_members (organization_id, version_id, group_id, unit_id)
    SELECT ${organizationId}::uuid, ${versionId}::uuid, ${id}::uuid, n.id
    FROM unnest(${textList(unitIds, 'uuid')}) AS n (id)`);
}

/** Takes units out of a group. */
export async function deleteMembers(
  { db, organizationId }: RegistryScope,
  groupId: string,
  unitIds: readonly string[],
): Promise<void> {
  await db.execute(sql`DELETE FROM org_unit_group_members WHERE organization_id = ${organizationId}
    AND group_id = ${groupId} AND unit_id = ANY(${textList(unitIds, 'uuid')})`);
}
