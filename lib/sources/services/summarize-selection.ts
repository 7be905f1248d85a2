import type { Context } from '#lib/platform/context.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { selectSelected } from '../data/bulk-changes.sql.ts';
import { selectSelectionSummary } from '../data/sources.sql.ts';
import type { SelectionSummary, SourceSelection } from '../domain/source-query.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

/** What an act on the selection would touch, in numbers: only sources that the actor may manage count. */
export async function summarizeSelection(ctx: Context, selection: SourceSelection): Promise<SelectionSummary> {
  requireVerbSomewhere(ctx, 'sources.manage');
  return selectSelectionSummary(scopeOf(ctx, 'sources.manage'), selection);
}

/** The selected sources that the actor may manage, by id, as far as `limit`. Errors: `permission_missing`. */
export function listSelectedSources(
  ctx: Context,
  selection: SourceSelection,
  limit: number,
): Promise<readonly { readonly id: string; readonly studyId: string }[]> {
  requireVerbSomewhere(ctx, 'sources.manage');
  return selectSelected(scopeOf(ctx, 'sources.manage'), selection, limit);
}
