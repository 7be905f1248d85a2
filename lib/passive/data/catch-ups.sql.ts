import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

/** Work on what earlier versions stored. */
export type CatchUpKind = 'aggregates' | 'cold-counts';

/** Organizations for which a kind of work waits; for workers that start. */
export async function selectCatchUps(db: Database, kind: CatchUpKind): Promise<OrganizationId[]> {
  const rows = await db.query(
    z.object({ id: z.string().transform((id) => id as OrganizationId) }),
    sql`SELECT organization_id AS id FROM catch_ups WHERE kind = ${kind} ORDER BY 1`,
  );
  return rows.map(({ id }) => id);
}

/** Takes a piece of work on; false: another worker has. In the transaction that starts its Task. */
export async function takeCatchUp(db: Database, organizationId: OrganizationId, kind: CatchUpKind): Promise<boolean> {
  const count = await db.execute(
    sql`DELETE FROM catch_ups WHERE organization_id = ${organizationId} AND kind = ${kind}`,
  );
  return count > 0;
}
