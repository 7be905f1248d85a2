import { z } from 'zod';
import { requireVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectTraces } from '../../data/traces/traces.sql.ts';
import { type ListedTrace, traceStatuses } from '../../domain/traces/bundle-trace.ts';

export const listTracesSchema = z.object({
  /** Steps of one bundle. */
  bundle: z.guid().optional(),
  status: z.enum(traceStatuses).optional(),
  /** Id of a bundle, of a run or of a source; anything else is looked for in identifiers of sources and in errors. */
  text: z.string().trim().max(200).optional(),
  cursor: z.string().nullish(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type ListTracesInput = z.input<typeof listTracesSchema>;

/**
 * What became of bundles and points, step by step, newest first (pdk-18): of studies that have it switched on, and in which
 * the actor reads points. `studyIds` null: of all of these. Errors: `permission_missing`, `cursor_invalid`.
 */
export async function listTraces(
  ctx: Context,
  { studyIds, ...input }: ListTracesInput & { readonly studyIds: readonly string[] | null },
): Promise<{ readonly items: readonly ListedTrace[]; readonly next: string | null }> {
  const { cursor, limit, ...filter } = listTracesSchema.parse(input);
  const readable = studiesWithVerb(ctx.actor, 'passive.read');
  if (readable?.length === 0) requireVerb(ctx, 'passive.read');
  for (const studyId of studyIds ?? []) requireVerb(ctx, 'passive.read', { studyId });
  const after = decodeCursor(z.tuple([z.number()]), cursor)?.[0] ?? null;
  const rows = await selectTraces(ctx, { ...filter, studyIds: studyIds ?? readable, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}
