import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { identifier, sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { inStudiesOf } from '../overview.sql.ts';

const countSchema = z.object({ id: z.string(), count: z.coerce.number() });

/** How many nodes of the organization that the actor may see have which row of the catalogue, by its id. */
export async function countNodesBy(
  ctx: Context,
  column: 'model_id' | 'protocol_id',
): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.db.query(
    countSchema,
    sql`SELECT n.${identifier(column)} AS id, count(*) FROM sensor_nodes n
      JOIN sources s ON s.organization_id = n.organization_id AND s.id = n.source_id AND s.archived_at IS NULL
      WHERE n.organization_id = ${ctx.organizationId} AND n.${identifier(column)} IS NOT NULL
        AND ${inStudiesOf(ctx, 'sources.read')} GROUP BY 1`,
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

const siteSchema = z.object({ addressId: z.string(), id: z.string(), name: z.string() });
export type SiteOfAddress = z.infer<typeof siteSchema>;

/** The sites of the organization that have one of these addresses, by name. */
export function selectSitesOfAddresses(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  addressIds: readonly string[],
): Promise<SiteOfAddress[]> {
  return db.query(
    siteSchema,
    sql`SELECT st.address_id AS "addressId", u.id, u.name FROM sensor_sites st
      JOIN org_units u ON u.organization_id = st.organization_id AND u.id = st.unit_id AND u.status <> 'REJECTED'
      WHERE st.organization_id = ${organizationId} AND st.address_id = ANY(${textList(addressIds, 'uuid')})
      ORDER BY u.name, u.id`,
  );
}
