import { zoneOffsetMs } from './zone.ts';

/** Offsets change at whole quarter hours in every zone since 1972. */
const quarterHourSeconds = 900;

/**
 * Offsets of one IANA zone, remembered by the quarter hour: readers of millions of sorted instants ask mostly for the
 * same one. Throws `RangeError` for a name that is no zone.
 */
export class ZoneClock {
  readonly zone: string;
  #quarter = Number.NaN;
  #offset = 0;
  readonly #known = new Map<number, number>();

  constructor(zone: string) {
    this.zone = zone;
    zoneOffsetMs(0, zone);
  }

  /** Seconds east of UTC at an instant (Unix seconds). */
  offsetSeconds(unixSeconds: number): number {
    if (this.zone === 'UTC') return 0;
    const quarter = Math.floor(unixSeconds / quarterHourSeconds);
    if (quarter === this.#quarter) return this.#offset;
    let offset = this.#known.get(quarter);
    if (offset === undefined) {
      offset = zoneOffsetMs(quarter * quarterHourSeconds * 1000, this.zone) / 1000;
      // A decade of quarter hours; beyond that the points are spread so far that remembering them all is no gain.
      if (this.#known.size > 350_000) this.#known.clear();
      this.#known.set(quarter, offset);
    }
    this.#quarter = quarter;
    this.#offset = offset;
    return offset;
  }

  /** The first instant of a calendar day in the zone (also where midnight was skipped). `day`: YYYY-MM-DD. */
  startOfDay(day: string): Date {
    const asUtc = Date.parse(`${day}T00:00:00Z`) / 1000;
    if (Number.isNaN(asUtc)) throw new RangeError(`not a day: ${day}`);
    // The local midnight lies within a day of the UTC one; one of the offsets around it is the right one.
    const candidates = [asUtc - 86_400, asUtc, asUtc + 86_400].map((near) => asUtc - this.offsetSeconds(near));
    const exact = candidates.filter((instant) => instant + this.offsetSeconds(instant) === asUtc);
    // Twice a day (clocks set back over midnight): the first. Never (set forward over it): the moment of the change.
    return new Date((exact.length > 0 ? Math.min(...exact) : Math.max(...candidates)) * 1000);
  }

  /** The day after. */
  endOfDay(day: string): Date {
    const next = new Date(`${day}T00:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    return this.startOfDay(next.toISOString().slice(0, 10));
  }
}

/** True for a name that this machine's zone data know. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
