import { z } from 'zod';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { RegistryScope } from './scope.ts';

/**
 * Lets the names of many new units wait beside the indexes of words until the transaction ends, instead of 4 MB at a time:
 * sorted in together they cost less. {@link sortPendingNames} is due afterwards.
 */
export async function letNamesWait({ db }: Pick<RegistryScope, 'db'>): Promise<void> {
  await db.execute(rawSql(`SET LOCAL gin_pending_list_limit = '128MB'`));
}

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
