import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  type QuarantinedItem,
  type QuarantinedWhole,
  type QuarantineGroup,
  selectGroups,
  selectItems,
  selectWhole,
} from '../data/quarantine-rows.sql.ts';
import { quarantineReasonSchema, quarantineStates } from '../domain/quarantine-views.ts';
import { type Mending, suggestMending } from '../domain/suggest-mending.ts';
import { quarantineScope } from './quarantine-scope.ts';

export type { QuarantinedItem, QuarantineGroup };

export const listQuarantinedSchema = z.object({
  reason: quarantineReasonSchema.nullish(),
  state: z.enum(quarantineStates).default('open'),
  cursor: z.string().nullish(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListQuarantinedInput = z.input<typeof listQuarantinedSchema>;

/** Open rows of the quarantine by reason, most first. Errors: `permission_missing`. */
export function listQuarantineReasons(ctx: Context, studyIds: readonly string[] | null): Promise<QuarantineGroup[]> {
  return selectGroups(quarantineScope(ctx, studyIds));
}

/** Rows of the quarantine, newest first. Errors: `permission_missing`, `cursor_invalid`. */
export async function listQuarantined(
  ctx: Context,
  input: ListQuarantinedInput & { readonly studyIds: readonly string[] | null },
): Promise<{ readonly items: QuarantinedItem[]; readonly next: string | null }> {
  const { reason, state, cursor, limit } = listQuarantinedSchema.parse(input);
  const after = decodeCursor(z.tuple([z.uuid()]), cursor)?.[0] ?? null;
  const scope = quarantineScope(ctx, input.studyIds);
  const rows = await selectItems(scope, { state, reason: reason ?? null, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}

/** A row with its text, its bundle, and how it could be mended. */
export type QuarantinedDetail = QuarantinedWhole & { readonly suggestion: Mending | null };

/** One row of the quarantine. Errors: `not_found`, also for one of a study the actor may not decide on. */
export async function getQuarantined(ctx: Context, id: string): Promise<QuarantinedDetail> {
  const row = await selectWhole(quarantineScope(ctx, null), id);
  if (!row) throw new Problem('not_found');
  const content = row.editedContent ?? row.content;
  const { reason, claimedSource } = row;
  return { ...row, suggestion: content === null ? null : suggestMending({ reason, content, claimedSource }) };
}
