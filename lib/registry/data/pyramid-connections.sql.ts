import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { RegistryScope } from './scope.ts';

const connectionSchema = z.object({
  name: z.string(),
  url: z.string(),
  login: z.string(),
  passwordSealed: z.string().nullable(),
  updatedAt: z.date(),
});
export type ConnectionRow = z.infer<typeof connectionSchema>;

/** What a pyramid is connected to; null: nothing. */
export async function findConnection(
  { db, organizationId }: RegistryScope,
  pyramidId: string,
): Promise<ConnectionRow | null> {
  const [row] = await db.query(
    connectionSchema,
    sql`SELECT name, url, login, password_sealed AS "passwordSealed", updated_at AS "updatedAt"
      FROM pyramid_connections WHERE organization_id = ${organizationId} AND pyramid_id = ${pyramidId}`,
  );
  return row ?? null;
}

/** Writes what a pyramid is connected to, over what there was. */
export async function upsertConnection(
  { db, organizationId, now }: RegistryScope,
  pyramidId: string,
  { name, url, login, passwordSealed }: Omit<ConnectionRow, 'updatedAt'>,
): Promise<void> {
  await db.execute(sql`INSERT INTO pyramid_connections
      (organization_id, pyramid_id, name, url, login, password_sealed, created_at, updated_at)
    VALUES (${organizationId}, ${pyramidId}, ${name}, ${url}, ${login}, ${passwordSealed}, ${now}, ${now})
    ON CONFLICT (organization_id, pyramid_id) DO UPDATE SET name = excluded.name, url = excluded.url,
      login = excluded.login, password_sealed = excluded.password_sealed, updated_at = excluded.updated_at`);
}

/** Forgets what a pyramid is connected to, password and all. */
export async function deleteConnection({ db, organizationId }: RegistryScope, pyramidId: string): Promise<void> {
  await db.execute(
    sql`DELETE FROM pyramid_connections WHERE organization_id = ${organizationId} AND pyramid_id = ${pyramidId}`,
  );
}
