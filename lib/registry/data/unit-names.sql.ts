import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { RegistryScope } from './scope.ts';

const nameSchema = z.object({ id: z.string(), name: z.string(), path: z.string().nullable() });

/** Names of units (with their paths), types and groups of the organization among some ids. */
export async function selectNames(
  { db, organizationId }: RegistryScope,
  ids: readonly string[],
): Promise<z.infer<typeof nameSchema>[]> {
  if (ids.length === 0) return [];
  const among = textList(ids, 'uuid');
  return db.query(
    nameSchema,
    sql`SELECT id, name, path::text AS path FROM org_units WHERE organization_id = ${organizationId} AND id = ANY(${among})
      UNION ALL SELECT id, name, NULL FROM org_unit_types WHERE organization_id = ${organizationId} AND id = ANY(${among})
      UNION ALL SELECT id, name, NULL FROM org_unit_groups WHERE organization_id = ${organizationId} AND id = ANY(${among})`,
  );
}
