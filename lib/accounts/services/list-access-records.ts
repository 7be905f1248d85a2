import { z } from 'zod';
import { flushAccessRecords } from '#lib/platform/audit/record-access.ts';
import { requireVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { listAccessRows } from '../data/access-records.sql.ts';
import { accessFilterSchema, type AccessRecord } from '../domain/access-record.ts';

export const listAccessRecordsInputSchema = accessFilterSchema.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().nullish(),
});
export type ListAccessRecordsInput = z.infer<typeof listAccessRecordsInputSchema>;

export interface AccessPage {
  readonly items: readonly AccessRecord[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

const positionSchema = z.tuple([z.iso.datetime(), z.guid()]);

/**
 * Who read people's data through the APIs, newest first (pdk-28). Whoever may read the log in some studies sees what was
 * read of those. What this process has not written yet is written first. Errors: `permission_missing`, `cursor_invalid`.
 */
export async function listAccessRecords(ctx: Context, input: ListAccessRecordsInput): Promise<AccessPage> {
  const { limit, cursor, ...filter } = input;
  const studyIds = studiesWithVerb(ctx.actor, 'audit.read');
  if (studyIds?.length === 0) requireVerb(ctx, 'audit.read');
  await flushAccessRecords(ctx);
  const position = decodeCursor(positionSchema, cursor);
  const after = position && { at: new Date(position[0]), id: position[1] };
  const rows = await listAccessRows(ctx, { filter, studyIds, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.at.toISOString(), last.id]) : null };
}
