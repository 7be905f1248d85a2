import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { entitySetNames } from '../../domain/things/entity-sets.ts';
import type { HeldConnection } from '../mqtt/connections.sql.ts';
import { quantitiesPerInstallation } from './inventory-things.sql.ts';

type Scope = Pick<Context, 'db' | 'organizationId' | 'now'>;

/** A connection (c) whose broker is told of what is new. */
const isTelling = rawSql(`c.is_enabled AND c.archived_at IS NULL AND c.settings ->> 'publishesUnder' IS NOT NULL`);

const noticeSchema = z.object({
  /** Of the notice. */
  id: z.string(),
  set: z.enum(entitySetNames),
  entityId: z.string(),
  /** Of an observation, whose stream it is and when it begins; null for other sets. */
  streamId: z.string().nullable(),
  observedAt: z.coerce.date().nullable(),
});
/** An entity that subscribers are to be told of, and where it is found. */
export type Notice = z.infer<typeof noticeSchema>;

/** An observation of a client's, as it is noted. */
export interface ObservationNews {
  readonly observationId: string;
  readonly streamId: string;
  readonly observedAt: Date;
}

/**
 * A part of a statement whose part `made` (organization_id, kind, id) has entities of clients: notes them for every broker
 * that is told of what is new.
 */
export function noteAlong({ now }: Pick<Scope, 'now'>): SqlStatement {
  return sql`INSERT INTO sensor_thing_notices (organization_id, connection_id, set_name, entity_id, created_at)
    SELECT c.organization_id, c.id, made.kind, made.id, ${now()}::timestamptz
    FROM made JOIN mqtt_connections c ON c.organization_id = made.organization_id WHERE ${isTelling}`;
}

/** A part of a statement whose part `made` (organization_id, id, stream_id, from_at) has observations of clients: notes them as {@link noteAlong}. */
export function noteObservationsAlong({ now }: Pick<Scope, 'now'>): SqlStatement {
  return sql`INSERT INTO sensor_thing_notices (organization_id, connection_id, entity_id, stream_id, observed_at, created_at)
    SELECT c.organization_id, c.id, made.id, made.stream_id, made.from_at, ${now()}::timestamptz
    FROM made JOIN mqtt_connections c ON c.organization_id = made.organization_id WHERE ${isTelling} ORDER BY made.id`;
}

/** Notes an observation of a client for every broker that is told of some, in the caller's transaction. */
export async function insertNotice(
  { db, organizationId, now }: Scope,
  { observationId, streamId, observedAt }: ObservationNews,
): Promise<void> {
  await db.execute(sql`
    INSERT INTO sensor_thing_notices (organization_id, connection_id, entity_id, stream_id, observed_at, created_at)
    SELECT c.organization_id, c.id, ${observationId}::bigint, ${streamId}::bigint, ${observedAt}::timestamptz, ${now()}::timestamptz
    FROM mqtt_connections c WHERE c.organization_id = ${organizationId} AND ${isTelling}`);
}

/**
 * A part of a statement whose part `stored` (organization_id, source_id, quantity_id, observed_at, number) has new samples of
 * nodes: notes them as {@link noteAlong}, where the node is installed. Cost: without brokers that are told, one look at an
 * almost empty table.
 */
export function noteSamplesAlong({ now }: Pick<Scope, 'now'>): SqlStatement {
  return sql`INSERT INTO sensor_thing_notices (organization_id, connection_id, entity_id, stream_id, observed_at, created_at)
    SELECT c.organization_id, c.id, o.number, i.legacy_id * ${rawSql(String(quantitiesPerInstallation))} + o.quantity_id, o.observed_at,
      ${now()}::timestamptz
    FROM stored o JOIN mqtt_connections c ON c.organization_id = o.organization_id
    JOIN installations i ON i.organization_id = o.organization_id AND i.source_id = o.source_id AND i.removed_at IS NULL
      AND o.observed_at >= i.from_at AND (i.to_at IS NULL OR o.observed_at < i.to_at)
    WHERE ${isTelling}
    ORDER BY o.observed_at, o.number`;
}

type Connection = Pick<HeldConnection, 'organizationId' | 'id'>;

/** What a broker is to be told next, oldest first. */
export function selectNotices(db: Database, { organizationId, id }: Connection, limit: number): Promise<Notice[]> {
  return db.query(
    noticeSchema,
    sql`SELECT id::text, set_name AS set, entity_id::text AS "entityId", stream_id::text AS "streamId", observed_at AS "observedAt"
      FROM sensor_thing_notices WHERE organization_id = ${organizationId} AND connection_id = ${id} ORDER BY id LIMIT ${limit}`,
  );
}

/** Forgets what a broker was told. */
export async function deleteNotices(db: Database, { organizationId, id }: Connection, ids: readonly string[]): Promise<void> {
  await db.execute(sql`DELETE FROM sensor_thing_notices
    WHERE organization_id = ${organizationId} AND connection_id = ${id} AND id = ANY(${textList(ids, 'int8')})`);
}

/** Forgets what no broker was told before an instant: it is no news any more. Of every organization. */
export function deleteOldNotices(db: Database, before: Date): Promise<number> {
  return db.execute(sql`DELETE FROM sensor_thing_notices WHERE created_at < ${before}`);
}
