import type { FormRow } from '../sheets/cells.ts';
import { rowFault, type SurveyContext } from './survey-context.ts';

/** Parameters of a row in the order written, by lower-case key. */
export type Parameters = ReadonlyMap<string, string>;

/** Values that name things whose case counts; others are words of ours in lower case. */
const keepsCase = new Set(['value', 'label', 'seed', 'app', 'tick_labelset', 'reference-geometry']);

/** A pair: blanks may stand around its equals sign, and neither side may be empty. */
const pair = /([^\s=,;]+)\s*=\s*([^\s=,;]+)/y;
/** What stands between pairs, and may stand before and after all of them. */
const separators = /[\s,;]*/y;

/** Parses `key=value` pairs with any blanks, commas and semicolons between them (section 6.3). */
export function parseParameters(context: SurveyContext, row: FormRow, text: string): Parameters {
  const parameters = new Map<string, string>();
  for (let at = skip(text, 0); at < text.length;) {
    pair.lastIndex = at;
    const [, key, value] = pair.exec(text) ?? [];
    if (key === undefined || value === undefined) {
      const message = `The parameters '${text}' cannot be read. Write them as key=value pairs: 'start=1 end=10'.`;
      throw rowFault(context, { code: 'parameter_malformed', row, column: 'parameters' }, message);
    }
    const lowerKey = key.toLowerCase();
    parameters.set(lowerKey, keepsCase.has(lowerKey) ? value : value.toLowerCase());
    at = skip(text, pair.lastIndex);
  }
  return parameters;
}

/** The place of the next pair. */
function skip(text: string, from: number): number {
  separators.lastIndex = from;
  separators.exec(text);
  return separators.lastIndex;
}

/** Refuses parameters that the type of the question does not have. */
export function checkParameterNames(
  context: SurveyContext,
  row: FormRow,
  named: { parameters: Parameters; accepted: readonly string[] },
): void {
  const { parameters, accepted } = named;
  const unknown = [...parameters.keys()].filter((key) => !accepted.includes(key)).sort();
  if (unknown.length === 0) return;
  const message = `Questions of this type have no parameter '${unknown.join("', '")}'. Accepted are: ${[...accepted].sort().join(', ')}.`;
  throw rowFault(context, { code: 'parameter_unknown', row, column: 'parameters' }, message);
}

/** Throws that a parameter's value does not do, and says what would. */
export function refuseParameter(context: SurveyContext, row: FormRow, message: string): never {
  throw rowFault(context, { code: 'parameter_invalid', row, column: 'parameters' }, message);
}

/** Whole numbers as people write them. */
export function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

/** Numbers that can be calculated with. */
export function isNumber(text: string): boolean {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text);
}
