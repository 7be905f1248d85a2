import type { ImportedUnit } from './imported-unit.ts';
import { reportRow } from './import-report.ts';
import type { Position } from './org-unit.ts';
import type { RowReader } from './table-reader.ts';

/** Outside this many times the width of the middle half of all positions, a place lies apart from the others. */
const apart = 8;
/** Below so many positions nothing can be said of the others. */
const enough = 20;

/**
 * Names positions that several rows share, and mends those whose latitude and longitude were swapped: a place that lies
 * apart from all others, and among them the other way round.
 */
export function noteSharedAndSwapped(
  units: readonly ImportedUnit[],
  { latitude, longitude }: { readonly latitude: string; readonly longitude: string },
  reader: RowReader,
): ImportedUnit[] {
  const isUsual = usualPlace(units.flatMap(({ location }) => (location ? [location] : [])));
  const lines = new Map<string, number>();
  return units.map((unit) => {
    if (!unit.location) return unit;
    const [lon, lat, altitudeM] = unit.location;
    const isSwapped = isUsual !== null && !isUsual([lon, lat]) && Math.abs(lon) <= 90 && isUsual([lat, lon]);
    if (isSwapped)
      reader.rows.push(reportRow({ line: unit.line, column: latitude }, 'position_swapped', `${lat}, ${lon}`));
    const location: Position = isSwapped ? [lat, lon, altitudeM] : unit.location;
    const place = `${location[0]} ${location[1]}`;
    const first = lines.get(place);
    if (first === undefined) lines.set(place, unit.line);
    else reader.rows.push(reportRow({ line: unit.line, column: longitude }, 'position_shared', `line ${first}`));
    return isSwapped ? { ...unit, location } : unit;
  });
}

/** Tells whether a place lies among the others, by their quartiles; null when there are too few. */
function usualPlace(places: readonly Position[]): ((place: readonly [number, number]) => boolean) | null {
  if (places.length < enough) return null;
  const ranges = [0, 1].map((axis) => {
    const sorted = places.map((place) => place[axis as 0 | 1]).sort((a, b) => a - b);
    const quarter = sorted[Math.floor(sorted.length / 4)] ?? 0;
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
    const threeQuarters = sorted[Math.floor((sorted.length * 3) / 4)] ?? 0;
    return { middle, reach: Math.max(threeQuarters - quarter, 0.05) * apart };
  });
  return (place) => ranges.every(({ middle, reach }, axis) => Math.abs(place[axis as 0 | 1] - middle) <= reach);
}
