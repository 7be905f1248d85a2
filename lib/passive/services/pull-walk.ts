import { SizedCache } from '#lib/platform/cache/sized-cache.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { minuteMs } from '#lib/platform/time/zone.ts';
import { countPulledPoints, type PullPosition } from '../data/pull-points.sql.ts';
import {
  pinConditions,
  pointConditions,
  selectHasLateBundles,
  selectPulledPairs,
  type PulledPair,
  type PullPin,
  type PullScope,
} from '../data/pull-pairs.sql.ts';
import type { PullQuery } from '../domain/pull-query.ts';

/** A pair with how many of its points are asked for; at least one. */
export interface CountedPair extends PulledPair {
  readonly count: number;
}

/** What one client walks through page by page: counted once, and the places where its pages ended. */
export interface PullWalk {
  readonly pairs: readonly CountedPair[];
  readonly total: number;
  /** All pairs are whole: running totals tell where any place lies. */
  readonly isWhole: boolean;
  /** Something received before the pin was processed after it, and is left out. */
  readonly hasLateBundles: boolean;
  /** By the number of points before it: the last point before the place. */
  readonly positions: Map<number, PullPosition>;
}

export interface WalkRequest extends PullPin {
  readonly query: PullQuery;
  /** The client handed the pin back: what it is told must be what it was told before. */
  readonly isPinned: boolean;
}

/** Pairs remembered in all walks together. */
const mostPairs = 500_000;
/** A walk is counted anew after this long: without a pin, data may have been added or erased. */
const lifeMs = 10 * minuteMs;

const walks = new WeakMap<Database, SizedCache<PullWalk>>();

/**
 * The walk of a query. Remembered in this process: a client that asks page after page is counted once and goes on by key.
 * Nothing depends on it; another process counts for itself and finds the place from running totals.
 */
export function openWalk(scope: PullScope, request: WalkRequest): Promise<PullWalk> {
  const known = walks.get(scope.db) ?? new SizedCache<PullWalk>(mostPairs);
  walks.set(scope.db, known);
  const period = Math.floor(performance.now() / lifeMs);
  const key = sha256Hex(JSON.stringify([scope.organizationId, scope.studyId, request, period]));
  return known.get(key, async () => {
    const walk = await countWalk(scope, request);
    return { value: walk, size: walk.pairs.length + 100 };
  });
}

/** What each point of a walk must be. */
export function conditionsOfWalk({ query, pinUs }: WalkRequest, walk: Pick<PullWalk, 'hasLateBundles'>) {
  return { point: pointConditions(query), pin: pinConditions({ pinUs }, walk) };
}

async function countWalk(scope: PullScope, request: WalkRequest): Promise<PullWalk> {
  const pairs = await selectPulledPairs(scope, request.query, request);
  const hasLateBundles = request.isPinned && (await selectHasLateBundles(scope, request));
  const isCounted = ({ isWhole }: PulledPair) => !isWhole || hasLateBundles;
  const toCount = pairs.filter(isCounted);
  const { point, pin } = conditionsOfWalk(request, { hasLateBundles });
  const counts = await countPulledPoints(scope, toCount, [point, pin]);
  const countOf = new Map(toCount.map((pair, index) => [pair, counts[index] ?? 0]));
  const counted = pairs.flatMap((pair) => {
    const count = countOf.get(pair) ?? pair.pointCount;
    return count > 0 ? [{ ...pair, count }] : [];
  });
  return {
    pairs: counted,
    total: counted.reduce((sum, { count }) => sum + count, 0),
    isWhole: toCount.length === 0,
    hasLateBundles,
    positions: new Map(),
  };
}
