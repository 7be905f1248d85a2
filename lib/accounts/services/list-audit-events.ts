import { z } from 'zod';
import { requireVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { listAuditRows, type AuditPageWish } from '../data/audit-events.sql.ts';
import { auditFilterSchema, type AuditEvent } from '../domain/audit-event.ts';
import { requireAdministrator } from './require-administrator.ts';

const largestPage = 500;

export const listAuditEventsInputSchema = auditFilterSchema.extend({
  limit: z.coerce.number().int().min(1).max(largestPage).default(100),
  cursor: z.string().nullish(),
});

export type ListAuditEventsInput = z.infer<typeof listAuditEventsInputSchema>;

export interface AuditPage {
  readonly items: readonly AuditEvent[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

const positionSchema = z.tuple([z.iso.datetime(), z.uuid()]);

/** A page of the audit log, newest first. Whoever may read it in some studies sees what was done in those. */
export async function listAuditEvents(ctx: Context, input: ListAuditEventsInput): Promise<AuditPage> {
  const studyIds = studiesWithVerb(ctx.actor, 'audit.read');
  if (studyIds?.length === 0) requireVerb(ctx, 'audit.read');
  return readPage(ctx, input, { of: 'organization', studyIds });
}

/** A page of what was done to accounts and the installation itself, newest first; for its administrators. */
export async function listInstallationAuditEvents(ctx: Context, input: ListAuditEventsInput): Promise<AuditPage> {
  requireAdministrator(ctx);
  return readPage(ctx, input, { of: 'installation', studyIds: null });
}

async function readPage(
  ctx: Context,
  { limit, cursor, ...filter }: ListAuditEventsInput,
  scope: Pick<AuditPageWish, 'of' | 'studyIds'>,
): Promise<AuditPage> {
  const position = decodeCursor(positionSchema, cursor);
  const after = position && { at: new Date(position[0]), id: position[1] };
  const rows = await listAuditRows(ctx, { ...scope, filter, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.at.toISOString(), last.id]) : null };
}
