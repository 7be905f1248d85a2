import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { secondsOf } from './measure.ts';

/**
 * Seconds that the database alone takes for an organization's units into a table of the same columns and indexes: what
 * bringing in and copying are measured by.
 */
export async function copyRaw(db: Database, organizationId: OrganizationId): Promise<number> {
  await db.execute(sql`CREATE TABLE bench_units (LIKE org_units INCLUDING ALL)`);
  const columns = await db.query(
    z.object({ name: z.string() }),
    sql`SELECT column_name AS name FROM information_schema.columns
      WHERE table_name = 'bench_units' AND is_generated = 'NEVER' ORDER BY ordinal_position`,
  );
  const list = rawSql(columns.map(({ name }) => `"${name}"`).join(', '));
  const seconds = await secondsOf(() =>
    db.execute(
      sql`INSERT INTO bench_units (${list}) SELECT ${list} FROM org_units WHERE organization_id = ${organizationId}`,
    ),
  );
  await db.execute(sql`DROP TABLE bench_units`);
  return seconds;
}
