import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';

const idSchema = z.object({ id: z.string() });

/** Id of the person with this user name, in any case; null when nobody has it. */
export async function findUserIdByUsername(db: Database, username: string): Promise<string | null> {
  const rows = await db.query(idSchema, sql`SELECT id FROM users WHERE lower(username) = lower(${username})`);
  return rows[0]?.id ?? null;
}
