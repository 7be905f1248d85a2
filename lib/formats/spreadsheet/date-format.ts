/** What the number format of a cell makes of its number; null when it shows a number. */
export interface DateFormat {
  readonly hasDate: boolean;
  readonly hasTime: boolean;
  /** Hours, minutes or seconds that do not begin anew: `[h]:mm`. */
  readonly isElapsed: boolean;
}

const date: DateFormat = { hasDate: true, hasTime: false, isElapsed: false };
const time: DateFormat = { hasDate: false, hasTime: true, isElapsed: false };
const dateAndTime: DateFormat = { hasDate: true, hasTime: true, isElapsed: false };
const elapsed: DateFormat = { hasDate: false, hasTime: true, isElapsed: true };

/** Formats that a file names by number alone (ECMA-376 part 1, 18.8.30; 27 to 58 are those of East Asia). */
const builtIn: ReadonlyMap<number, DateFormat> = new Map([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58].map((id) => [id, date] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 47].map((id) => [id, time] as const),
  [22, dateAndTime],
  [46, elapsed],
]);

/** Reads a number format. `code` is what the file says under that id, undefined when it says nothing. */
export function readDateFormat(id: number, code: string | undefined): DateFormat | null {
  return code === undefined ? (builtIn.get(id) ?? null) : readFormatCode(code);
}

function readFormatCode(code: string): DateFormat | null {
  // Quoted text, escaped and padding characters, colours, conditions and locales show nothing of the number.
  const [section = ''] = code.replace(/"[^"]*"?|\\.|[_*]./gs, '').split(';');
  const isElapsed = /\[(h+|m+|s+)\]/i.test(section);
  const letters = section
    .replace(/\[[^\]]*\]/g, '')
    .replace(/general/gi, '')
    .toLowerCase();
  if (isElapsed) return elapsed;
  const hasTime = /[hs]/.test(letters);
  const hasDate = /[yd]/.test(letters) || (letters.includes('m') && !hasTime);
  return hasDate || hasTime ? { hasDate, hasTime, isElapsed } : null;
}
