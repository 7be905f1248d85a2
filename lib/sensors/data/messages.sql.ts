import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { messageSchema, type MessageState, type NewMessage, type SensorMessage } from '../domain/message.ts';

/**
 * Keeps messages unless their networks delivered them before, and gives the ids of those it kept; of two that are the same
 * the first. Rows go in the order of their identities, so that two writers never wait for each other crosswise.
 */
export async function insertMessages(
  { db, organizationId }: Context,
  messages: readonly NewMessage[],
): Promise<ReadonlySet<string>> {
  const numbers = (of: (message: NewMessage) => number | null) =>
    messages.map((message) => of(message)?.toString() ?? null);
  const rows = await db.query(
    z.object({ id: z.guid() }),
    sql`INSERT INTO sensor_messages (organization_id, id, source_id, eui64, network, identity_sha256, payload, port,
        spreading_factor, bandwidth_hz, sent_at, received_at, state, detail, decoder_version, unread)
      SELECT ${organizationId}::uuid, m.id::uuid, m.source_id::uuid, m.eui64, m.network, decode(m.identity, 'hex'),
        decode(m.payload, 'base64'), m.port::int, m.spreading_factor::int, m.bandwidth_hz::int, m.sent_at::timestamptz,
        m.received_at::timestamptz, m.state, m.detail, m.decoder_version::int, m.unread
      FROM unnest(${messages.map(({ id }) => id)}::text[], ${messages.map(({ sourceId }) => sourceId)}::text[],
        ${messages.map(({ eui64 }) => eui64)}::text[], ${messages.map(({ network }) => network)}::text[],
        ${messages.map(({ identitySha256 }) => identitySha256.toString('hex'))}::text[],
        ${messages.map(({ payload }) => Buffer.from(payload).toString('base64'))}::text[], ${numbers(({ port }) => port)}::text[],
        ${numbers(({ dataRate }) => dataRate?.spreadingFactor ?? null)}::text[],
        ${numbers(({ dataRate }) => dataRate?.bandwidthHz ?? null)}::text[],
        ${messages.map(({ sentAt }) => sentAt.toISOString())}::text[],
        ${messages.map(({ receivedAt }) => receivedAt.toISOString())}::text[],
        ${messages.map(({ state }) => state)}::text[], ${messages.map(({ detail }) => detail)}::text[],
        ${numbers(({ decoderVersion }) => decoderVersion)}::text[], ${messages.map(({ unread }) => unread)}::text[])
        WITH ORDINALITY AS m (id, source_id, eui64, network, identity, payload, port, spreading_factor, bandwidth_hz, sent_at,
          received_at, state, detail, decoder_version, unread, place)
      ORDER BY m.identity, m.place
      ON CONFLICT (organization_id, identity_sha256) DO NOTHING RETURNING id`,
  );
  return new Set(rows.map(({ id }) => id));
}

export interface Reread {
  readonly id: string;
  readonly sourceId: string | null;
  readonly state: MessageState;
  readonly detail: string;
  readonly decoderVersion: number | null;
  readonly unread: string;
}

/** Writes what came of reading a message again. */
export async function updateMessage({ db, organizationId }: Context, reread: Reread): Promise<void> {
  await db.execute(sql`
    UPDATE sensor_messages SET source_id = ${reread.sourceId}, state = ${reread.state}, detail = ${reread.detail},
      decoder_version = ${reread.decoderVersion}, unread = ${reread.unread}
    WHERE organization_id = ${organizationId} AND id = ${reread.id}`);
}

export interface MessagePage {
  readonly state?: MessageState | undefined;
  readonly eui64?: string | undefined;
  /** Id of the last message of the page before; newest first. */
  readonly before: string | null;
  readonly limit: number;
}

/** Messages, newest first. */
export function selectMessages(ctx: Context, { state, eui64, before, limit }: MessagePage): Promise<SensorMessage[]> {
  const conditions = sql`${state === undefined ? sql`true` : sql`state = ${state}`}
    AND ${eui64 === undefined ? sql`true` : sql`eui64 = ${eui64}`} AND ${before === null ? sql`true` : sql`id < ${before}`}`;
  return select(ctx, sql`${conditions} ORDER BY id DESC LIMIT ${limit}`);
}

/** Messages to be read again, oldest first behind an id. */
export function selectMessagesAfter(ctx: Context, after: string, limit: number): Promise<SensorMessage[]> {
  return select(ctx, sql`id > ${after} ORDER BY id LIMIT ${limit}`);
}

function select({ db, organizationId }: Context, rest: SqlStatement): Promise<SensorMessage[]> {
  return db.query(
    messageSchema,
    sql`SELECT id, source_id AS "sourceId", eui64, network, encode(payload, 'hex') AS payload, port,
        spreading_factor AS "spreadingFactor", bandwidth_hz AS "bandwidthHz", sent_at AS "sentAt",
        received_at AS "receivedAt", state, detail, decoder_version AS "decoderVersion", unread
      FROM sensor_messages WHERE organization_id = ${organizationId} AND ${rest}`,
  );
}

/** How many messages there are. */
export async function countMessages({ db, organizationId }: Context): Promise<number> {
  const [row] = await db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) AS count FROM sensor_messages WHERE organization_id = ${organizationId}`,
  );
  return row?.count ?? 0;
}
