import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const settingsSchema = z.object({ isOpen: z.boolean(), number: z.string() });

/** What an organization decided, with its integer id. */
export async function selectSensorSettings({ db, organizationId }: Scope): Promise<z.infer<typeof settingsSchema>> {
  const [row] = await db.query(
    settingsSchema,
    sql`SELECT coalesce(s.is_open, false) AS "isOpen", g.legacy_id::text AS number
      FROM organizations g LEFT JOIN sensor_settings s ON s.organization_id = g.id WHERE g.id = ${organizationId}`,
  );
  return row ?? { isOpen: false, number: '0' };
}

/** Keeps whether everybody may read. */
export async function upsertSensorSettings({ db, organizationId }: Scope, isOpen: boolean): Promise<void> {
  await db.execute(sql`
    INSERT INTO sensor_settings (organization_id, is_open) VALUES (${organizationId}, ${isOpen})
    ON CONFLICT (organization_id) DO UPDATE SET is_open = excluded.is_open`);
}

const openSchema = z.object({ id: z.string().transform((id) => id as OrganizationId) });

/** The organization of an integer id, when it lets everybody read and is not archived; null: as if there were none. */
export async function findOpenOrganization(db: Database, number: string): Promise<OrganizationId | null> {
  const [row] = await db.query(
    openSchema,
    sql`SELECT g.id FROM organizations g JOIN sensor_settings s ON s.organization_id = g.id AND s.is_open
      WHERE g.legacy_id = ${number}::bigint AND g.archived_at IS NULL`,
  );
  return row?.id ?? null;
}
