import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { joinSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

/** Longest JSON text of a value that is looked at, in characters: numbers and short texts are compared. */
const maxValueCharacters = 2000;

const valueSchema = z.object({ sourceId: z.string(), at: z.coerce.date(), value: z.string().nullable() });
export type LatestValueRow = z.infer<typeof valueSchema>;

/**
 * The JSON text at a path of each source's latest point of a type; null where the point has no such member. Cost: one
 * look-up in the primary key for each source, in the partition its running total names.
 */
export function selectLatestValues(
  { db, organizationId }: Scope,
  input: { readonly sourceIds: readonly string[]; readonly type: string; readonly path: readonly string[] },
): Promise<LatestValueRow[]> {
  return db.query(
    valueSchema,
    sql`SELECT t.source_id AS "sourceId", p.created_at AS at, left((p.properties #> ${input.path}::text[])::text,
        ${maxValueCharacters}) AS value
      FROM data_types d
      JOIN source_types t ON t.organization_id = d.organization_id AND t.type_id = d.id
      CROSS JOIN LATERAL (
        SELECT p.created_at, p.properties FROM data_points p
        WHERE p.organization_id = t.organization_id AND p.source_id = t.source_id AND p.type_id = t.type_id
          AND p.created_at = t.last_created_at
        ORDER BY p.content_hash LIMIT 1) p
      WHERE d.organization_id = ${organizationId} AND d.identifier = ${input.type}
        AND t.source_id = ANY(${input.sourceIds}::uuid[])`,
  );
}

const signalSchema = z.object({ sourceId: z.string(), at: z.coerce.date() });
export type LatestSignalRow = z.infer<typeof signalSchema>;

/** A name, or the beginning of one when it ends with `*`. */
function named(column: SqlStatement, signals: readonly string[]): SqlStatement {
  const whole = signals.filter((signal) => !signal.endsWith('*'));
  const starts = signals.filter((signal) => signal.endsWith('*')).map((signal) => signal.slice(0, -1));
  const conditions = starts.map((start) => sql`left(${column}, ${start.length}::int) = ${start}`);
  return sql`(${joinSql([sql`${column} = ANY(${whole}::text[])`, ...conditions], ' OR ')})`;
}

/**
 * When the latest point of some types or app events came, by source: the device's time, or when it was received if its
 * clock is ahead. Read from running totals, never from points.
 */
export function selectLatestSignals(
  { db, organizationId }: Scope,
  input: { readonly sourceIds: readonly string[]; readonly signals: readonly string[] },
): Promise<LatestSignalRow[]> {
  return db.query(
    signalSchema,
    sql`SELECT x.source_id AS "sourceId", max(x.at) AS at FROM (
        SELECT t.source_id, least(t.last_created_at, t.last_recorded_at) AS at
        FROM source_types t JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
        WHERE t.organization_id = ${organizationId} AND t.source_id = ANY(${input.sourceIds}::uuid[])
          AND ${named(sql`d.identifier`, input.signals)}
        UNION ALL
        SELECT e.source_id, least(e.created_at, e.recorded_at) FROM source_events e
        WHERE e.organization_id = ${organizationId} AND e.source_id = ANY(${input.sourceIds}::uuid[])
          AND ${named(sql`e.event`, input.signals)}) x
      GROUP BY x.source_id`,
  );
}
