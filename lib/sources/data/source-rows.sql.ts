import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { identifier, joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

interface Scope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
}

/**
 * Tables that name sources and are dealt with by name: points and observations and what is counted from them, former names,
 * what a sensor is besides, and which server has the data. Rows of every other table with a `source_id` go the way of their source.
 */
const handledTables = [
  'data_points',
  'attachment_links',
  'source_types',
  'source_hours',
  'source_events',
  'source_aggregates',
  'source_receipts',
  'source_aliases',
  'observations',
  'sample_counts',
  'sample_days',
  'sensor_nodes',
  'source_peers',
];

const tableSchema = z.object({
  name: z.string(),
  /** Unique keys that the source is part of: their other columns, and the condition of a partial one. */
  keys: z.array(z.object({ columns: z.array(z.string()), condition: z.string().nullable() })),
  /** Columns that name bytes in the store. */
  blobColumns: z.array(z.string()),
});

/** Every table whose rows belong to a source, whichever part of the house made it. */
function selectTables({ db }: Scope): Promise<z.infer<typeof tableSchema>[]> {
  return db.query(
    tableSchema,
    // An index may hold more columns than its key has.
    sql`SELECT c.relname::text AS name, coalesce((SELECT json_agg(json_build_object(
          'columns', (SELECT coalesce(json_agg(k.attname), '[]'::json) FROM pg_attribute k
            WHERE k.attrelid = c.oid AND k.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]) AND k.attname NOT IN ('organization_id', 'source_id')),
          'condition', pg_get_expr(i.indpred, i.indrelid)))
        FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY (i.indkey)), '[]'::json) AS keys,
        ARRAY(SELECT b.attname::text FROM pg_attribute b WHERE b.attrelid = c.oid AND b.attnum > 0
          AND NOT b.attisdropped AND b.attname LIKE '%blob\_key') AS "blobColumns"
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'source_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
        AND EXISTS (SELECT 1 FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = 'organization_id')
      ORDER BY c.relname`,
  );
}

/** Keys of the bytes that rows of a source name beside its points' files. */
export async function selectBlobKeys(scope: Scope, sourceId: string): Promise<string[]> {
  const { db, organizationId } = scope;
  const found: string[] = [];
  for (const { name, blobColumns } of await selectTables(scope)) {
    for (const column of blobColumns) {
      const rows = await db.query(
        z.object({ key: z.string() }),
        sql`SELECT ${identifier(column)} AS key FROM ${identifier(name)} WHERE organization_id = ${organizationId}
          AND source_id = ${sourceId} AND ${identifier(column)} IS NOT NULL`,
      );
      found.push(...rows.map(({ key }) => key));
    }
  }
  return found;
}

/** Takes a source out of every table that names it, and itself away. Points, observations and files are gone before. */
export async function deleteSourceRows(scope: Scope, sourceId: string): Promise<void> {
  const { db, organizationId } = scope;
  for (const { name } of await selectTables(scope)) {
    await db.execute(
      sql`DELETE FROM ${identifier(name)} WHERE organization_id = ${organizationId} AND source_id = ${sourceId}`,
    );
  }
  await db.execute(sql`DELETE FROM sources WHERE organization_id = ${organizationId} AND id = ${sourceId}`);
}

/** Takes away what a sensor sent before it was registered: such messages name only its radio address. */
export async function deleteMessagesOfNode({ db, organizationId }: Scope, sourceId: string): Promise<void> {
  await db.execute(sql`
    DELETE FROM sensor_messages m USING sensor_nodes n WHERE n.organization_id = ${organizationId}
      AND n.source_id = ${sourceId} AND m.organization_id = n.organization_id AND m.eui64 = n.eui64`);
}

/**
 * Gives another source what hangs on a source beside its points: alerts and their history, messages, whatever names it. Where
 * both have the same and only one may be (an open alert of a check), the other's stays.
 */
export async function moveSourceRows(
  scope: Scope,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const { db, organizationId } = scope;
  await yieldPlaces(scope, { from, to });
  for (const { name, keys } of await selectTables(scope)) {
    if (handledTables.includes(name)) continue;
    const table = identifier(name);
    for (const { columns, condition } of keys) {
      const where = rawSql(condition ?? 'true');
      const others = columns.length === 0 ? rawSql('true') : joinSql(columns.map(identifier), ', ');
      await db.execute(sql`DELETE FROM ${table} WHERE organization_id = ${organizationId} AND source_id = ${from}
        AND ${where} AND (${others}) IN (SELECT ${others} FROM ${table}
          WHERE organization_id = ${organizationId} AND source_id = ${to} AND ${where})`);
    }
    await db.execute(sql`UPDATE ${table} SET source_id = ${to}
      WHERE organization_id = ${organizationId} AND source_id = ${from}`);
  }
}

/** Where both sources were installed at the same time, the installation of the other stays: one is at one place at a time. */
async function yieldPlaces(
  { db, organizationId }: Scope,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await db.execute(sql`
    UPDATE installations i SET removed_at = now() WHERE i.organization_id = ${organizationId} AND i.source_id = ${from}
      AND i.removed_at IS NULL AND EXISTS (SELECT 1 FROM installations o WHERE o.organization_id = i.organization_id
        AND o.source_id = ${to} AND o.removed_at IS NULL
        AND tstzrange(o.from_at, o.to_at) && tstzrange(i.from_at, i.to_at))`);
}

/** Makes a source a sensor as another is one, without its radio address: that stays with the device. */
export async function copyNode(
  { db, organizationId }: Scope,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await db.execute(sql`
    INSERT INTO sensor_nodes (organization_id, source_id, protocol, protocol_id, model_id, description, expected_interval_s)
    SELECT organization_id, ${to}::uuid, protocol, protocol_id, model_id, description, expected_interval_s FROM sensor_nodes
    WHERE organization_id = ${organizationId} AND source_id = ${from}
    ON CONFLICT DO NOTHING`);
}

/** Which observations: of quantities by their key, of a half-open range of time; null: no limit. */
export interface ObservationChoice {
  readonly types: readonly string[] | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

function chosenOf({ organizationId }: Scope, sourceId: string, choice: ObservationChoice | null): SqlStatement {
  const { types, from, to } = choice ?? { types: null, from: null, to: null };
  return joinSql(
    [
      sql`o.organization_id = ${organizationId} AND o.source_id = ${sourceId}`,
      ...(types ? [sql`o.quantity_id IN (SELECT id FROM quantities WHERE key = ANY (${types}::text[]))`] : []),
      ...(from ? [sql`o.observed_at >= ${from}`] : []),
      ...(to ? [sql`o.observed_at < ${to}`] : []),
    ],
    ' AND ',
  );
}

const countSchema = z.object({
  count: z.coerce.number(),
  quantities: z.coerce.number(),
  firstAt: z.coerce.date().nullable(),
  lastAt: z.coerce.date().nullable(),
});
export type ObservationCount = z.infer<typeof countSchema>;

/** How many observations are chosen, of how many quantities, from when to when. */
export async function countObservations(
  scope: Scope,
  { sourceId, choice }: { readonly sourceId: string; readonly choice: ObservationChoice | null },
): Promise<ObservationCount> {
  const [row] = await scope.db.query(
    countSchema,
    sql`SELECT count(*) AS count, count(DISTINCT o.quantity_id) AS quantities, min(o.observed_at) AS "firstAt",
      max(o.observed_at) AS "lastAt" FROM observations o WHERE ${chosenOf(scope, sourceId, choice)}`,
  );
  return row ?? { count: 0, quantities: 0, firstAt: null, lastAt: null };
}

/** Observations moved or erased in one transaction. */
const observationsPerStep = 5000;

function takeObservations(scope: Scope, sourceId: string, choice: ObservationChoice | null): SqlStatement {
  const key = (alias: string) =>
    rawSql(['organization_id', 'source_id', 'quantity_id', 'observed_at'].map((name) => `${alias}.${name}`).join(', '));
  return sql`taken AS (
      SELECT ${key('o')} FROM observations o WHERE ${chosenOf(scope, sourceId, choice)}
      ORDER BY o.quantity_id, o.observed_at LIMIT ${observationsPerStep}
    ), gone AS (
      DELETE FROM observations o USING taken t WHERE (${key('o')}) = (${key('t')}) RETURNING o.*
    )`;
}

const movedSchema = z.object({ moved: z.coerce.number(), stored: z.coerce.number() });
export type MovedObservations = z.infer<typeof movedSchema>;

/**
 * Forgets how many samples the days of sources have: they are counted again by the clock, and one by one until then. In the
 * transaction that takes observations away or brings some; the rows of the sources are locked first, as by who counts.
 */
async function forgetSampleCounts({ db, organizationId }: Scope, sourceIds: readonly string[]): Promise<void> {
  await db.execute(sql`SELECT 1 FROM sources WHERE organization_id = ${organizationId}
    AND id = ANY (${sourceIds}::uuid[]) ORDER BY id FOR UPDATE`);
  await db.execute(sql`DELETE FROM sample_counts WHERE organization_id = ${organizationId}
    AND source_id = ANY (${sourceIds}::uuid[])`);
}

/** Erases some observations of a source; gives their number. 0: none is left. */
export async function deleteSomeObservations(scope: Scope, sourceId: string): Promise<number> {
  return scope.db.transaction(async () => {
    await forgetSampleCounts(scope, [sourceId]);
    const [row] = await scope.db.query(
      movedSchema.pick({ moved: true }),
      sql`WITH ${takeObservations(scope, sourceId, null)} SELECT count(*) AS moved FROM gone`,
    );
    return row?.moved ?? 0;
  });
}

/** Gives some observations of a source to another; where it has one of the same quantity and instant, its own stays. */
export async function moveSomeObservations(
  scope: Scope,
  move: { readonly from: string; readonly to: string; readonly choice: ObservationChoice | null },
): Promise<MovedObservations> {
  return scope.db.transaction(async () => {
    await forgetSampleCounts(scope, [move.from, move.to]);
    const [row] = await scope.db.query(
      movedSchema,
      sql`WITH ${takeObservations(scope, move.from, move.choice)}, stored AS (
          INSERT INTO observations (organization_id, source_id, quantity_id, observed_at, value, quality, received_at, number)
          SELECT organization_id, ${move.to}::uuid, quantity_id, observed_at, value, quality, received_at, number FROM gone
          ON CONFLICT DO NOTHING RETURNING 1
        ) SELECT (SELECT count(*) FROM gone) AS moved, (SELECT count(*) FROM stored) AS stored`,
    );
    return row ?? { moved: 0, stored: 0 };
  });
}

/** Counts a source's own row anew from the totals of its types, its points' positions and its observations. */
export async function recountSourceRow({ db, organizationId }: Scope, sourceId: string): Promise<void> {
  const ofSource = sql`organization_id = ${organizationId} AND source_id = ${sourceId}`;
  await db.execute(sql`
    UPDATE sources s SET point_count = t.points + o.points, last_created_at = greatest(t.created, o.created),
      last_recorded_at = greatest(t.recorded, o.recorded), last_position = l.geom, last_position_at = l.created_at
    FROM (SELECT coalesce(sum(point_count), 0) AS points, max(last_created_at) AS created,
        max(last_recorded_at) AS recorded FROM source_types WHERE ${ofSource}) t
      CROSS JOIN (SELECT count(*) AS points, max(observed_at) AS created, max(received_at) AS recorded
        FROM observations WHERE ${ofSource}) o
      LEFT JOIN LATERAL (SELECT geom, created_at FROM data_points WHERE ${ofSource} AND geom IS NOT NULL
        ORDER BY created_at DESC LIMIT 1) l ON true
    WHERE s.organization_id = ${organizationId} AND s.id = ${sourceId}`);
}
