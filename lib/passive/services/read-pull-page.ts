import {
  fromHour,
  selectHourOfPlace,
  selectPulledPoints,
  type PulledPoint,
  type PulledRange,
  type PullPosition,
} from '../data/pull-points.sql.ts';
import type { PullScope } from '../data/pull-pairs.sql.ts';
import { orderOf } from '../domain/pull-query.ts';
import { conditionsOfWalk, type CountedPair, type PullWalk, type WalkRequest } from './pull-walk.ts';

/** Pairs asked in one statement, when they come one after the other. */
const pairsAtATime = 200;

export interface PullPageRequest {
  readonly request: WalkRequest;
  readonly walk: PullWalk;
  /** Points before the page. */
  readonly from: number;
  readonly size: number;
}

export type PointOfPair = PulledPoint & { readonly of: CountedPair };

/** Reads a page of a walk, and remembers where it ended. */
export async function readPullPage(scope: PullScope, page: PullPageRequest): Promise<PointOfPair[]> {
  const { walk, from, size, request } = page;
  if (from >= walk.total) return [];
  const order = orderOf(request.query);
  const read = order === 'stored' ? readStored : order === 'sorted' ? readSorted : readByTime;
  const points = await read(scope, page);
  const last = points.at(-1);
  if (last && order !== 'sorted' && points.length === size) walk.positions.set(from + size, positionOf(last));
  return points;
}

function positionOf({ of, createdAtUs, contentHash }: PointOfPair): PullPosition {
  return { sourceId: of.sourceId, typeId: of.typeId, createdAtUs, contentHash };
}

interface Asked {
  readonly pairs: readonly CountedPair[];
  readonly after?: PullPosition | null;
  readonly skip?: number;
  readonly limit: number;
  /** From this hour on (to its end, descending). */
  readonly hourUs?: number;
}

async function ask(scope: PullScope, { request, walk }: PullPageRequest, asked: Asked): Promise<PointOfPair[]> {
  const order = orderOf(request.query);
  const { point, pin } = conditionsOfWalk(request, walk);
  const hour =
    asked.hourUs === undefined ? [] : [fromHour(asked.hourUs, { isDescending: order === 'created-descending' })];
  const range: PulledRange = {
    pairs: asked.pairs,
    conditions: [point, pin, ...hour],
    order,
    keys: request.query.order,
    after: asked.after ?? null,
    skip: asked.skip ?? 0,
    limit: asked.limit,
  };
  const points = await selectPulledPoints(scope, range);
  return points.map((found) => ({ ...found, of: asked.pairs[found.pair] as CountedPair }));
}

/** Pair after pair: known counts tell which pairs a page reaches, so that no other is looked at. */
async function readStored(scope: PullScope, page: PullPageRequest): Promise<PointOfPair[]> {
  const { walk, from, size } = page;
  let after = walk.positions.get(from) ?? null;
  let index = 0;
  let skip = from;
  if (after) {
    index = walk.pairs.findIndex((pair) => pair.sourceId === after?.sourceId && pair.typeId === after.typeId);
    skip = 0;
  }
  while (!after && skip >= (walk.pairs[index]?.count ?? Infinity)) {
    skip -= walk.pairs[index]?.count ?? 0;
    index += 1;
  }
  const points: PointOfPair[] = [];
  while (points.length < size && index < walk.pairs.length) {
    const pairs = walk.pairs.slice(index, index + pairsReached(walk.pairs, index, skip + size - points.length));
    points.push(...(await askFrom(scope, page, { pairs, after, skip, limit: size - points.length })));
    index += pairs.length;
    after = null;
    skip = 0;
  }
  return points;
}

/** A place deep in a pair is found by its hour where running totals tell it. */
async function askFrom(scope: PullScope, page: PullPageRequest, asked: Asked): Promise<PointOfPair[]> {
  const [first, ...others] = asked.pairs;
  if (!first || !asked.skip || !page.walk.isWhole) return ask(scope, page, asked);
  const hour = await selectHourOfPlace(scope, [first], { skip: asked.skip, isDescending: false });
  if (!hour) return ask(scope, page, asked);
  const head = await ask(scope, page, {
    pairs: [first],
    hourUs: hour.hourUs,
    skip: asked.skip - hour.before,
    limit: asked.limit,
  });
  if (others.length === 0 || head.length >= asked.limit) return head;
  return [...head, ...(await ask(scope, page, { pairs: others, limit: asked.limit - head.length }))];
}

/** How many pairs hold the points wanted; a pair begun in the middle may give less than its count. */
function pairsReached(pairs: readonly CountedPair[], index: number, points: number): number {
  let sum = 0;
  let reached = 0;
  while (reached < pairsAtATime && index + reached < pairs.length && sum < points) {
    sum += pairs[index + reached]?.count ?? 0;
    reached += 1;
  }
  return reached;
}

async function readByTime(scope: PullScope, page: PullPageRequest): Promise<PointOfPair[]> {
  const { walk, from, size, request } = page;
  const { pairs } = walk;
  const after = walk.positions.get(from) ?? null;
  if (after || from === 0) return ask(scope, page, { pairs, after, limit: size });
  const isDescending = orderOf(request.query) === 'created-descending';
  const hour = walk.isWhole ? await selectHourOfPlace(scope, pairs, { skip: from, isDescending }) : null;
  if (!hour) return ask(scope, page, { pairs, skip: from, limit: size });
  return ask(scope, page, { pairs, hourUs: hour.hourUs, skip: from - hour.before, limit: size });
}

function readSorted(scope: PullScope, page: PullPageRequest): Promise<PointOfPair[]> {
  return ask(scope, page, { pairs: page.walk.pairs, skip: page.from, limit: page.size });
}
