/** [lon, lat] in degrees. */
export type Corner = readonly [lon: number, lat: number];
/** A convex outline without holes, its first corner not said again. */
export type Ring = readonly Corner[];

/** Twice the signed area of a ring: positive when it turns left. */
function doubleArea(ring: Ring): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = cornerAt(ring, index + 1);
    return sum + x * nextY - nextX * y;
  }, 0);
}

/** Centre of gravity of a ring. */
export function centreOf(ring: Ring): Corner {
  const area = doubleArea(ring);
  const [x, y] = ring.reduce<Corner>(
    ([sumX, sumY], [cornerX, cornerY], index) => {
      const [nextX, nextY] = cornerAt(ring, index + 1);
      const weight = cornerX * nextY - nextX * cornerY;
      return [sumX + (cornerX + nextX) * weight, sumY + (cornerY + nextY) * weight];
    },
    [0, 0],
  );
  return [x / (3 * area), y / (3 * area)];
}

/**
 * Cuts a convex ring in two by a line that leaves `share` of its area on the left. Both parts have the ends of the cut in
 * common to the last digit, so that neighbours fit together.
 */
export function splitRing(
  ring: Ring,
  { angle, share }: { readonly angle: number; readonly share: number },
): [Ring, Ring] {
  const normal: Corner = [-Math.sin(angle), Math.cos(angle)];
  const heights = ring.map(([x, y]) => x * normal[0] + y * normal[1]);
  let [low, high] = [Math.min(...heights), Math.max(...heights)];
  const whole = Math.abs(doubleArea(ring));
  let parts = cutAt(ring, heights, (low + high) / 2);
  for (let round = 0; round < 40; round += 1) {
    const middle = (low + high) / 2;
    parts = cutAt(ring, heights, middle);
    if (Math.abs(doubleArea(parts[0])) > whole * share) low = middle;
    else high = middle;
  }
  return parts;
}

/** The part over a line and the part under it. */
function cutAt(ring: Ring, heights: readonly number[], level: number): [Ring, Ring] {
  const over: Corner[] = [];
  const under: Corner[] = [];
  ring.forEach((corner, index) => {
    const height = heights[index] ?? 0;
    const nextHeight = heights[(index + 1) % ring.length] ?? 0;
    (height >= level ? over : under).push(corner);
    if (height >= level === nextHeight >= level) return;
    const cut = between(corner, cornerAt(ring, index + 1), (level - height) / (nextHeight - height));
    over.push(cut);
    under.push(cut);
  });
  return [over, under];
}

function between([x, y]: Corner, [toX, toY]: Corner, part: number): Corner {
  return [round(x + (toX - x) * part), round(y + (toY - y) * part)];
}

/** A decimetre. */
const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

function cornerAt(ring: Ring, index: number): Corner {
  const corner = ring[index % ring.length];
  if (!corner) throw new RangeError('a ring has corners');
  return corner;
}
