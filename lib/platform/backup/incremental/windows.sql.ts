import { z } from 'zod';
import type { Database } from '../../db/database.ts';
import { identifier, rawSql, sql, type SqlStatement } from '../../db/sql.ts';
import { windowedTables } from './increment.ts';

const totalsSchema = z.object({ day: z.string().nullable(), rows: z.coerce.number(), digest: z.string() });
export type WindowTotals = z.infer<typeof totalsSchema>;

/** UTC day of a row as text; null for tables that are taken whole. */
function dayOf(table: string): SqlStatement {
  const column = windowedTables[table];
  if (column === undefined) return rawSql('NULL::text');
  return sql`to_char(t.${identifier(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;
}

/** Lets rows read the same wherever the database is, until the transaction ends: instants in UTC. */
export async function readInUtc(db: Database): Promise<void> {
  await db.execute(sql`SET LOCAL TIME ZONE 'UTC'`);
}

/** Number and digest of the rows of a table, by day where it is taken by day. */
export function countWindows(db: Database, table: string): Promise<WindowTotals[]> {
  return db.query(
    totalsSchema,
    sql`SELECT ${dayOf(table)} AS day, count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS digest
      FROM ${identifier(table)} t GROUP BY 1 ORDER BY 1`,
  );
}

const rowSchema = z.object({ day: z.string().nullable(), row: z.string() });
export type WindowRow = z.infer<typeof rowSchema>;

const rowsAtATime = 500;

/** Rows of some days of a table (null: of all that it has), day by day, as PostgreSQL writes composite values. In a transaction. */
export async function* readWindowRows(
  db: Database,
  { table, days }: { readonly table: string; readonly days: readonly string[] | null },
): AsyncGenerator<WindowRow[]> {
  const chosen = days === null ? rawSql('true') : sql`${dayOf(table)} = ANY (${days}::text[])`;
  await db.execute(sql`
    DECLARE increment_rows NO SCROLL CURSOR FOR
    SELECT ${dayOf(table)} AS day, t::text AS row FROM ${identifier(table)} t WHERE ${chosen}
    ${rawSql(days === null ? '' : 'ORDER BY 1')}`);
  for (;;) {
    const rows = await db.query(rowSchema, sql`FETCH ${rawSql(String(rowsAtATime))} FROM increment_rows`);
    if (rows.length === 0) break;
    yield rows;
  }
  await db.execute(sql`CLOSE increment_rows`);
}
