import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { RegistryScope } from './scope.ts';

/** A type by its name and depth, as imports find it. */
export interface TypeKey {
  readonly name: string;
  readonly depth: number | null;
}

const idSchema = z.object({ id: z.string() });

/** The id of the type with this name and depth; null when there is none. */
export async function findType(
  { db, organizationId }: Pick<RegistryScope, 'db' | 'organizationId'>,
  { name, depth }: TypeKey,
): Promise<string | null> {
  const [known] = await db.query(
    idSchema,
    sql`SELECT id FROM org_unit_types WHERE organization_id = ${organizationId} AND name = ${name}
      AND depth IS NOT DISTINCT FROM ${depth}::int4 ORDER BY legacy_id LIMIT 1`,
  );
  return known?.id ?? null;
}

/**
 * The id of the type with this name and depth, made when there is none; `isNew` tells. The short name is what follows the
 * last " - " (spec iaso-georegistry 1.5).
 */
export async function findOrInsertType(
  { db, organizationId, now }: RegistryScope,
  { name, depth }: TypeKey,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const known = await findType({ db, organizationId }, { name, depth });
  if (known !== null) return { id: known, isNew: false };
  const id = newId();
  const shortName = name.split(' - ').at(-1) ?? name;
  const made = await db.execute(sql`
    INSERT INTO org_unit_types (organization_id, id, name, short_name, depth, created_at, updated_at)
    VALUES (${organizationId}, ${id}, ${name}, ${shortName}, ${depth}::int4, ${now}, ${now})
    ON CONFLICT (organization_id, name, depth) DO NOTHING`);
  if (made > 0) return { id, isNew: true };
  // Another import has made it meanwhile, and is done: this one has waited for it.
  return { id: (await findType({ db, organizationId }, { name, depth })) ?? id, isNew: false };
}

/** Lets types stand under others: pairs of [parent, child]. */
export async function allowChildTypes(
  { db, organizationId }: RegistryScope,
  pairs: readonly (readonly [parentId: string, childId: string])[],
): Promise<void> {
  if (pairs.length === 0) return;
  await db.execute(sql`
    INSERT INTO org_unit_type_children (organization_id, parent_type_id, child_type_id)
    SELECT ${organizationId}::uuid, n.parent_id, n.child_id
    FROM unnest(${pairs.map(([parentId]) => parentId)}::uuid[], ${pairs.map(([, childId]) => childId)}::uuid[])
      AS n (parent_id, child_id)
    ON CONFLICT DO NOTHING`);
}

/**
 * Gives types to the studies that work with the pyramid of a version (spec iaso-georegistry 1.5). A study that has chosen
 * no types sees all of them, and goes on doing so.
 */
export async function shareTypes(
  { db, organizationId }: RegistryScope,
  versionId: string,
  typeIds: readonly string[],
): Promise<void> {
  if (typeIds.length === 0) return;
  await db.execute(sql`
    INSERT INTO org_unit_type_studies (organization_id, type_id, study_id)
    SELECT s.organization_id, n.id, s.study_id FROM pyramid_versions v
      JOIN pyramid_studies s ON s.organization_id = v.organization_id AND s.pyramid_id = v.pyramid_id
      CROSS JOIN unnest(${[...typeIds]}::uuid[]) AS n (id)
    WHERE v.organization_id = ${organizationId} AND v.id = ${versionId} AND EXISTS (
      SELECT 1 FROM org_unit_type_studies c
      WHERE c.organization_id = s.organization_id AND c.study_id = s.study_id)
    ON CONFLICT DO NOTHING`);
}
