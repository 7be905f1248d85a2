import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  countRefused as countOpen,
  type RefusedRow,
  selectRefused,
  selectRefusedWhole,
} from '../data/refused-bundles.sql.ts';
import { maxMendableCharacters, type RefusedDetail, type RefusedItem, refusedStates } from '../domain/refused-views.ts';
import { quarantineScope } from './quarantine-scope.ts';
import { readRefusedBody } from './open-refused.ts';

export const listRefusedSchema = z.object({
  state: z.enum(refusedStates).default('open'),
  cursor: z.string().nullish(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListRefusedInput = z.input<typeof listRefusedSchema>;

/** Uploads that were refused at the door and kept, newest first. Errors: `permission_missing`, `cursor_invalid`. */
export async function listRefused(
  ctx: Context,
  input: ListRefusedInput & { readonly studyIds: readonly string[] | null },
): Promise<{ readonly items: RefusedItem[]; readonly next: string | null }> {
  const { state, cursor, limit } = listRefusedSchema.parse(input);
  const after = decodeCursor(z.tuple([z.uuid()]), cursor)?.[0] ?? null;
  const rows = await selectRefused(quarantineScope(ctx, input.studyIds), { state, after, limit: limit + 1 });
  const items = rows.slice(0, limit).map(toItem);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}

/** Refused uploads that nobody has decided on. Errors: `permission_missing`. */
export function countRefused(ctx: Context, studyIds: readonly string[] | null): Promise<number> {
  return countOpen(quarantineScope(ctx, studyIds));
}

/**
 * One refused upload with its text, as far as it is text. Errors: `not_found`, also for one of a study the actor may
 * not decide on; `storage_unavailable`.
 */
export async function getRefused(ctx: Context, id: string): Promise<RefusedDetail> {
  const row = await selectRefusedWhole(quarantineScope(ctx, null), id);
  if (!row) throw new Problem('not_found');
  const item = toItem(row);
  if (row.isBinary || !row.hasBody) return { ...item, text: null, isWhole: false };
  const text = (await readRefusedBody(ctx, row)).toString('utf8');
  const isWhole = text.length <= maxMendableCharacters;
  return { ...item, text: isWhole ? text : text.slice(0, maxMendableCharacters), isWhole };
}

function toItem(row: RefusedRow): RefusedItem {
  const { id, studyId, state, receivedAt, door, sizeBytes, repeatCount, claimedSource } = row;
  const { compression, isEncrypted, fileCount, hasBody } = row;
  const what = { id, studyId, state, receivedAt, door, sizeBytes, repeatCount, claimedSource };
  return { ...what, compression, isEncrypted, fileCount, hasBody, ...row.refusal };
}
