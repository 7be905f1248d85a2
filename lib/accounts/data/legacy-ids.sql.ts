import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { identifier, rawSql, sql } from '#lib/platform/db/sql.ts';

/** What has integer ids for protocols that need them. */
export type LegacyTable = 'organizations' | 'users' | 'memberships';

const foundSchema = z.object({ id: z.string(), organizationId: z.string().nullable() });

/** The row of an integer id; archived and ended ones too. Null: there is none. */
export async function findByLegacyId(db: Database, table: LegacyTable, legacyId: string) {
  const organization = rawSql({ organizations: 'id', users: 'NULL', memberships: 'organization_id' }[table]);
  const rows = await db.query(
    foundSchema,
    sql`SELECT id, ${organization}::text AS "organizationId" FROM ${identifier(table)} WHERE legacy_id = ${legacyId}::bigint`,
  );
  return rows[0] ?? null;
}

/** Gives a row that is here the integer id that it had elsewhere. */
export async function setLegacyId(
  db: Database,
  table: 'organizations' | 'users',
  row: { readonly id: string; readonly legacyId: number },
): Promise<void> {
  await db.execute(sql`UPDATE ${identifier(table)} SET legacy_id = ${row.legacyId}::bigint WHERE id = ${row.id}`);
}

/** Puts the next integer ids behind those that were brought in. */
export async function advanceLegacyIds(db: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const sequence = `${table}_legacy_id_seq`;
    await db.execute(sql`SELECT setval(${sequence}::text::regclass, greatest((SELECT last_value FROM ${identifier(sequence)}),
      (SELECT coalesce(max(legacy_id), 0) FROM ${identifier(table)})))`);
  }
}
