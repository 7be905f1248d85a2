import { z } from 'zod';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectFidelities, selectFidelityChanges, selectVitals } from '../../data/fidelity/fidelities.sql.ts';
import { scopeOf } from '../../data/scope.sql.ts';
import {
  maxFidelityPage,
  type Fidelity,
  type FidelityChange,
  type ListFidelityInput,
  type SourceVitals,
} from '../../domain/fidelity/fidelity.ts';
import { getSource } from '../get-source.ts';
import { requireVerbSomewhere } from '../require-verb-somewhere.ts';

export interface FidelityList {
  readonly items: readonly Fidelity[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/**
 * How the sources deliver that the actor may see, by id, one keyset page at a time; archived ones are left out.
 * Errors: `permission_missing` (`sources.read`), `cursor_invalid`.
 */
export async function listFidelity(ctx: Context, input: ListFidelityInput): Promise<FidelityList> {
  requireVerbSomewhere(ctx, 'sources.read');
  const { cursor, limit, ...filter } = input;
  const after = decodeCursor(z.tuple([z.guid()]), cursor)?.[0] ?? null;
  const rows = await selectFidelities(scopeOf(ctx, 'sources.read'), { ...filter, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.sourceId]) : null };
}

/** How some sources deliver, those among them that the actor may see; archived ones as they were last. Errors: `permission_missing`. */
function readFidelityOf(ctx: Context, sourceIds: readonly string[]): Promise<Fidelity[]> {
  requireVerbSomewhere(ctx, 'sources.read');
  return selectFidelities(scopeOf(ctx, 'sources.read'), { sourceIds, after: null, limit: sourceIds.length });
}

/** How one source delivers. Errors: `not_found`, also for one the actor may not see. */
export async function getFidelity(ctx: Context, sourceId: string): Promise<Fidelity> {
  const [found] = await readFidelityOf(ctx, [sourceId]);
  if (!found) throw new Problem('not_found');
  return found;
}

/**
 * Battery and reception of a source, as far as known: what the viewer of its readings may see. Null in both for one who
 * may not (`passive.read`). Errors: `not_found`.
 */
export async function getVitals(ctx: Context, sourceId: string): Promise<SourceVitals> {
  const { studyId } = await getSource(ctx, sourceId);
  const isReadable = hasVerb(ctx.actor, 'passive.read', { studyId });
  return isReadable ? selectVitals(ctx, sourceId) : { battery: null, signal: null };
}

export const listFidelityChangesSchema = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(maxFidelityPage).default(20),
});

export interface FidelityHistory {
  readonly items: readonly FidelityChange[];
  readonly next: string | null;
}

/** Changes of a source's state, newest first. Errors: `not_found`, `cursor_invalid`. */
export async function listFidelityChanges(
  ctx: Context,
  { sourceId, cursor, limit }: z.infer<typeof listFidelityChangesSchema> & { readonly sourceId: string },
): Promise<FidelityHistory> {
  await getSource(ctx, sourceId);
  const position = decodeCursor(z.tuple([z.iso.datetime()]), cursor);
  const rows = await selectFidelityChanges(ctx, {
    sourceId,
    before: position === null ? null : new Date(position[0]),
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.changedAt.toISOString()]) : null };
}
