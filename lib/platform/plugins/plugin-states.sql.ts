import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { PluginState } from './hook-registry.ts';

/** Notes how the plug-ins of a process are, in place of what was known of that kind of process. */
export async function replacePluginStates(
  db: Database,
  process: string,
  states: readonly PluginState[],
): Promise<void> {
  await db.transaction(async () => {
    await db.execute(sql`DELETE FROM plugin_states WHERE process = ${process}
      AND plugin <> ALL (${states.map(({ plugin }) => plugin)}::text[])`);
    await db.execute(sql`
      INSERT INTO plugin_states (process, plugin, error_count, last_hook, last_error, last_error_at, seen_at)
      SELECT ${process}, n.*, now() FROM unnest(${states.map(({ plugin }) => plugin)}::text[],
        ${states.map(({ errorCount }) => errorCount)}::int4[],
        ${states.map(({ lastHook }) => lastHook)}::text[], ${states.map(({ lastError }) => lastError)}::text[],
        ${states.map(({ lastErrorAt }) => lastErrorAt)}::timestamptz[]) AS n
      ON CONFLICT (process, plugin) DO UPDATE SET error_count = excluded.error_count,
        last_hook = excluded.last_hook, last_error = excluded.last_error, last_error_at = excluded.last_error_at,
        seen_at = excluded.seen_at`);
  });
}

const rowSchema = z.object({
  process: z.string(),
  plugin: z.string(),
  errorCount: z.number(),
  lastHook: z.string().nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: z.date().nullable(),
});
/** How a plug-in is in one kind of process. */
export type PluginStateRow = z.infer<typeof rowSchema>;

/** How the plug-ins of the installation are, by name and kind of process. */
export function selectPluginStates(db: Database): Promise<PluginStateRow[]> {
  return db.query(
    rowSchema,
    sql`SELECT process, plugin, error_count AS "errorCount", last_hook AS "lastHook",
        last_error AS "lastError", last_error_at AS "lastErrorAt"
      FROM plugin_states ORDER BY plugin, process`,
  );
}
