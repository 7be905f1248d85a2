import { z } from 'zod';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { selectSourcePage } from '../data/sources.sql.ts';
import type { Source } from '../domain/source.ts';
import type { ListSourcesInput } from '../domain/source-query.ts';

const positionSchema = z.tuple([z.string(), z.guid()]);

export interface SourcePage {
  readonly items: readonly Source[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/**
 * Sources of the studies that the actor may see, one keyset page at a time.
 * Errors: `permission_missing`, `cursor_invalid`. Cost: one index range of one study, or a top-n sort of the organization.
 */
export async function listSources(ctx: Context, input: ListSourcesInput): Promise<SourcePage> {
  requireVerbSomewhere(ctx, 'sources.read');
  const { sort, order, cursor, limit, ...filter } = input;
  const after = decodeCursor(positionSchema, cursor);
  const rows = await selectSourcePage(scopeOf(ctx, 'sources.read'), { filter, sort, order, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => row.source),
    next: rows.length > limit && last ? encodeCursor(last.position) : null,
  };
}
