import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';

/** Any number, the same in every process. */
const lockKey = 26_112_201;

/** Lets one process at a time through until its transaction ends. */
export async function lockFirstStart(db: Database): Promise<void> {
  await db.execute(sql`SELECT pg_advisory_xact_lock(${lockKey}::bigint)`);
}
