import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { RegistryScope } from './scope.ts';

const stateSchema = z.object({ state: z.string() });

/**
 * A text that is another after every change of what maps of a version show: units, their groups, and what their types are.
 * It is exact under concurrent changes of any length, because every transaction leaves a row of its own.
 */
export async function selectMapState({ db, organizationId }: RegistryScope, versionId: string): Promise<string> {
  const [row] = await db.query(
    stateSchema,
    sql`SELECT concat_ws('.', count(*), max(c.transaction_id), (
        SELECT md5(string_agg(concat_ws(' ', t.id, t.depth, t.category, t.name), ',' ORDER BY t.id)) FROM org_unit_types t
        WHERE t.organization_id = ${organizationId}::uuid)) AS state
      FROM org_unit_map_changes c WHERE c.organization_id = ${organizationId}::uuid AND c.version_id = ${versionId}::uuid`,
  );
  return row?.state ?? '';
}
