import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';

/** Rewrites the paths of memberships in a sub-tree that moved. */
export async function moveMembershipPaths(
  { db, organizationId }: Context,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await db.execute(sql`
    UPDATE memberships SET org_unit_path = ${to}::text || substr(org_unit_path, ${from.length + 1}::int4)
    WHERE organization_id = ${organizationId}
      AND (org_unit_path = ${from} OR starts_with(org_unit_path, ${`${from}.`}::text))`);
}
