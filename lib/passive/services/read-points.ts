import type { Context } from '#lib/platform/context.ts';
import type { BundleId, SourceId } from '#lib/platform/ids.ts';
import { selectEnvelopes } from '../data/export-points.sql.ts';
import { type PairToRead, type PointToRead, selectPairsToRead, selectPointsToRead } from '../data/read-points.sql.ts';
import type { PointFilter } from '../domain/point-filter.ts';
import type { PointEnvelope, PointRow } from '../domain/point-row.ts';

/** Where points are read. */
export type PlaceToRead = Pick<Context, 'db' | 'organizationId'>;

/** Rows in memory at a time. */
const rowsPerPage = 1000;

/**
 * Whole points of sources, by source, type and created time, at constant memory: for pages and single points. Readers of
 * millions take `scanPointBlocks`. The caller has checked the verb and chosen sources it may see.
 */
export async function* readPoints(
  ctx: PlaceToRead,
  filter: PointFilter,
  signal?: AbortSignal,
): AsyncGenerator<PointRow> {
  const envelopes = new Map<number, PointEnvelope>();
  for (const pair of await selectPairsToRead(ctx, filter)) {
    let after: PointToRead | undefined;
    do {
      signal?.throwIfAborted();
      const points = await selectPointsToRead(ctx, pair, { filter, after, limit: rowsPerPage });
      await addEnvelopes(ctx, envelopes, points);
      for (const point of points) yield rowOf(pair, point, envelopes);
      after = points.length === rowsPerPage ? points.at(-1) : undefined;
    } while (after);
  }
}

async function addEnvelopes(
  ctx: PlaceToRead,
  envelopes: Map<number, PointEnvelope>,
  points: readonly PointToRead[],
): Promise<void> {
  const missing = new Set(points.map(({ envelopeId }) => envelopeId).filter((id) => !envelopes.has(id)));
  if (missing.size === 0) return;
  for (const envelope of await selectEnvelopes(ctx, [...missing])) envelopes.set(envelope.id, envelope);
}

function rowOf(pair: PairToRead, point: PointToRead, envelopes: ReadonlyMap<number, PointEnvelope>): PointRow {
  const envelope = envelopes.get(point.envelopeId);
  if (!envelope) throw new TypeError('a point without its envelope');
  const { lon, lat, envelopeId: _envelopeId, ...columns } = point;
  return {
    ...columns,
    sourceId: pair.sourceId as SourceId,
    source: pair.source,
    typeId: pair.typeId,
    type: pair.type,
    bundleId: point.bundleId as BundleId,
    position: lon === null || lat === null ? null : [lon, lat],
    envelope,
  };
}
