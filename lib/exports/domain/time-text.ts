import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';

const dash = 0x2d;
const colon = 0x3a;
const plus = 0x2b;
const zero = 0x30;
const letterT = 0x54;

const secondsPerDay = 86_400;
const usPerSecond = 1_000_000;

/**
 * An instant as the tables have always had it: whole Unix seconds, and `2026-08-03T12:00:00.250000+03:00`, without the
 * fraction when it is zero. Remembers the last day and the last instant: rows of one source are in order, and those of
 * one bundle share when they were recorded.
 */
export class TimeText {
  /** Unix seconds stand in [0, secondsEnd), the date in [secondsEnd, length). */
  readonly bytes = Buffer.alloc(64);
  secondsEnd = 0;
  length = 0;
  atUs = Number.NaN;
  #clock: ZoneClock;
  #day = Number.NaN;
  readonly #dayText = Buffer.alloc(16);
  #dayLength = 0;

  constructor(clock: ZoneClock) {
    this.#clock = clock;
  }

  /** Takes another instant (microseconds since 1970, UTC), and another zone when there is one. */
  set(atUs: number, clock: ZoneClock = this.#clock): void {
    if (atUs === this.atUs && clock === this.#clock) return;
    this.#clock = clock;
    this.#render(atUs);
  }

  #render(atUs: number): void {
    const unixSeconds = Math.floor(atUs / usPerSecond);
    const fractionUs = Math.round(atUs - unixSeconds * usPerSecond);
    const offset = this.#clock.offsetSeconds(unixSeconds);
    const local = unixSeconds + offset;
    const day = Math.floor(local / secondsPerDay);
    if (day !== this.#day) {
      this.#dayLength = this.#dayText.write(dayText(day), 'latin1');
      this.#day = day;
    }
    const second = local - day * secondsPerDay;
    const minutes = Math.floor(second / 60);
    const { bytes } = this;
    let at = bytes.write(String(unixSeconds), 'latin1');
    this.secondsEnd = at;
    at += this.#dayText.copy(bytes, at, 0, this.#dayLength);
    bytes[at] = letterT;
    at = twoDigits(bytes, at + 1, Math.floor(minutes / 60));
    bytes[at] = colon;
    at = twoDigits(bytes, at + 1, minutes % 60);
    bytes[at] = colon;
    at = twoDigits(bytes, at + 1, second % 60);
    if (fractionUs > 0) at += bytes.write(`.${String(fractionUs).padStart(6, '0')}`, at, 'latin1');
    const eastMinutes = Math.floor(Math.abs(offset) / 60);
    bytes[at] = offset < 0 ? dash : plus;
    at = twoDigits(bytes, at + 1, Math.floor(eastMinutes / 60));
    bytes[at] = colon;
    this.length = twoDigits(bytes, at + 1, eastMinutes % 60);
    this.atUs = atUs;
  }
}

function twoDigits(bytes: Buffer, at: number, value: number): number {
  const tens = Math.floor(value / 10);
  bytes[at] = zero + tens;
  bytes[at + 1] = zero + value - tens * 10;
  return at + 2;
}

/** `YYYY-MM-DD` of the proleptic Gregorian calendar; years beyond four digits keep all of theirs. */
function dayText(day: number): string {
  const iso = new Date(day * secondsPerDay * 1000).toISOString();
  return iso.slice(0, iso.indexOf('T'));
}
