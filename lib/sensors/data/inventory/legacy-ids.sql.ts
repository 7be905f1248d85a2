import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { identifier, rawSql, sql } from '#lib/platform/db/sql.ts';

/** Tables of this wing whose rows have integer ids across organizations, with the column that is the id of the thing. */
const idColumns = {
  addresses: 'id',
  sensor_sites: 'unit_id',
  sensor_rooms: 'unit_id',
  installations: 'id',
  node_models: 'id',
  node_protocols: 'id',
  quantities: 'id',
} as const;
export type InventoryTable = keyof typeof idColumns;

const foundSchema = z.object({ id: z.string(), organizationId: z.string().nullable() });

/** The row of an integer id, whosever it is: for bringing in, where ids are all there is. Null: there is none. */
export async function findByLegacyId(db: Database, table: InventoryTable, legacyId: string) {
  const isOfAll = table === 'node_models' || table === 'node_protocols' || table === 'quantities';
  const rows = await db.query(
    foundSchema,
    sql`SELECT ${rawSql(idColumns[table])}::text AS id, ${rawSql(isOfAll ? 'NULL' : 'organization_id')}::text AS "organizationId"
      FROM ${identifier(table)} WHERE legacy_id = ${legacyId}::bigint`,
  );
  return rows[0] ?? null;
}

/** The integer id of a site or room of an organization, by the id of its unit. Null: it is none. */
export async function findPlaceLegacyId(
  { db, organizationId }: { readonly db: Database; readonly organizationId: string },
  table: 'sensor_sites' | 'sensor_rooms',
  unitId: string,
): Promise<string | null> {
  const rows = await db.query(
    z.object({ legacyId: z.coerce.string() }),
    sql`SELECT legacy_id AS "legacyId" FROM ${identifier(table)}
      WHERE organization_id = ${organizationId} AND unit_id = ${unitId}`,
  );
  return rows[0]?.legacyId ?? null;
}

/** The organization of a node, whosever it is. Null: no organization has it. */
export async function findNodeOwner(db: Database, nodeId: string): Promise<string | null> {
  const rows = await db.query(
    z.object({ organizationId: z.string() }),
    sql`SELECT organization_id AS "organizationId" FROM sensor_nodes WHERE source_id = ${nodeId}::uuid LIMIT 1`,
  );
  return rows[0]?.organizationId ?? null;
}

const waitingSchema = z.object({ model: z.string(), key: z.string(), fields: z.record(z.string(), z.unknown()) });

/** Rows that wait for others. */
export function selectWaitingRows(db: Database) {
  return db.query(waitingSchema, sql`SELECT model, key, fields FROM sensor_import_rows ORDER BY model, key`);
}

/** Keeps rows that name something that is not here yet, instead of those that waited before. In a transaction. */
export async function replaceWaitingRows(
  db: Database,
  rows: readonly { readonly model: string; readonly key: string; readonly fields: object; readonly reason: string; readonly file: string }[],
): Promise<void> {
  await db.execute(sql`DELETE FROM sensor_import_rows`);
  await db.execute(sql`
    INSERT INTO sensor_import_rows (model, key, fields, file, reason)
    SELECT * FROM unnest(${rows.map(({ model }) => model)}::text[], ${rows.map(({ key }) => key)}::text[],
      ${rows.map(({ fields }) => JSON.stringify(fields))}::jsonb[], ${rows.map(({ file }) => file)}::text[],
      ${rows.map(({ reason }) => reason)}::text[])
    ON CONFLICT (model, key) DO UPDATE SET fields = excluded.fields, file = excluded.file, reason = excluded.reason`);
}

/** Puts the next integer ids behind those that were brought in. */
export async function advanceInventoryIds(db: Database): Promise<void> {
  for (const table of Object.keys(idColumns)) {
    const sequence = `${table}_legacy_id_seq`;
    await db.execute(sql`SELECT setval(${sequence}::text::regclass, greatest((SELECT last_value FROM ${identifier(sequence)}),
      (SELECT coalesce(max(legacy_id), 0) FROM ${identifier(table)})))`);
  }
}
