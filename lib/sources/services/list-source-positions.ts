import type { Context } from '#lib/platform/context.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { selectSourcePositions, type SourcePosition } from '../data/sources.sql.ts';
import type { SourceFilter } from '../domain/source-query.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

/** Most positions one map shows at once. */
export const maxMapPositions = 2000;

export interface SourcePositions {
  readonly items: readonly SourcePosition[];
  /** There are more than {@link maxMapPositions}; the newest are here. */
  readonly isTruncated: boolean;
}

/**
 * Where sources were last since an instant, newest first. Positions of people: needs `passive.read` in their study.
 * Errors: `permission_missing`.
 */
export async function listSourcePositions(
  ctx: Context,
  input: { readonly filter: SourceFilter; readonly since: Date },
): Promise<SourcePositions> {
  requireVerbSomewhere(ctx, 'passive.read');
  const scope = scopeOf(ctx, 'passive.read');
  const rows = await selectSourcePositions(scope, { ...input, limit: maxMapPositions + 1 });
  return { items: rows.slice(0, maxMapPositions), isTruncated: rows.length > maxMapPositions };
}
