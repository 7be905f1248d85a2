import type { Expression } from './form-model.ts';

/** Collapses blanks outside quotes, where XPath gives them no meaning; null for none. */
export function toExpression(written: string | undefined): Expression | null {
  if (written === undefined) return null;
  const collapsed = written.replace(/"[^"]*"|'[^']*'|\s+/g, (piece) => (/^\s/.test(piece) ? ' ' : piece)).trim();
  return collapsed === '' ? null : collapsed;
}

/** A condition that never holds is none. */
export function toCondition(written: string | undefined): Expression | null {
  const expression = toExpression(written);
  return expression === 'false()' ? null : expression;
}

/** Cuts `a, f(b, c)` at the commas that stand in no bracket and in no quotes. */
export function splitArguments(written: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of written.matchAll(/"[^"]*"|'[^']*'|[()[\],]/g)) {
    if (token === '(' || token === '[') depth += 1;
    if (token === ')' || token === ']') depth -= 1;
    if (token === ',' && depth === 0) {
      pieces.push(written.slice(from, index));
      from = index + 1;
    }
  }
  return [...pieces, written.slice(from)].map((piece) => piece.trim());
}
