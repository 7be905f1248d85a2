import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { TypeEdge } from '../domain/type-tree.ts';
import { unitTypeSchema, type AllowedChild, type UnitType } from '../domain/unit-type.ts';
import { contains } from './pyramid-rows.sql.ts';
import type { RegistryScope } from './scope.ts';
import { unitsOfVersion } from './search-units.sql.ts';
import type { SeenTrees } from './version-rows.sql.ts';

/** Stands for "anywhere" in the order of types: below every level. */
const noDepth = 1_000_000;

const rowSchema = z.object({ ...unitTypeSchema.shape, sortDepth: z.number(), sortName: z.string() });

/** The version whose units are counted, and the trees of it that the viewer sees; null: there is none. */
export type CountedVersion = { readonly id: string; readonly trees: SeenTrees } | null;

interface TypesQuery {
  readonly where: SqlStatement;
  readonly counted: CountedVersion;
  readonly limit: number;
}

function selectTypes(scope: RegistryScope, { where, counted, limit }: TypesQuery) {
  const count = counted
    ? sql`(SELECT count(*) FROM org_units u WHERE ${unitsOfVersion(scope, counted.id, counted.trees)}
        AND u.type_id = t.id AND u.status <> 'REJECTED')`
    : rawSql('0');
  return scope.db.query(
    rowSchema,
    sql`SELECT t.id, t.legacy_id AS "legacyId", t.name, t.short_name AS "shortName", t.category, t.depth,
        t.created_at AS "createdAt", t.updated_at AS "updatedAt", ${count} AS "unitCount",
        coalesce(t.depth, ${noDepth}::int4) AS "sortDepth", cairn_fold(t.name) AS "sortName",
        coalesce((SELECT array_agg(s.study_id::text ORDER BY s.study_id) FROM org_unit_type_studies s
          WHERE s.organization_id = t.organization_id AND s.type_id = t.id), '{}') AS "studyIds",
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'isCreatable', c.is_creatable)
            ORDER BY k.depth NULLS LAST, k.name, k.id)
          FROM org_unit_type_children c JOIN org_unit_types k ON k.organization_id = c.organization_id AND k.id = c.child_type_id
          WHERE c.organization_id = t.organization_id AND c.parent_type_id = t.id), '[]') AS children,
        EXISTS (SELECT 1 FROM pyramid_versions v WHERE v.organization_id = t.organization_id AND EXISTS (
          SELECT 1 FROM org_units u WHERE u.organization_id = v.organization_id AND u.version_id = v.id
            AND u.type_id = t.id)) AS "isUsed"
      FROM org_unit_types t WHERE t.organization_id = ${scope.organizationId} AND ${where}
      ORDER BY coalesce(t.depth, ${noDepth}::int4), cairn_fold(t.name), t.id LIMIT ${limit}`,
  );
}

export type TypePosition = readonly [depth: number, name: string, id: string];

export interface TypePageQuery {
  readonly text: string | undefined;
  readonly study: string | undefined;
  readonly category: string | undefined;
  readonly counted: CountedVersion;
  readonly after: TypePosition | null;
  readonly limit: number;
}

/** Types from the top down, each with its position for a cursor. */
export async function selectTypePage(
  scope: RegistryScope,
  { text, study, category, counted, after, limit }: TypePageQuery,
): Promise<{ readonly type: UnitType; readonly position: TypePosition }[]> {
  const named =
    text === undefined
      ? rawSql('true')
      : sql`(${contains(rawSql('t.name'), text)} OR ${contains(rawSql('t.short_name'), text)})`;
  const where = sql`${named} AND (${category ?? null}::text IS NULL OR t.category = ${category ?? null}::text)
    AND (${study ?? null}::uuid IS NULL OR EXISTS (SELECT 1 FROM org_unit_type_studies s
      WHERE s.organization_id = t.organization_id AND s.type_id = t.id AND s.study_id = ${study ?? null}::uuid))
    AND ${
      after === null
        ? rawSql('true')
        : sql`(coalesce(t.depth, ${noDepth}::int4), cairn_fold(t.name), t.id) > (${after[0]}::int4, ${after[1]}, ${after[2]}::uuid)`
    }`;
  const rows = await selectTypes(scope, { where, counted, limit });
  return rows.map(({ sortDepth, sortName, ...type }) => ({ type, position: [sortDepth, sortName, type.id] }));
}

/** One type; null: there is none. */
export async function selectType(scope: RegistryScope, id: string, counted: CountedVersion): Promise<UnitType | null> {
  const [row] = await selectTypes(scope, { where: sql`t.id = ${id}`, counted, limit: 1 });
  if (!row) return null;
  const { sortDepth: _depth, sortName: _name, ...type } = row;
  return type;
}

const treeRowSchema = unitTypeSchema.pick({ id: true, name: true, shortName: true, depth: true, children: true });
export type TypeTreeRow = z.infer<typeof treeRowSchema>;

/** Every type with what may stand under it: there are tens of them. */
export function selectTypeTree({ db, organizationId }: RegistryScope): Promise<TypeTreeRow[]> {
  return db.query(
    treeRowSchema,
    sql`SELECT t.id, t.name, t.short_name AS "shortName", t.depth,
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'isCreatable', c.is_creatable)
            ORDER BY k.depth NULLS LAST, k.name, k.id)
          FROM org_unit_type_children c JOIN org_unit_types k ON k.organization_id = c.organization_id AND k.id = c.child_type_id
          WHERE c.organization_id = t.organization_id AND c.parent_type_id = t.id), '[]') AS children
      FROM org_unit_types t WHERE t.organization_id = ${organizationId}`,
  );
}

const edgeSchema = z.object({ parentId: z.string(), childId: z.string() });

/** Lets nobody else change which types may stand under which until the transaction ends, and tells how it is. */
export async function lockTypeEdges({ db, organizationId }: RegistryScope): Promise<TypeEdge[]> {
  await db.execute(sql`SELECT 1 FROM org_unit_types WHERE organization_id = ${organizationId} ORDER BY id FOR UPDATE`);
  return db.query(
    edgeSchema,
    sql`SELECT parent_type_id AS "parentId", child_type_id AS "childId" FROM org_unit_type_children
      WHERE organization_id = ${organizationId}`,
  );
}

export interface TypeToWrite {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly category: string | null;
  readonly depth: number | null;
}

/** Adds a type, or writes what it is now. */
export async function upsertType({ db, organizationId, now }: RegistryScope, type: TypeToWrite): Promise<void> {
  const { id, name, shortName, category, depth } = type;
  await db.execute(sql`
    INSERT INTO org_unit_types (organization_id, id, name, short_name, category, depth, created_at, updated_at)
    VALUES (${organizationId}, ${id}, ${name}, ${shortName}, ${category}, ${depth}::int4, ${now}, ${now})
    ON CONFLICT (organization_id, id) DO UPDATE SET name = excluded.name, short_name = excluded.short_name,
      category = excluded.category, depth = excluded.depth, updated_at = excluded.updated_at`);
}

/** True when another type has this name at this depth. */
export async function isTypeNameTaken(
  { db, organizationId }: RegistryScope,
  { id, name, depth }: Pick<TypeToWrite, 'id' | 'name' | 'depth'>,
): Promise<boolean> {
  const rows = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM org_unit_types WHERE organization_id = ${organizationId} AND name = ${name}
      AND depth IS NOT DISTINCT FROM ${depth}::int4 AND id <> ${id} LIMIT 1`,
  );
  return rows.length > 0;
}

/** Makes these the types that may stand under one; false when one of them is not there. */
export async function setTypeChildren(
  { db, organizationId }: RegistryScope,
  typeId: string,
  children: readonly AllowedChild[],
): Promise<boolean> {
  await db.execute(sql`DELETE FROM org_unit_type_children
    WHERE organization_id = ${organizationId} AND parent_type_id = ${typeId}`);
  const written = await db.execute(sql`
    INSERT INTO org_unit_type_children (organization_id, parent_type_id, child_type_id, is_creatable)
    SELECT t.organization_id, ${typeId}::uuid, t.id, n.is_creatable
    FROM unnest(${children.map(({ id }) => id)}::uuid[], ${children.map(({ isCreatable }) => isCreatable)}::bool[])
      AS n (id, is_creatable)
    JOIN org_unit_types t ON t.organization_id = ${organizationId} AND t.id = n.id`);
  return written === children.length;
}

/** Makes these the studies in which units of a type play a part. */
export async function setTypeStudies(
  { db, organizationId }: RegistryScope,
  typeId: string,
  studyIds: readonly string[],
): Promise<void> {
  await db.execute(sql`DELETE FROM org_unit_type_studies
    WHERE organization_id = ${organizationId} AND type_id = ${typeId}`);
  await db.execute(sql`INSERT INTO org_unit_type_studies (organization_id, type_id, study_id)
    SELECT ${organizationId}::uuid, ${typeId}::uuid, n.id FROM unnest(${studyIds}::uuid[]) AS n (id)
    ON CONFLICT DO NOTHING`);
}

/** Removes a type that no unit has. */
export async function deleteType({ db, organizationId }: RegistryScope, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM org_unit_types WHERE organization_id = ${organizationId} AND id = ${id}`);
}
