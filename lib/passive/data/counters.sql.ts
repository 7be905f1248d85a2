import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { idOf, type PairEntry } from '../domain/placed-point.ts';
import type { HourTotals, PairTotals } from '../domain/totals.ts';

const lastSchema = z.object({ place: z.coerce.number(), lastUs: z.coerce.number() });

/** Latest stored device time of each pair, in microseconds; -1 where nothing is stored. */
export async function selectLastCreated(db: Database, pairs: readonly PairEntry[]): Promise<number[]> {
  const rows = await db.query(
    lastSchema,
    sql`SELECT n.place, (extract(epoch FROM t.last_created_at) * 1000000)::int8 AS "lastUs"
      FROM unnest(${textList(pairs.map(({ source }) => source.organizationId), 'uuid')},
          ${textList(pairs.map(({ source }) => idOf(source)), 'uuid')},
          ${textList(pairs.map(({ type }) => idOf(type)), 'int4')}) WITH ORDINALITY
        AS n (organization_id, source_id, type_id, place)
      JOIN source_types t ON t.organization_id = n.organization_id AND t.source_id = n.source_id
        AND t.type_id = n.type_id`,
  );
  const last = new Map(rows.map(({ place, lastUs }) => [place - 1, lastUs]));
  return pairs.map((_pair, place) => last.get(place) ?? -1);
}

/** Adds to the totals per source and type; the rows must come in the order of the primary key. */
export async function addToSourceTypes(db: Database, totals: readonly PairTotals[]): Promise<void> {
  const times = (read: (total: PairTotals) => number) => textList(totals.map(read), 'float8');
  await db.execute(sql`
    INSERT INTO source_types AS t (organization_id, source_id, type_id, study_id, point_count, first_created_at,
      last_created_at, first_recorded_at, last_recorded_at)
    SELECT n.organization_id, n.source_id, n.type_id, n.study_id, n.points,
      timestamptz 'epoch' + n.first_created * interval '1 microsecond',
      timestamptz 'epoch' + n.last_created * interval '1 microsecond',
      timestamptz 'epoch' + n.first_recorded * interval '1 microsecond',
      timestamptz 'epoch' + n.last_recorded * interval '1 microsecond'
    FROM unnest(${textList(totals.map(({ pair }) => pair.source.organizationId), 'uuid')},
        ${textList(totals.map(({ pair }) => idOf(pair.source)), 'uuid')},
        ${textList(totals.map(({ pair }) => idOf(pair.type)), 'int4')},
        ${textList(totals.map(({ pair }) => pair.source.studyId), 'uuid')},
        ${textList(totals.map(({ newPoints }) => newPoints), 'int8')},
        ${times(({ firstCreatedAtUs }) => firstCreatedAtUs)}, ${times(({ lastCreatedAtUs }) => lastCreatedAtUs)},
        ${times(({ firstRecordedAtUs }) => firstRecordedAtUs)}, ${times(({ lastRecordedAtUs }) => lastRecordedAtUs)})
      AS n (organization_id, source_id, type_id, study_id, points, first_created, last_created, first_recorded,
        last_recorded)
    ON CONFLICT (organization_id, source_id, type_id) DO UPDATE SET
      point_count = t.point_count + excluded.point_count,
      first_created_at = least(t.first_created_at, excluded.first_created_at),
      last_created_at = greatest(t.last_created_at, excluded.last_created_at),
      first_recorded_at = least(t.first_recorded_at, excluded.first_recorded_at),
      last_recorded_at = greatest(t.last_recorded_at, excluded.last_recorded_at)`);
}

/** Adds to the points per hour; the rows must come in the order of the primary key. */
export async function addToSourceHours(db: Database, hours: readonly HourTotals[]): Promise<void> {
  await db.execute(sql`
    INSERT INTO source_hours AS h (organization_id, source_id, type_id, hour_at, point_count)
    SELECT n.organization_id, n.source_id, n.type_id, timestamptz 'epoch' + n.hour * interval '1 hour', n.points
    FROM unnest(${textList(hours.map(({ pair }) => pair.source.organizationId), 'uuid')},
        ${textList(hours.map(({ pair }) => idOf(pair.source)), 'uuid')},
        ${textList(hours.map(({ pair }) => idOf(pair.type)), 'int4')},
        ${textList(hours.map(({ hour }) => hour), 'float8')},
        ${textList(hours.map(({ newPoints }) => newPoints), 'int4')})
      AS n (organization_id, source_id, type_id, hour, points)
    ON CONFLICT (organization_id, source_id, type_id, hour_at) DO UPDATE SET
      point_count = h.point_count + excluded.point_count`);
}
