import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { RegistryScope } from './scope.ts';

const stateSchema = z.object({ state: z.string(), rows: z.coerce.number() });
/** What maps of a version are made of, as a text; and how many rows it is told by. */
export type MapStateRow = z.infer<typeof stateSchema>;

/**
 * A text that is another after every change of what maps of a version show: units, their groups, and what their types are.
 * It is exact under concurrent changes of any length, because every transaction leaves a row of its own.
 */
export async function selectMapState(
  { db, organizationId }: RegistryScope,
  versionId: string,
): Promise<MapStateRow> {
  const [row] = await db.query(
    stateSchema,
    sql`SELECT concat_ws('.', sum(c.changes), max(c.transaction_id), (
        SELECT md5(string_agg(concat_ws(' ', t.id, t.depth, t.category, t.name), ',' ORDER BY t.id)) FROM org_unit_types t
        WHERE t.organization_id = ${organizationId}::uuid)) AS state, count(*) AS rows
      FROM org_unit_map_changes c WHERE c.organization_id = ${organizationId}::uuid AND c.version_id = ${versionId}::uuid`,
  );
  return row ?? { state: '', rows: 0 };
}

/**
 * Folds the rows of past changes into one that stands for them all: the state stays what it is. Of two that fold at once
 * one finds nothing left to fold.
 */
export async function foldMapChanges({ db, organizationId }: RegistryScope, versionId: string): Promise<void> {
  await db.execute(sql`
    WITH folded AS (
      DELETE FROM org_unit_map_changes WHERE organization_id = ${organizationId}::uuid AND version_id = ${versionId}::uuid
      RETURNING transaction_id, changes)
    INSERT INTO org_unit_map_changes (organization_id, version_id, transaction_id, changes)
    SELECT ${organizationId}::uuid, ${versionId}::uuid, max(transaction_id), sum(changes) FROM folded HAVING count(*) > 0`);
}
