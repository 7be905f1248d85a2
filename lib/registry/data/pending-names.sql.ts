import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { RegistryScope } from './scope.ts';

/**
 * Puts names that wait beside the indexes of words into them: after many new units every search would look through those
 * that wait one by one until a vacuum came along. An index that somebody else owns is left to its owner.
 */
export async function sortPendingNames({ db }: Pick<RegistryScope, 'db'>): Promise<void> {
  await db.query(
    z.object({ pages: z.coerce.number() }),
    sql`SELECT gin_clean_pending_list(i.indexrelid) AS pages FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
      WHERE i.indrelid = 'org_units'::regclass AND a.amname = 'gin' AND i.indisvalid AND pg_has_role(c.relowner, 'USAGE')`,
  );
}
