import type { Database } from '#lib/platform/db/database.ts';
import type { PlacedPoint } from '../domain/placed-point.ts';
import { sortPoints } from '../domain/sort-points.ts';
import { judgeFailure } from './processing-failure.ts';
import { type PartitionNames, storePoints } from './store-points.ts';

/** Points that the database refused, each with what it said. */
export type RefusedPoints = Map<PlacedPoint, string>;

/**
 * Stores what can be stored of points that failed together: halves them, each half in a savepoint, until those that the
 * database refuses by themselves are told apart. Rejects with failures that may pass.
 */
export async function storeOneByOne(
  db: Database,
  points: readonly PlacedPoint[],
  { partitions, refused }: { readonly partitions: PartitionNames; readonly refused: RefusedPoints },
): Promise<PlacedPoint[]> {
  if (points.length === 0) return [];
  try {
    return await db.transaction(() => storePoints(db, { all: points, months: sortPoints(points) }, partitions));
  } catch (error) {
    if (judgeFailure(error) !== 'lasting') throw error;
    const [first] = points;
    if (points.length === 1 && first) {
      refused.set(first, (error as Error).message);
      return [];
    }
  }
  const middle = Math.ceil(points.length / 2);
  const before = await storeOneByOne(db, points.slice(0, middle), { partitions, refused });
  const behind = await storeOneByOne(db, points.slice(middle), { partitions, refused });
  return [...before, ...behind];
}
