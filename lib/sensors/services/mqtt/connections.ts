import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { sealText } from '#lib/platform/crypto/seal.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { archiveConnection, selectConnections, upsertConnection } from '../../data/mqtt/connections.sql.ts';
import { reopenMqttMessages, selectMqttMessages } from '../../data/mqtt/messages.sql.ts';
import {
  mqttMessageStates,
  type MqttConnection,
  type MqttConnectionDraft,
  type MqttMessageView,
} from '../../domain/mqtt/mqtt-connection.ts';
import { requireOutside } from '../require-outside.ts';

/** Brokers that messages are fetched from, by name. Errors: `permission_missing` (`sources.manage`). */
export function listMqttConnections(ctx: Context): Promise<MqttConnection[]> {
  requireVerb(ctx, 'sources.manage');
  return selectConnections(ctx);
}

/** One of them. Errors: `permission_missing`, `not_found`. */
export async function getMqttConnection(ctx: Context, id: string): Promise<MqttConnection> {
  requireVerb(ctx, 'sources.manage');
  return findConnection(ctx, id);
}

async function findConnection(ctx: Context, id: string): Promise<MqttConnection> {
  const [found] = await selectConnections(ctx, id);
  if (!found) throw new Problem('not_found');
  return found;
}

/**
 * Adds a connection (`id` null) or writes one anew; secrets that are left out stay. A worker opens it within seconds.
 * Errors: `permission_missing`, `not_found`, `input_invalid` (an address inside the server's network; a certificate without
 * its key).
 */
export async function saveMqttConnection(
  ctx: Context,
  { id: known, draft }: { readonly id: string | null; readonly draft: MqttConnectionDraft },
  config: Pick<Config, 'secret' | 'internalHosts'>,
): Promise<MqttConnection> {
  requireVerb(ctx, 'sources.manage');
  const { name, isEnabled, settings, secrets } = draft;
  requireOutside('settings.url', settings.url, config);
  if ((secrets?.clientCertificate === undefined) !== (secrets?.clientKey === undefined)) {
    const message = 'A certificate and its key belong together.';
    throw new Problem('input_invalid', { detail: message, fields: { 'secrets.clientKey': message } });
  }
  const before = known === null ? null : await getMqttConnection(ctx, known);
  const id = before?.id ?? newId();
  const set = Object.keys(secrets ?? {});
  const sealed = set.length === 0 ? null : sealText(config.secret, JSON.stringify(secrets));
  await ctx.db.transaction(async () => {
    const row = { id, name, isEnabled, settings, secrets: secrets && { sealed, set } };
    await upsertConnection(ctx, row, ctx.now());
    const { format, topics, url } = settings;
    await writeAudit(ctx, {
      action: before ? 'mqtt-connection.update' : 'mqtt-connection.create',
      subjectType: 'mqtt-connection',
      subjectId: id,
      detail: { name, isEnabled, format, topics, host: new URL(url).host, secrets: secrets ? set : 'as before' },
    });
  });
  return getMqttConnection(ctx, id);
}

/** Removes a connection; messages that came stay observations. Errors: `permission_missing`, `not_found`. */
export async function removeMqttConnection(ctx: Context, id: string): Promise<void> {
  const { name } = await getMqttConnection(ctx, id);
  await ctx.db.transaction(async () => {
    await archiveConnection(ctx, id, ctx.now());
    const subject = { subjectType: 'mqtt-connection', subjectId: id };
    await writeAudit(ctx, { action: 'mqtt-connection.remove', ...subject, detail: { name } });
  });
}

export const listMqttMessagesSchema = z.object({
  state: z.enum(mqttMessageStates).default('refused'),
  /** Id of the last message of the page before. */
  cursor: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export interface MqttMessagePage {
  readonly items: readonly MqttMessageView[];
  readonly next: string | null;
}

/** Messages of a connection as they came, newest first. Errors: `permission_missing` (`passive.quarantine`), `not_found`. */
export async function listMqttMessages(
  ctx: Context,
  { connectionId, state, cursor, limit }: z.infer<typeof listMqttMessagesSchema> & { readonly connectionId: string },
): Promise<MqttMessagePage> {
  requireVerb(ctx, 'passive.quarantine');
  await findConnection(ctx, connectionId);
  const rows = await selectMqttMessages(ctx, { connectionId, state, before: cursor ?? null, limit: limit + 1 });
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/**
 * Has the refused messages of a connection read again, with the nodes and settings of now, by the worker that runs it.
 * Gives the number. Errors: `permission_missing` (`passive.quarantine`), `not_found`.
 */
export async function replayMqttMessages(ctx: Context, id: string): Promise<{ readonly changed: number }> {
  requireVerb(ctx, 'passive.quarantine');
  await findConnection(ctx, id);
  return ctx.db.transaction(async () => {
    const changed = await reopenMqttMessages(ctx, id);
    const subject = { subjectType: 'mqtt-connection', subjectId: id };
    await writeAudit(ctx, { action: 'mqtt-connection.replay', ...subject, detail: { changed } });
    return { changed };
  });
}
