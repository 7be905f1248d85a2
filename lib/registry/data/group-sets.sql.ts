import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { unitGroupSetSchema, type Belonging, type UnitGroupSet } from '../domain/unit-group.ts';
import { contains } from './pyramid-rows.sql.ts';
import type { RegistryScope } from './scope.ts';

const rowSchema = z.object({ ...unitGroupSetSchema.shape, position: z.string() });

function selectSets({ db, organizationId }: RegistryScope, where: SqlStatement, limit: number) {
  return db.query(
    rowSchema,
    sql`SELECT s.id, s.legacy_id AS "legacyId", s.version_id AS "versionId", v.number AS "versionNumber",
        v.pyramid_id AS "pyramidId", p.name AS "pyramidName", s.name, s.source_ref AS "sourceRef", s.belonging,
        s.created_at AS "createdAt", s.updated_at AS "updatedAt", cairn_fold(s.name) AS position,
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) ORDER BY g.name, g.id)
          FROM org_unit_group_set_groups k
          JOIN org_unit_groups g ON g.organization_id = k.organization_id AND g.id = k.group_id
          WHERE k.organization_id = s.organization_id AND k.set_id = s.id), '[]') AS groups
      FROM org_unit_group_sets s
      JOIN pyramid_versions v ON v.organization_id = s.organization_id AND v.id = s.version_id
      JOIN pyramids p ON p.organization_id = v.organization_id AND p.id = v.pyramid_id
      WHERE s.organization_id = ${organizationId} AND ${where} ORDER BY cairn_fold(s.name), s.id LIMIT ${limit}`,
  );
}

export interface SetPageQuery {
  readonly versionId: string;
  readonly text: string | undefined;
  readonly after: readonly [position: string, id: string] | null;
  readonly limit: number;
}

/** Group sets of a version by name, each with its position for a cursor. */
export async function selectSetPage(
  scope: RegistryScope,
  { versionId, text, after, limit }: SetPageQuery,
): Promise<{ readonly set: UnitGroupSet; readonly position: [string, string] }[]> {
  const named =
    text === undefined
      ? rawSql('true')
      : sql`(${contains(rawSql('s.name'), text)} OR ${contains(rawSql("coalesce(s.source_ref, '')"), text)})`;
  const where = sql`s.version_id = ${versionId} AND ${named}
    AND ${after === null ? rawSql('true') : sql`(cairn_fold(s.name), s.id) > (${after[0]}, ${after[1]}::uuid)`}`;
  const rows = await selectSets(scope, where, limit);
  return rows.map(({ position, ...set }) => ({ set, position: [position, set.id] }));
}

/** One set; null: there is none. */
export async function selectGroupSet(scope: RegistryScope, id: string): Promise<UnitGroupSet | null> {
  const [row] = await selectSets(scope, sql`s.id = ${id}`, 1);
  if (!row) return null;
  const { position: _position, ...set } = row;
  return set;
}

export interface SetToWrite {
  readonly id: string;
  readonly versionId: string;
  readonly name: string;
  readonly sourceRef: string | null;
  readonly belonging: Belonging;
}

/** Adds a set, or writes what it is now. A reference that is taken breaks `org_unit_group_sets_source_ref_unique`. */
export async function upsertGroupSet({ db, organizationId, now }: RegistryScope, set: SetToWrite): Promise<void> {
  const { id, versionId, name, sourceRef, belonging } = set;
  await db.execute(sql`
    INSERT INTO org_unit_group_sets (organization_id, id, version_id, name, source_ref, belonging, created_at, updated_at)
    VALUES (${organizationId}, ${id}, ${versionId}, ${name}, ${sourceRef}, ${belonging}, ${now}, ${now})
    ON CONFLICT (organization_id, id) DO UPDATE SET name = excluded.name, source_ref = excluded.source_ref,
      belonging = excluded.belonging, updated_at = excluded.updated_at`);
}

/** Makes these the groups of a set; false when one of them is not a group of the set's version. */
export async function setGroupsOfSet(
  { db, organizationId }: RegistryScope,
  { id, versionId }: Pick<SetToWrite, 'id' | 'versionId'>,
  groupIds: readonly string[],
): Promise<boolean> {
  await db.execute(sql`DELETE FROM org_unit_group_set_groups WHERE organization_id = ${organizationId} AND set_id = ${id}`);
  const written = await db.execute(sql`
    INSERT INTO org_unit_group_set_groups (organization_id, version_id, set_id, group_id)
    SELECT g.organization_id, g.version_id, ${id}::uuid, g.id FROM org_unit_groups g
    WHERE g.organization_id = ${organizationId} AND g.version_id = ${versionId} AND g.id = ANY(${groupIds}::uuid[])`);
  return written === groupIds.length;
}

/** Removes a set; its groups stay. */
export async function deleteGroupSet({ db, organizationId }: RegistryScope, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM org_unit_group_sets WHERE organization_id = ${organizationId} AND id = ${id}`);
}
