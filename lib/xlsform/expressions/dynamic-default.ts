import { tokenize, type TokenKind } from './tokens.ts';

/** Types whose written values hold hyphens that subtract nothing: 2024-01-01, 12.5 -3.2. */
const typesWithHyphens = new Set(['date', 'dateTime', 'geopoint', 'geotrace', 'geoshape']);

const computing = new Set<TokenKind>(['arithmetic', 'union', 'predicateStart', 'reference', 'call']);

/** Must the default be evaluated when the form opens, or is it a text to start with (section 6.4, Logic)? */
export function isDynamicDefault(value: string, type: string): boolean {
  for (const token of tokenize(value)) {
    if (typesWithHyphens.has(type) && token.text === '-') return false;
    if (computing.has(token.kind)) return true;
  }
  return false;
}
