import { Problem } from '#lib/platform/problems/problem.ts';

/** Parameters of a request or of one of its `searches`: text, or whatever JSON holds. */
export type Params = Readonly<Record<string, unknown>>;

/** Parameters of an address; of one that is there several times, the last, as Django reads them. */
export function paramsOf(query: URLSearchParams): Params {
  return Object.fromEntries(query);
}

/** A parameter as text; undefined when it is missing or empty. */
export function readText(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return refuse(name, 'A single value is wanted.');
  }
  const text = String(value).trim();
  return text === '' ? undefined : text;
}

/** The words of a parameter: a list, or text parted by commas. Undefined when there are none. */
export function readList(params: Params, name: string): readonly string[] | undefined {
  const value = params[name];
  const words = (Array.isArray(value) ? value.map(String) : (readText(params, name) ?? '').split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return words.length === 0 ? undefined : words;
}

/** The integers of a list parameter. Errors: `input_invalid`. */
export function readIntegers(params: Params, name: string): readonly number[] | undefined {
  return readList(params, name)?.map((word) => asInteger(name, word));
}

/** An integer of 0 or more. Errors: `input_invalid`. */
export function readInteger(params: Params, name: string): number | undefined {
  const text = readText(params, name);
  return text === undefined ? undefined : asInteger(name, text);
}

/** True for `true`, false for `false`, however they are written. Errors: `input_invalid`. */
export function readFlag(params: Params, name: string): boolean | undefined {
  const text = readText(params, name)?.toLowerCase();
  if (text === undefined) return undefined;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  return refuse(name, 'Say true or false.');
}

const dayForms = [/^(?<d>\d{2})[-/](?<m>\d{2})[-/](?<y>\d{4})$/, /^(?<y>\d{4})[-/](?<m>\d{2})[-/](?<d>\d{2})$/];

/** A day in any of the four forms that clients write (dd-mm-yyyy, dd/mm/yyyy, yyyy-mm-dd, yyyy/mm/dd), as YYYY-MM-DD. */
export function readDay(params: Params, name: string): string | undefined {
  const text = readText(params, name);
  if (text === undefined) return undefined;
  return parseDay(text) ?? refuse(name, `"${text}" is no day. Write it as dd-mm-yyyy.`);
}

/** A day as YYYY-MM-DD; null when the text is none. */
export function parseDay(text: string): string | null {
  for (const form of dayForms) {
    const { y = '', m = '', d = '' } = form.exec(text)?.groups ?? {};
    const day = `${y}-${m}-${d}`;
    const at = new Date(`${day}T00:00:00Z`);
    if (y !== '' && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)) return day;
  }
  return null;
}

/** Refuses a parameter. */
export function refuse(name: string, message: string): never {
  throw new Problem('input_invalid', { detail: `${name}: ${message}`, fields: { [name]: message } });
}

function asInteger(name: string, word: string): number {
  if (/^\d{1,15}$/.test(word)) return Number(word);
  return refuse(name, `"${word.slice(0, 40)}" is no integer id.`);
}
