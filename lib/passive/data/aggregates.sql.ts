import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { readAggregate, writeAggregate } from '../domain/aggregates/aggregate-text.ts';
import { idOf } from '../domain/placed-point.ts';
import type { HourTotals, ReceivedTotals } from '../domain/totals.ts';

/** Rows of an hour that are longer and have more lines are put together into one line. */
const longRow = { bytes: 6000, lines: 8 } as const;

const longRowSchema = z.object({
  sourceId: z.string(),
  typeId: z.number(),
  hour: z.coerce.number(),
  lines: z.string(),
});

/**
 * Adds to the aggregates of hours; the rows must come in the order of the primary key, and the caller must hold the row
 * of their pairs in `source_types`. What is added is a line behind the lines that are there: nothing has to be read to
 * write, and lines become one when there are many.
 */
export async function addToAggregates(db: Database, hours: readonly HourTotals[]): Promise<void> {
  const lines = hours.map(({ aggregate }) => writeAggregate(aggregate));
  const long = await db.query(
    longRowSchema,
    sql`WITH w AS (
        INSERT INTO source_aggregates AS a (organization_id, source_id, type_id, hour_at, lines)
        SELECT n.organization_id, n.source_id, n.type_id, timestamptz 'epoch' + n.hour * interval '1 hour', n.lines::text
        FROM unnest(${hourKeys(hours)}, ${textList(lines, 'json')}) AS n (organization_id, source_id, type_id, hour, lines)
        ON CONFLICT (organization_id, source_id, type_id, hour_at) DO UPDATE SET
          lines = a.lines || E'\\n' || excluded.lines
        RETURNING source_id, type_id, hour_at, lines)
      SELECT source_id AS "sourceId", type_id AS "typeId", extract(epoch FROM hour_at) / 3600 AS hour, lines FROM w
      WHERE octet_length(lines) > ${longRow.bytes}
        AND octet_length(lines) - octet_length(replace(lines, E'\\n', '')) >= ${longRow.lines}`,
  );
  if (long.length > 0) await joinLines(db, hours, long);
}

async function joinLines(
  db: Database,
  hours: readonly HourTotals[],
  long: readonly z.infer<typeof longRowSchema>[],
): Promise<void> {
  const linesOf = new Map(long.map(({ sourceId, typeId, hour, lines }) => [`${sourceId}/${typeId}/${hour}`, lines]));
  const rows = hours.flatMap((total) => {
    const lines = linesOf.get(`${idOf(total.pair.source)}/${idOf(total.pair.type)}/${total.hour}`);
    return lines === undefined ? [] : [{ total, line: writeAggregate(readAggregate(lines)) }];
  });
  const keys = hourKeys(rows.map(({ total }) => total));
  await db.execute(sql`UPDATE source_aggregates a SET lines = n.lines::text
    FROM unnest(${keys}, ${textList(rows.map(({ line }) => line), 'json')})
      AS n (organization_id, source_id, type_id, hour, lines)
    WHERE a.organization_id = n.organization_id AND a.source_id = n.source_id AND a.type_id = n.type_id
      AND a.hour_at = timestamptz 'epoch' + n.hour * interval '1 hour'`);
}

function hourKeys(hours: readonly HourTotals[]): SqlStatement {
  return sql`${textList(hours.map(({ pair }) => pair.source.organizationId), 'uuid')},
    ${textList(hours.map(({ pair }) => idOf(pair.source)), 'uuid')},
    ${textList(hours.map(({ pair }) => idOf(pair.type)), 'int4')}, ${textList(hours.map(({ hour }) => hour), 'float8')}`;
}

/** Adds to the points received per ten minutes; the rows must come in the order of the primary key. */
export async function addToReceived(db: Database, totals: readonly ReceivedTotals[]): Promise<void> {
  await db.execute(sql`
    INSERT INTO source_receipts AS r (organization_id, source_id, received_at, point_count)
    SELECT n.organization_id, n.source_id, timestamptz 'epoch' + n.at_ms * interval '1 millisecond', n.points
    FROM unnest(${textList(totals.map(({ source }) => source.organizationId), 'uuid')},
        ${textList(totals.map(({ source }) => idOf(source)), 'uuid')},
        ${textList(totals.map(({ atMs }) => atMs), 'float8')}, ${textList(totals.map(({ newPoints }) => newPoints), 'int4')})
      AS n (organization_id, source_id, at_ms, points)
    ON CONFLICT (organization_id, source_id, received_at) DO UPDATE SET
      point_count = r.point_count + excluded.point_count`);
}
