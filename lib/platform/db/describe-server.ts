import { z } from 'zod';
import type { Database } from './database.ts';
import { sql } from './sql.ts';

/** What our migrations ask for and some servers do not have. */
const extensionsNeeded = ['btree_gist', 'ltree', 'pg_trgm', 'postgis', 'unaccent'];

/** As PostgreSQL names its version ("15.8"). */
export async function getServerVersion(db: Database): Promise<string> {
  const [row] = await db.query(
    z.object({ version: z.string() }),
    sql`SELECT current_setting('server_version') AS version`,
  );
  return row?.version ?? '';
}

/** Extensions that are needed and not there. */
export async function listMissingExtensions(db: Database): Promise<string[]> {
  const rows = await db.query(z.object({ extname: z.string() }), sql`SELECT extname FROM pg_extension`);
  return extensionsNeeded.filter((name) => !rows.some(({ extname }) => extname === name));
}
