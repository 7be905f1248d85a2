import { runMigrations } from 'graphile-worker';
import type { Database } from '../db/database.ts';

/** Brings the queue's own tables up to date (schema `graphile_worker`). */
export async function migrateQueue(db: Database): Promise<void> {
  await runMigrations({ pgPool: db.pool, ...queueOptions(db) });
}

/** What every use of graphile-worker shares; the embedded database has one session and so no prepared statements. */
export function queueOptions(db: Database): { readonly noPreparedStatements: boolean } {
  return { noPreparedStatements: db.kind === 'embedded' };
}
