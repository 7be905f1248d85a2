import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import type { JsonMembers } from './json-members.ts';
import type { TextBuffer } from './text-buffer.ts';

export const tab = 0x09;
export const lineEnd = '\r\n';

const quote = 0x22;
const backslash = 0x5c;
const dash = 0x2d;
const colon = 0x3a;
const plus = 0x2b;
const zero = 0x30;
const letter = { t: 0x74, f: 0x66, n: 0x6e, T: 0x54 } as const;
const openers = new Set([0x7b, 0x5b]);

const secondsPerDay = 86_400;
const usPerSecond = 1_000_000;

/** Quotes a cell only when it must be: a tab, a quote or a line end in it; quotes are doubled. Never changes a value. */
export function quoteCell(text: string): string {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes a member as a cell: texts as they are, numbers digit by digit as sent, `True` and `False`, nothing for null or
 * absent, objects and arrays as JSON text.
 */
export function writeMemberCell(out: TextBuffer, members: JsonMembers, index: number): void {
  const { bytes } = members;
  const start = members.starts[index] as number;
  const end = members.ends[index] as number;
  if (start === -1) return;
  const first = bytes[start] as number;
  if (first === quote) writeStringCell(out, bytes.subarray(start, end));
  else if (first === letter.t) out.text('True');
  else if (first === letter.f) out.text('False');
  else if (first === letter.n) return;
  else if (openers.has(first)) out.text(quoteCell(bytes.toString('utf8', start, end)));
  else out.copy(bytes, start, end);
}

/** Without a backslash, JSON allows none of the characters that would need quoting. */
function writeStringCell(out: TextBuffer, text: Buffer): void {
  if (text.includes(backslash)) out.text(quoteCell(JSON.parse(text.toString()) as string));
  else out.copy(text, 1, text.length - 1);
}

/**
 * Writes instants as the reports have always had them: whole Unix seconds in one cell, and in the next
 * `2026-08-03T12:00:00.250000+03:00`, without the fraction when it is zero. Remembers the last day and the last instant:
 * rows of one source are in order, and those of one bundle share when they were recorded.
 */
export class TimeCells {
  readonly #clock: ZoneClock;
  readonly #scratch = Buffer.alloc(64);
  #length = 0;
  #lastUs = Number.NaN;
  #day = Number.NaN;
  readonly #dayText = Buffer.alloc(16);
  #dayLength = 0;

  constructor(clock: ZoneClock) {
    this.#clock = clock;
  }

  write(out: TextBuffer, atUs: number): void {
    if (atUs !== this.#lastUs) this.#render(atUs);
    out.copy(this.#scratch, 0, this.#length);
  }

  #render(atUs: number): void {
    const unixSeconds = Math.floor(atUs / usPerSecond);
    const fractionUs = atUs - unixSeconds * usPerSecond;
    const offset = this.#clock.offsetSeconds(unixSeconds);
    const local = unixSeconds + offset;
    const day = Math.floor(local / secondsPerDay);
    if (day !== this.#day) {
      this.#dayLength = this.#dayText.write(dayText(day), 'latin1');
      this.#day = day;
    }
    const second = local - day * secondsPerDay;
    const minutes = Math.floor(second / 60);
    const bytes = this.#scratch;
    let at = bytes.write(`${String(unixSeconds)}\t`, 'latin1');
    at += this.#dayText.copy(bytes, at, 0, this.#dayLength);
    bytes[at] = letter.T;
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
    this.#length = twoDigits(bytes, at + 1, eastMinutes % 60);
    this.#lastUs = atUs;
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
