import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';

const rowSchema = z.object({ ready: z.coerce.number(), failed: z.coerce.number() });

/** Jobs that could run now, and jobs that used up their attempts. */
export async function measureQueue(db: Database): Promise<z.output<typeof rowSchema>> {
  const [row] = await db.query(
    rowSchema,
    sql`
    SELECT count(*) FILTER (WHERE run_at <= now() AND locked_at IS NULL AND attempts < max_attempts) AS ready,
           count(*) FILTER (WHERE attempts >= max_attempts AND locked_at IS NULL) AS failed
    FROM graphile_worker.jobs`,
  );
  return row ?? { ready: 0, failed: 0 };
}
