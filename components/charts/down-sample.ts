export interface XY {
  readonly x: number;
  readonly y: number;
}

/**
 * Largest-triangle-three-buckets (Steinarsson 2013): keeps the look of a line with `most` of its points, first and last
 * included. Points are in order of x. Returns indices, ascending. Cost: one pass.
 */
export function downSample(points: readonly XY[], most: number): number[] {
  const count = points.length;
  if (count <= most || most < 3) return points.map((_, index) => index);
  const width = (count - 2) / (most - 2);
  const kept = [0];
  let last = 0;
  for (let bucket = 0; bucket < most - 2; bucket += 1) {
    const from = Math.floor(bucket * width) + 1;
    const to = Math.floor((bucket + 1) * width) + 1;
    const next = average(points, to, Math.min(count, Math.floor((bucket + 2) * width) + 1));
    last = largestTriangle(points.slice(from, to), points[last], next) + from;
    kept.push(last);
  }
  kept.push(count - 1);
  return kept;
}

function average(points: readonly XY[], from: number, to: number): XY {
  let x = 0;
  let y = 0;
  for (let index = from; index < to; index += 1) {
    x += points[index]?.x ?? 0;
    y += points[index]?.y ?? 0;
  }
  const count = Math.max(1, to - from);
  return { x: x / count, y: y / count };
}

/** Index in the bucket of the point that spans the largest triangle with the one kept last and the next average. */
function largestTriangle(bucket: readonly XY[], last: XY | undefined, next: XY): number {
  let best = 0;
  let bestArea = -1;
  for (const [index, point] of bucket.entries()) {
    const from = last ?? point;
    const area = Math.abs((from.x - next.x) * (point.y - from.y) - (from.x - point.x) * (next.y - from.y));
    if (area > bestArea) {
      bestArea = area;
      best = index;
    }
  }
  return best;
}
