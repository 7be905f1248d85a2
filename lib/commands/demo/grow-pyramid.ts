import { createRandom, type Random } from '#e2e/devices/random.ts';
import { centreOf, splitRing, type Corner, type Ring } from './split-ring.ts';

/** A unit of a made-up pyramid. */
export interface GrownUnit {
  readonly ref: string;
  readonly name: string;
  /** 0 is the country. */
  readonly level: number;
  readonly parentRef: string | null;
  /** The area of a unit that has one, and the place of one that has not. */
  readonly shape: Ring | null;
  readonly point: Corner | null;
}

/** Types of the levels, from the top. */
export const grownLevels = ['Country', 'Region', 'District', 'Health area', 'Health facility'] as const;

interface Growth {
  readonly seed: string;
  readonly country: string;
  readonly outline: Ring;
  /** Areas in each area of the level above, down to the health areas. */
  readonly branches: readonly [number, number, number];
  /** Units in all; what the areas leave is facilities. */
  readonly units: number;
}

/** The demo's country: 5,000 units around its first town. */
export const demoGrowth: Growth = {
  seed: 'meadow places',
  country: 'Meadowland',
  outline: [
    [30.1, -1.2],
    [32.2, -1.9],
    [34.3, -1.3],
    [35.2, 0.4],
    [34.6, 2.3],
    [32.9, 3.1],
    [30.9, 2.6],
    [29.8, 0.9],
  ],
  branches: [8, 8, 8],
  units: 5000,
};

/**
 * Grows a country of five levels whose areas fit together: each area is cut into those of the next level, and facilities
 * stand in the health areas. The same seed gives the same country. Parents come before their children.
 */
export function growPyramid({ seed, country, outline, branches, units }: Growth): GrownUnit[] {
  const random = createRandom(seed);
  const nameOf = createNames(random);
  const grown: GrownUnit[] = [
    { ref: 'ML', name: country, level: 0, parentRef: null, shape: outline, point: centreOf(outline) },
  ];
  let areas = [...grown];
  branches.forEach((count, index) => {
    areas = areas.flatMap((parent) =>
      cutInto(parent.shape ?? [], count, random).map((shape, place) => ({
        ref: `${parent.ref}-${String(place + 1).padStart(2, '0')}`,
        name: nameOf(index + 1),
        level: index + 1,
        parentRef: parent.ref,
        shape,
        point: centreOf(shape),
      })),
    );
    grown.push(...areas);
  });
  const facilities = Math.max(units - grown.length, 0);
  for (let index = 0; index < facilities; index += 1) {
    const area = areas[index % areas.length];
    if (!area?.shape) break;
    const ref = `${area.ref}-F${String(Math.floor(index / areas.length) + 1).padStart(2, '0')}`;
    const point = placeIn(area.shape, random);
    grown.push({ ref, name: nameOf(4), level: 4, parentRef: area.ref, shape: null, point });
  }
  return grown;
}

/** Cuts an area into so many of about the same size. */
function cutInto(ring: Ring, count: number, random: Random): Ring[] {
  if (count === 1) return [ring];
  const left = Math.floor(count / 2);
  const [longX, longY] = longestWay(ring);
  const angle = Math.atan2(longX, -longY) + random.between(-0.35, 0.35);
  const [first, second] = splitRing(ring, { angle, share: left / count });
  return [...cutInto(first, left, random), ...cutInto(second, count - left, random)];
}

/** From one corner to the one furthest from it: cutting across it keeps areas from growing thin. */
function longestWay(ring: Ring): Corner {
  let longest: Corner = [0, 0];
  for (const [x, y] of ring) {
    for (const [toX, toY] of ring) {
      const way: Corner = [toX - x, toY - y];
      if (Math.hypot(...way) > Math.hypot(...longest)) longest = way;
    }
  }
  return longest;
}

/** Somewhere in a convex area, rather in its middle. */
function placeIn(ring: Ring, random: Random): Corner {
  const [centreX, centreY] = centreOf(ring);
  const [x, y] = random.pick(ring);
  const [otherX, otherY] = random.pick(ring);
  const [part, otherPart] = [random.between(0, 0.55), random.between(0, 0.35)];
  const at = (centre: number, one: number, other: number) =>
    Math.round((centre + (one - centre) * part + (other - centre) * otherPart) * 1e6) / 1e6;
  return [at(centreX, x, otherX), at(centreY, y, otherY)];
}

const beginnings = 'Ba Bu Ka Ki Ko Lu Ma Mba Mu Na Ngo Nya Ru Sa Se Ta To Wa Ya Zi'.split(' ');
const middles = 'ba be da do ga ki la li ma mbe na ndo ra ri sa so ta ti wa zo'.split(' ');
const endings = 'le li ma mba ndi nga ni ra ro si ta to wa ya yo'.split(' ');
const facilityKinds = ['Health post', 'Health centre', 'Clinic', 'Dispensary', 'Hospital'] as const;

/** Names that sound like places; areas are told apart, facilities are called after their kind. */
function createNames(random: Random): (level: number) => string {
  const taken = new Set<string>();
  const word = () =>
    random.pick(beginnings) +
    random.pick(middles) +
    (random.chance(0.5) ? random.pick(middles) : '') +
    random.pick(endings);
  return (level) => {
    if (level === 4) return `${word()} ${random.pick(facilityKinds)}`;
    for (;;) {
      const name = word();
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
}
