import { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectMessages } from '../data/messages.sql.ts';
import { messageStates, type SensorMessage } from '../domain/message.ts';
import { normalizeEui } from '../domain/node-id.ts';

export const listMessagesSchema = z.object({
  state: z.enum(messageStates).optional(),
  eui64: z.string().max(40).optional(),
  /** Id of the last message of the page before. */
  cursor: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export interface MessagePage {
  readonly items: readonly SensorMessage[];
  readonly next: string | null;
}

/**
 * Messages of nodes as they came, newest first. They belong to no study before their node is known, so this asks for the
 * whole organization. Errors: `permission_missing` (`passive.quarantine`), `input_invalid`.
 */
export async function listMessages(ctx: Context, input: z.input<typeof listMessagesSchema>): Promise<MessagePage> {
  requireVerb(ctx, 'passive.quarantine');
  const { state, eui64, cursor, limit } = listMessagesSchema.parse(input);
  const which = { state, ...(eui64 === undefined ? {} : { eui64: normalizeEui(eui64) }), before: cursor ?? null };
  const rows = await selectMessages(ctx, { ...which, limit: limit + 1 });
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
