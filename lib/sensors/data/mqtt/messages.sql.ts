import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { newId } from '#lib/platform/ids.ts';
import { mqttMessageSchema, type mqttMessageStates, type MqttMessageView } from '../../domain/mqtt/mqtt-connection.ts';
import type { HeldConnection } from './connections.sql.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;
export type MqttMessageState = (typeof mqttMessageStates)[number];

/**
 * The end of a statement whose part `moved` (organization_id, connection_id, from_state, to_state; null: it was, or will be,
 * no message) says which messages changed their state: connections count along, in the same moment.
 */
function countAlong(also: SqlStatement = rawSql('')): SqlStatement {
  const change = (state: MqttMessageState) =>
    rawSql(`${state}_count = c.${state}_count + n.${state}`);
  const sum = (state: MqttMessageState) =>
    rawSql(`count(*) FILTER (WHERE to_state = '${state}') - count(*) FILTER (WHERE from_state = '${state}') AS ${state}`);
  return sql`UPDATE mqtt_connections c SET ${change('waiting')}, ${change('taken')}, ${change('refused')} ${also}
    FROM (SELECT organization_id, connection_id, ${sum('waiting')}, ${sum('taken')}, ${sum('refused')}
      FROM moved GROUP BY organization_id, connection_id) n
    WHERE c.organization_id = n.organization_id AND c.id = n.connection_id`;
}

/** A message that came just now. */
export interface NewMqttMessage {
  readonly topic: string;
  readonly payload: Buffer;
  /** `waiting`: to be read. Else it is settled as it comes, for the reason in `detail`. */
  readonly state: MqttMessageState;
  readonly detail: string;
  /** By which the broker knows the delivery; null: it waits for no acknowledgement. */
  readonly deliveryId: number | null;
  /** The broker says that it may have delivered it before. */
  readonly isAgain: boolean;
}

/** Brokers leave at most so many unacknowledged, which so are among the last that were kept. */
const mostUnderWay = 1000;

/**
 * That a message (m) is one that was kept, and whose worker or line was lost before the broker heard so: by the same number,
 * with the same words, and the broker says itself that it comes again. What only says the same is another.
 */
function isKept({ organizationId, id }: Pick<HeldConnection, 'organizationId' | 'id'>): SqlStatement {
  return sql`(m.is_again AND EXISTS (SELECT 1 FROM unnest(ARRAY['waiting', 'taken', 'refused']) AS s (state)
    CROSS JOIN LATERAL (SELECT k.delivery_id, k.topic, k.payload FROM mqtt_messages k
      WHERE k.organization_id = ${organizationId}::uuid AND k.connection_id = ${id}::uuid AND k.state = s.state
      ORDER BY k.id DESC LIMIT ${mostUnderWay}) k
    WHERE k.delivery_id = m.delivery_id AND k.topic = m.topic AND k.payload = decode(m.payload, 'base64')))`;
}

/** Keeps messages in the order in which they came, each once though it was delivered twice; one statement. */
export async function insertMqttMessages(
  db: Database,
  connection: Pick<HeldConnection, 'organizationId' | 'id'>,
  { messages, at }: { readonly messages: readonly NewMqttMessage[]; readonly at: Date },
): Promise<void> {
  await db.execute(sql`
    WITH moved AS (
      INSERT INTO mqtt_messages (organization_id, id, connection_id, topic, payload, received_at, state, detail, delivery_id)
      SELECT ${connection.organizationId}::uuid, m.id, ${connection.id}::uuid, m.topic, decode(m.payload, 'base64'), ${at}::timestamptz,
        m.state, m.detail, m.delivery_id
      FROM unnest(${textList(messages.map(() => newId()), 'uuid')}, ${messages.map(({ topic }) => topic)}::text[],
        ${messages.map(({ payload }) => payload.toString('base64'))}::text[],
        ${messages.map(({ state }) => state)}::text[], ${messages.map(({ detail }) => detail)}::text[],
        ${textList(messages.map(({ deliveryId }) => deliveryId), 'int4')}, ${messages.map(({ isAgain }) => isAgain)}::bool[])
        AS m (id, topic, payload, state, detail, delivery_id, is_again)
      WHERE NOT coalesce(${isKept(connection)}, false)
      RETURNING organization_id, connection_id, NULL::text AS from_state, state AS to_state)
    ${countAlong(sql`, last_message_at = ${at}`)}`);
}

const waitingSchema = z.object({
  id: z.string(),
  topic: z.string(),
  payload: z.instanceof(Buffer),
  receivedAt: z.coerce.date(),
});
/** A message that is to be read. */
export type WaitingMqttMessage = z.infer<typeof waitingSchema>;

/** Messages of a connection that are to be read, oldest first. */
export function selectWaitingMqttMessages(
  { db, organizationId }: Scope,
  connectionId: string,
  limit: number,
): Promise<WaitingMqttMessage[]> {
  return db.query(
    waitingSchema,
    sql`SELECT id, topic, payload, received_at AS "receivedAt" FROM mqtt_messages
      WHERE organization_id = ${organizationId} AND connection_id = ${connectionId} AND state = 'waiting'
      ORDER BY id LIMIT ${limit}`,
  );
}

/** What became of a message. */
export interface SettledMqttMessage {
  readonly id: string;
  readonly state: MqttMessageState;
  readonly detail: string;
}

const movedSchema = z.object({ count: z.coerce.number() });

/** Notes what became of messages that waited, and gives their number: another worker may have done so. */
export async function settleMqttMessages(
  { db, organizationId }: Scope,
  settled: readonly SettledMqttMessage[],
): Promise<number> {
  const [row] = await db.query(
    movedSchema,
    sql`WITH moved AS (
        UPDATE mqtt_messages m SET state = s.state, detail = s.detail
        FROM unnest(${textList(settled.map(({ id }) => id), 'uuid')}, ${settled.map(({ state }) => state)}::text[],
          ${settled.map(({ detail }) => detail)}::text[]) AS s (id, state, detail)
        WHERE m.organization_id = ${organizationId} AND m.id = s.id AND m.state = 'waiting'
        RETURNING m.organization_id, m.connection_id, 'waiting' AS from_state, m.state AS to_state),
      counted AS (${countAlong()})
      SELECT count(*) AS count FROM moved`,
  );
  return row?.count ?? 0;
}

/** Which of some messages wait yet, locked until the end of the caller's transaction. */
export async function lockWaitingMqttMessages({ db, organizationId }: Scope, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM mqtt_messages WHERE organization_id = ${organizationId} AND id = ANY(${textList(ids, 'uuid')})
      AND state = 'waiting' ORDER BY id FOR UPDATE`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Puts refused messages of a connection back in line; gives the number. */
export async function reopenMqttMessages({ db, organizationId }: Scope, connectionId: string): Promise<number> {
  const [row] = await db.query(
    movedSchema,
    sql`WITH moved AS (
        UPDATE mqtt_messages SET state = 'waiting', detail = '' WHERE organization_id = ${organizationId}
          AND connection_id = ${connectionId} AND state = 'refused'
        RETURNING organization_id, connection_id, 'refused' AS from_state, state AS to_state),
      counted AS (${countAlong()})
      SELECT count(*) AS count FROM moved`,
  );
  return row?.count ?? 0;
}

const viewSchema = mqttMessageSchema.omit({ payload: true }).extend({ head: z.instanceof(Buffer) });
/** How much of a payload a list shows, bytes. */
const shownBytes = 500;

/** Messages of a connection in a state, newest first, behind an id. */
export async function selectMqttMessages(
  { db, organizationId }: Scope,
  page: {
    readonly connectionId: string;
    readonly state: MqttMessageState;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<MqttMessageView[]> {
  const rows = await db.query(
    viewSchema,
    sql`SELECT id, topic, substring(payload FROM 1 FOR ${shownBytes}) AS head, length(payload) AS "sizeBytes",
        received_at AS "receivedAt", state, detail
      FROM mqtt_messages WHERE organization_id = ${organizationId} AND connection_id = ${page.connectionId}
        AND state = ${page.state} AND ${page.before === null ? sql`true` : sql`id < ${page.before}`}
      ORDER BY id DESC LIMIT ${page.limit}`,
  );
  return rows.map(({ head, ...row }) => ({ ...row, payload: shownText(head) }));
}

/** Text as it is; what is none, or would not be seen, as hexadecimal. */
function shownText(head: Buffer): string {
  const text = head.toString('utf8');
  return /^[\t\n\r\x20-\x7e\u{a0}-\u{fffc}\u{10000}-\u{10ffff}]*$/u.test(text) ? text : head.toString('hex');
}

/** Lets go of messages that were taken or refused, and came before an instant. Of every organization. */
export async function deleteOldMqttMessages(
  db: Database,
  before: { readonly taken: Date; readonly refused: Date },
): Promise<number> {
  const [row] = await db.query(
    movedSchema,
    sql`WITH moved AS (
        DELETE FROM mqtt_messages WHERE (state = 'taken' AND received_at < ${before.taken})
          OR (state = 'refused' AND received_at < ${before.refused})
        RETURNING organization_id, connection_id, state AS from_state, NULL::text AS to_state),
      counted AS (${countAlong()})
      SELECT count(*) AS count FROM moved`,
  );
  return row?.count ?? 0;
}
