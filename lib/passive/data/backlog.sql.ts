import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';

const rowSchema = z.object({
  bundlesWaiting: z.coerce.number(),
  oldestWaitingS: z.coerce.number(),
  quarantineOpen: z.coerce.number(),
});

export type Backlog = z.output<typeof rowSchema>;

/** The backlog of every organization together; both counts walk what waits alone. */
export async function selectBacklog(db: Database): Promise<Backlog> {
  const [row] = await db.query(
    rowSchema,
    sql`
    SELECT count(*) AS "bundlesWaiting",
           coalesce(extract(epoch FROM now() - min(received_at)), 0) AS "oldestWaitingS",
           (SELECT count(*) FROM quarantined_points WHERE state = 'open') AS "quarantineOpen"
    FROM bundles WHERE state = 'waiting'`,
  );
  return row ?? { bundlesWaiting: 0, oldestWaitingS: 0, quarantineOpen: 0 };
}
