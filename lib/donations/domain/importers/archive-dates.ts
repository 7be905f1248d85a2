/** Hours east of UTC of the abbreviations that services write, summer time apart. */
// prettier-ignore
const zoneHours: Readonly<Record<string, number>> = {
  UTC: 0, GMT: 0, Z: 0, WET: 0, WEST: 1, BST: 1, IST: 5.5, CET: 1, CEST: 2, MEZ: 1, MESZ: 2, EET: 2, EEST: 3, OEZ: 2, OESZ: 3,
  MSK: 3, WAT: 1, CAT: 2, SAST: 2, EAT: 3, EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, AKST: -9,
  AKDT: -8, HST: -10, JST: 9, KST: 9, AEST: 10, AEDT: 11, NZST: 12, NZDT: 13,
};

/** Beginnings of month names in the languages of the platform, without accents. */
const monthNames: readonly (readonly string[])[] = [
  ['jan'],
  ['feb', 'fev'],
  ['mar', 'maer', 'mrz'],
  ['apr', 'avr'],
  ['may', 'mai'],
  ['jun', 'juin'],
  ['jul', 'juil'],
  ['aug', 'aou'],
  ['sep'],
  ['oct', 'okt'],
  ['nov'],
  ['dec', 'dez'],
];

/**
 * The instant of a date as web pages of services write it, in English ("Nov 5, 2023, 9:14:33 PM CET"), French
 * ("5 nov. 2023, 21:14:33 CET") or German ("05.11.2023, 21:14:33 MEZ"); null for any other, and for zones it does not know.
 */
export function parseWrittenDate(text: string): number | null {
  const clean = text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim();
  const time = /(\d{1,2}):(\d{2})(?::(\d{2}))? ?(AM|PM)? ?([A-Z]{1,5})?(?:([+-]\d{1,2})(?::?(\d{2}))?)?$/i.exec(clean);
  if (!time) return null;
  const day = parseDay(clean.slice(0, time.index));
  const zone = offsetHours(time);
  if (!day || zone === null) return null;
  const hour = hourOf(Number(time[1]), time[4]?.toUpperCase());
  const [year, month, date] = day;
  const ms = Date.UTC(year, month, date, hour, Number(time[2]), Number(time[3] ?? 0)) - zone * 3_600_000;
  return isPlausible(ms) ? ms : null;
}

function parseDay(text: string): readonly [number, number, number] | null {
  const english = /^([a-z]+)\.? (\d{1,2}),? (\d{4})/i.exec(text);
  if (english) return withMonth(english[3], english[1], english[2]);
  const written = /^(\d{1,2})\.? ([a-z]+)\.? (\d{4})/i.exec(text);
  if (written) return withMonth(written[3], written[2], written[1]);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})/.exec(text);
  return dotted ? [Number(dotted[3]), Number(dotted[2]) - 1, Number(dotted[1])] : null;
}

function withMonth(year = '', name = '', day = ''): readonly [number, number, number] | null {
  const month = monthNames.findIndex((starts) => starts.some((start) => name.toLowerCase().startsWith(start)));
  return month === -1 ? null : [Number(year), month, Number(day)];
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half === 'PM' ? 12 : 0);
}

/** A date without a zone is no instant. */
function offsetHours([, , , , , name, hours, minutes]: RegExpExecArray): number | null {
  const named = name === undefined ? null : (zoneHours[name.toUpperCase()] ?? null);
  if (hours === undefined) return named;
  const further = Number(hours) + (Math.sign(Number(hours)) * Number(minutes ?? 0)) / 60;
  return (named ?? 0) + further;
}

/** ISO 8601 with a zone ("2023-11-05T20:14:33Z"); null for anything else. */
export function parseIsoInstant(text: unknown): number | null {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d| UTC)$/.test(text))
    return null;
  const ms = Date.parse(text.replace(' UTC', 'Z').replace(' ', 'T'));
  return isPlausible(ms) ? ms : null;
}

/** Unix seconds or milliseconds; null for anything that is no instant between 1990 and 2100. */
export function parseUnixTime(value: unknown, unit: 'seconds' | 'milliseconds'): number | null {
  if (typeof value !== 'number') return null;
  const ms = unit === 'seconds' ? value * 1000 : value;
  return isPlausible(ms) ? ms : null;
}

function isPlausible(ms: number): boolean {
  return ms >= Date.UTC(1990, 0, 1) && ms < Date.UTC(2100, 0, 1);
}
