import type { Context } from '#lib/platform/context.ts';
import type { SourceId } from '#lib/platform/ids.ts';
import {
  selectNamedSources,
  selectSourceEstimates,
  selectSourcesWithMore,
  selectSourcesWithPoints,
  selectTypeIds,
  selectTypeTotals,
  type NamedSource,
  type PointsOver,
  type SourceChoice,
  type SourceEstimate,
  type TypeTotal,
} from '../data/export-counts.sql.ts';
import type { BlockRange } from '../data/export-points.sql.ts';

export type { NamedSource, SourceChoice, SourceEstimate, TypeTotal } from '../data/export-counts.sql.ts';

export interface EstimateSourcesInput {
  readonly choice: SourceChoice;
  /** Null: every type. */
  readonly types: readonly string[] | null;
  readonly range: BlockRange;
}

/**
 * The sources chosen, by identifier, each with about how many points are asked for: from running totals, no point is
 * read. The caller has checked the verb in the study.
 */
export function estimateSources(ctx: Context, input: EstimateSourcesInput): Promise<SourceEstimate[]> {
  return selectSourceEstimates(ctx, input.choice, input);
}

/** What the chosen sources sent, by type, from running totals. The caller has checked the verb in the study. */
export function listTypeTotals(ctx: Context, choice: SourceChoice): Promise<TypeTotal[]> {
  return selectTypeTotals(ctx, choice);
}

/** Sources by id, by identifier; ids that are not there any more are left out. */
export function listNamedSources(ctx: Context, sourceIds: readonly SourceId[]): Promise<NamedSource[]> {
  return selectNamedSources(ctx, sourceIds);
}

/** Those of the sources that have points of the type. */
export function listSourcesWithPoints(
  ctx: Context,
  sourceIds: readonly SourceId[],
  typeId: number,
): Promise<SourceId[]> {
  return selectSourcesWithPoints(ctx, sourceIds, typeId);
}

/** Those of the sources that have more than so many points of the type in the range. */
export function listSourcesWithMore(ctx: Context, over: PointsOver): Promise<SourceId[]> {
  return selectSourcesWithMore(ctx, over);
}

/** Ids of types by their identifiers; types never seen are left out. */
export function getTypeIds(ctx: Context, types: readonly string[]): Promise<Map<string, number>> {
  return selectTypeIds(ctx, types);
}
