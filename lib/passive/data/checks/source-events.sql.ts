import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { idOf, uuidOfHash, type PlacedPoint } from '../../domain/placed-point.ts';

/** Keeps the newest point of each event; the rows must come in the order of source and event. */
export async function upsertSourceEvents(db: Database, points: readonly PlacedPoint[]): Promise<void> {
  if (points.length === 0) return;
  await db.execute(sql`
    INSERT INTO source_events AS e (organization_id, source_id, event, type_id, created_at, content_hash, recorded_at)
    SELECT n.organization_id, n.source_id, n.event, n.type_id, timestamptz 'epoch' + n.created * interval '1 microsecond',
      n.content_hash, timestamptz 'epoch' + n.recorded * interval '1 microsecond'
    FROM unnest(${textList(points.map(({ pair }) => pair.source.organizationId), 'uuid')},
        ${textList(points.map(({ pair }) => idOf(pair.source)), 'uuid')},
        ${points.map(({ point }) => point.secondaryId)}::text[],
        ${textList(points.map(({ pair }) => idOf(pair.type)), 'int4')},
        ${textList(points.map(({ point }) => point.createdAtUs), 'float8')},
        ${textList(points.map(({ point }) => uuidOfHash(point.contentHash)), 'uuid')},
        ${textList(points.map(({ bundle }) => bundle.receivedAt.getTime() * 1000), 'float8')})
      AS n (organization_id, source_id, event, type_id, created, content_hash, recorded)
    ON CONFLICT (organization_id, source_id, event) DO UPDATE SET type_id = excluded.type_id,
      created_at = excluded.created_at, content_hash = excluded.content_hash, recorded_at = excluded.recorded_at
      WHERE e.created_at <= excluded.created_at`);
}
