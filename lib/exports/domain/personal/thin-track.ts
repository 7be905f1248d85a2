import { escapeText } from './markup.ts';

/** A position and when it was taken, milliseconds since 1970 (UTC). */
export interface TrackPoint {
  readonly atMs: number;
  /** WGS 84. */
  readonly lon: number;
  readonly lat: number;
}

/** One position in this time is enough to tell where somebody was (passive-data-kit.md, section 4). */
export const thinEveryMs = 5 * 60_000;

/** Lets through the first position of every five minutes; feed it in the order of time. */
export class TrackThinner {
  #last = Number.NEGATIVE_INFINITY;

  takes(atMs: number): boolean {
    const slot = Math.floor(atMs / thinEveryMs);
    if (slot === this.#last) return false;
    this.#last = slot;
    return true;
  }
}

/** Corners of a drawn track at most. */
const mostCorners = 4000;

/** A track to draw, of bounded size: when it grows too long, every second corner goes. */
export class TrackSketch {
  #corners: TrackPoint[] = [];
  #every = 1;
  #seen = 0;

  add(point: TrackPoint): void {
    if (this.#seen % this.#every === 0) this.#corners.push(point);
    this.#seen += 1;
    if (this.#corners.length <= mostCorners) return;
    this.#corners = this.#corners.filter((_, index) => index % 2 === 0);
    this.#every *= 2;
  }

  get corners(): readonly TrackPoint[] {
    return this.#corners;
  }
}

const sizePx = 800;
const marginPx = 20;
/** Of somebody who stayed where they were, too. */
const leastHeightPx = 160;

/**
 * The track as lines on a blank sheet, north up, to scale at its middle latitude; with where it begins and ends. No map is
 * loaded: the report tells nobody where somebody was. `label` is what it shows.
 */
export function drawTrack(sketch: TrackSketch, label: string): string {
  const { corners } = sketch;
  const [first] = corners;
  const last = corners.at(-1);
  if (!first || !last) return '';
  const lats = corners.map(({ lat }) => lat);
  const [south, north] = extremes(lats);
  // A degree of longitude is shorter away from the equator.
  const shrink = Math.max(Math.cos((((south + north) / 2) * Math.PI) / 180), 0.01);
  const xs = corners.map(({ lon }) => lon * shrink);
  const [west, east] = extremes(xs);
  const spanDegrees = Math.max(east - west, north - south, 1e-4);
  const scale = (sizePx - 2 * marginPx) / spanDegrees;
  const heightPx = Math.max(Math.ceil((north - south) * scale + 2 * marginPx), leastHeightPx);
  const leftPx = (sizePx - (east - west) * scale) / 2;
  const topPx = (heightPx - (north - south) * scale) / 2;
  const at = ({ lon, lat }: TrackPoint) =>
    [(lon * shrink - west) * scale + leftPx, (north - lat) * scale + topPx].map((value) => value.toFixed(1));
  const line = corners.map((corner) => at(corner).join(',')).join(' ');
  const [startX = '', startY = ''] = at(first);
  const [endX = '', endY = ''] = at(last);
  return `<svg class="sheet" viewBox="0 0 ${String(sizePx)} ${String(heightPx)}" role="img" aria-label="${escapeText(label)}">
<polyline class="line" stroke-width="1.5" stroke-linejoin="round" points="${line}"/>
<circle class="mark" cx="${startX}" cy="${startY}" r="5"/>
<rect class="mark" x="${String(Number(endX) - 5)}" y="${String(Number(endY) - 5)}" width="10" height="10"/>
</svg>`;
}

/** Smallest and largest; spread calls would not take a list of any length. */
function extremes(values: readonly number[]): readonly [number, number] {
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
