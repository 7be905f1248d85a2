import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import type { TextBuffer } from './text-buffer.ts';

export const tab = 0x09;
export const lineEnd = '\r\n';

const quote = 0x22;
const backslash = 0x5c;
const dash = 0x2d;
const colon = 0x3a;
const plus = 0x2b;
const dot = 0x2e;
const letter = { t: 0x74, f: 0x66, n: 0x6e, T: 0x54 } as const;
const openers = new Set([0x7b, 0x5b]);

const secondsPerDay = 86_400;

/** Quotes a cell only when it must be: a tab, a quote or a line end in it; quotes are doubled. Never changes a value. */
export function quoteCell(text: string): string {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes a JSON value as a cell: texts as they are, numbers digit by digit as sent, `True` and `False`, nothing for
 * null or absent (`start` -1), objects and arrays as JSON text.
 */
export function writeJsonCell(out: TextBuffer, bytes: Buffer, start: number, end: number): void {
  if (start === -1) return;
  const first = bytes[start] as number;
  if (first === quote) {
    writeStringCell(out, bytes, start, end);
  } else if (first === letter.t) out.text('True');
  else if (first === letter.f) out.text('False');
  else if (first === letter.n) return;
  else if (openers.has(first)) out.text(quoteCell(bytes.toString('utf8', start, end)));
  else out.copy(bytes, start, end);
}

/** Without a backslash, JSON allows none of the characters that would need quoting. */
function writeStringCell(out: TextBuffer, bytes: Buffer, start: number, end: number): void {
  for (let at = start + 1; at < end - 1; at += 1) {
    if (bytes[at] === backslash) {
      out.text(quoteCell(JSON.parse(bytes.toString('utf8', start, end)) as string));
      return;
    }
  }
  out.copy(bytes, start + 1, end - 1);
}

/** Whole Unix seconds, as the reports have always had them. */
export function writeUnixSeconds(out: TextBuffer, atUs: number): void {
  out.integer(Math.floor(atUs / 1_000_000));
}

/** `2026-08-03T12:00:00.250000+03:00`; the fraction is left out when it is zero. */
export function writeIsoDate(out: TextBuffer, atUs: number, clock: ZoneClock): void {
  const unixSeconds = Math.floor(atUs / 1_000_000);
  const fractionUs = atUs - unixSeconds * 1_000_000;
  const offset = clock.offsetSeconds(unixSeconds);
  const local = unixSeconds + offset;
  const day = Math.floor(local / secondsPerDay);
  const second = local - day * secondsPerDay;
  writeDay(out, day);
  out.byte(letter.T);
  writeClock(out, Math.floor(second / 3600), Math.floor(second / 60) % 60);
  out.byte(colon);
  out.padded(second % 60, 2);
  if (fractionUs > 0) {
    out.byte(dot);
    out.padded(fractionUs, 6);
  }
  out.byte(offset < 0 ? dash : plus);
  writeClock(out, Math.floor(Math.abs(offset) / 3600), Math.floor(Math.abs(offset) / 60) % 60);
}

function writeClock(out: TextBuffer, hours: number, minutes: number): void {
  out.padded(hours, 2);
  out.byte(colon);
  out.padded(minutes, 2);
}

/** Days since 1970 as year, month and day of the proleptic Gregorian calendar, counted in 400-year eras from 1 March. */
function writeDay(out: TextBuffer, day: number): void {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  out.padded(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4);
  out.byte(dash);
  out.padded(month, 2);
  out.byte(dash);
  out.padded(dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1, 2);
}
