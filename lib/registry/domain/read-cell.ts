import type { NoteCode } from './import-report.ts';

/** What a cell says, and what had to be done to read it. */
export interface CleanText {
  readonly text: string;
  readonly notes: readonly NoteCode[];
}

/** UTF-8 read as Windows-1252 leaves these pairs ("Ã©" for "é"). */
const mojibake = /[ÂÃÅÄâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;
/** Windows-1252 characters above 0x7f that are not the same in Latin-1. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** A text cell without what people do not see: outer and doubled white space, line breaks, wrongly read accents. */
export function cleanText(raw: string): CleanText {
  const notes: NoteCode[] = [];
  const { text, note } = mendAccents(raw);
  if (note !== null) notes.push(note);
  if (/[\r\n\v\f\u2028\u2029]/.test(text.trim())) notes.push('line_break');
  // Control characters, too: the database keeps no NUL, and nobody sees the others.
  const tidy = text.replace(/[\s\p{Cc}\u00a0\u200b\ufeff]+/gu, ' ').trim();
  if (tidy !== text && !notes.includes('line_break')) notes.push('spaces');
  return { text: tidy, notes };
}

/** Lists that went wrong on their way more than once are read again as often, within reason. */
const mostReadings = 3;

function mendAccents(raw: string): { readonly text: string; readonly note: NoteCode | null } {
  if (!mojibake.test(raw)) return { text: raw, note: raw.includes('\ufffd') ? 'accents_damaged' : null };
  let text = raw;
  for (let reading = 0; reading < mostReadings && mojibake.test(text); reading += 1) {
    const mended = readAgainAsUtf8(text);
    if (mended === null) return { text, note: reading === 0 ? 'accents_damaged' : 'accents_mended' };
    text = mended;
  }
  return { text, note: 'accents_mended' };
}

function readAgainAsUtf8(text: string): string | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const place = windows1252.indexOf(character);
    if (place >= 0) bytes.push(0x80 + place);
    else if (code < 0x100) bytes.push(code);
    else return null;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

/** Words that people write for "nothing". */
const nothingWords = new Set(['', 'neant', 'null', 'n/a', '#n/a', '-', '--']);
/** What R and Python write for a missing value: no number and no day, but maybe a name or the code of Namibia. */
const missingWords = new Set(['na', 'nan', 'nat', 'none', '<na>', '.']);

/** True for an empty cell and for the words that stand for one, as "Néant". */
export function saysNothing(text: string): boolean {
  return nothingWords.has(foldText(text));
}

/** True for what stands for no value in a column of numbers, days or choices, as "NA" in lists that R wrote. */
export function saysMissing(text: string): boolean {
  return missingWords.has(text.trim().toLowerCase());
}

/** Letters that keep their shape when accents are taken off by decomposition. */
const undecomposed: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i' };

/** Lower case without accents or outer white space: how names are compared. */
export function foldText(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '')
    .replace(/[ßæœøđłı]/g, (letter) => undecomposed[letter] ?? letter);
}

/** A digit of any script, as ٣ in Arabic and ३ in Hindi. */
const foreignDigit = /[^\P{Nd}0-9]/gu;

/** Digits of other scripts as those of ASCII, and the Arabic signs between them. */
function plainDigits(text: string): string {
  return text.replace(foreignDigit, valueOfDigit).replace(/٫/g, '.').replace(/٬/g, '');
}

/** Digits of a script stand together, from zero. */
function valueOfDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

const decimalPoint = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const decimalComma = /^[+-]?(\d+,\d*|,\d+)$/;
/** Groups of three digits, where a second sign tells which of the two is that of the decimals. */
const groupsOfCommas = /^[+-]?\d{1,3}(,\d{3})+\.\d+$/;
const groupsOfPoints = /^[+-]?\d{1,3}(\.\d{3})+,\d+$/;

/** A number as people write it; `isRepaired` when it had a decimal comma. Null: not a number. */
export function readNumber(text: string): { readonly value: number; readonly isRepaired: boolean } | null {
  const plain = plainDigits(text)
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^\u2212/, '-');
  if (decimalPoint.test(plain)) return { value: Number(plain), isRepaired: false };
  if (decimalComma.test(plain)) return { value: Number(plain.replace(',', '.')), isRepaired: true };
  if (groupsOfCommas.test(plain)) return { value: Number(plain.replaceAll(',', '')), isRepaired: false };
  if (!groupsOfPoints.test(plain)) return null;
  return { value: Number(plain.replaceAll('.', '').replace(',', '.')), isRepaired: true };
}

/** Half the circle that a coordinate counts: letters of the compass say on which side of it a place lies. */
const compass = { latitude: { N: 1, S: -1 }, longitude: { E: 1, W: -1 } } as const;

/**
 * A coordinate in degrees, minutes and seconds with the letter of its side, as gazetteers write it ("4°19′30″S",
 * "S 4 19.5", "15,3 E"), in decimal degrees. Null: it is none of this axis; nor is one with O, which is west in French and
 * east in German. Without a letter, one with signs of degrees is north or east, or as its sign says.
 */
export function readAngle(text: string, axis: keyof typeof compass): number | null {
  const sides: Readonly<Record<string, 1 | -1>> = compass[axis];
  const upper = text.toUpperCase().trim();
  const letter = /^[NSEW]|[NSEW]$/.exec(upper)?.[0];
  if (letter === undefined ? !/[°º]/.test(upper) : sides[letter] === undefined) return null;
  const rest = upper.replace(/^[NSEW]|[NSEW]$/, '').trim();
  const [, sign = '', whole = '', minutes = '0', seconds = '0'] = angle.exec(rest) ?? [];
  const [degrees, minutesOf, secondsOf] = [whole, minutes, seconds].map((part) => Number(part.replace(',', '.')));
  if (whole === '' || degrees === undefined || minutesOf === undefined || secondsOf === undefined) return null;
  if (minutesOf >= 60 || secondsOf >= 60 || (letter !== undefined && sign !== '')) return null;
  const side = letter === undefined ? (sign === '' || sign === '+' ? 1 : -1) : (sides[letter] ?? 1);
  const value = side * (degrees + minutesOf / 60 + secondsOf / 3600);
  // A tenth of a millimetre; more digits would be noise of the division.
  return Number(value.toFixed(9));
}

/** Degrees, minutes and seconds, of which the last that is given may have a fraction. */
const angle =
  /^([+\-\u2212]?)(\d{1,3}(?:[.,]\d+)?)\s*(?:[°º:\s]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:['’′:\s]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|''|’’|′′)?\s*)?)?)?)?$/;

/** True for a day whose first two numbers could be either way round: in America the month comes first. */
export function isOrderUnknown(text: string): boolean {
  const [, first = '', second = ''] = /^(\d{1,2})\/(\d{1,2})\/\d{4}$/.exec(plainDigits(text)) ?? [];
  return first !== '' && Number(first) <= 12 && Number(second) <= 12 && Number(first) !== Number(second);
}

/** A day with its year first: with one sign between its parts, or none at all. */
const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/;
const yearFirstAlone = /^(\d{4})(\d{2})(\d{2})$/;
const dayFirst = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;

/**
 * A calendar date as `YYYY-MM-DD`: written so, also with other signs or none between, as `DD/MM/YYYY`, `DD-MM-YYYY` or
 * `DD.MM.YYYY`, or as an ISO instant whose day is taken. Null: no such day.
 */
export function readDate(text: string): string | null {
  const plain = plainDigits(text);
  const [, year, , month, day] = yearFirst.exec(plain) ?? [];
  if (year !== undefined) return dayOf([year, month, day]);
  const alone = yearFirstAlone.exec(plain);
  if (alone) return dayOf(alone.slice(1));
  const european = dayFirst.exec(plain);
  return european ? dayOf(european.slice(1).reverse()) : null;
}

function dayOf(parts: readonly (string | undefined)[]): string | null {
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}
