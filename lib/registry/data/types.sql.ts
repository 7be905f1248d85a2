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
