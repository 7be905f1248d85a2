import { tokenize, type Token } from './tokens.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a text holds paths into secondary instances, `instance('…')/root/item[…]/label`, predicates included.
 * A blank outside a predicate ends such a path.
 */
export function findInstancePaths(text: string): Span[] {
  if (!text.includes('instance(')) return [];
  const tokens = tokenize(text);
  const spans: Span[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const first = tokens[index];
    if (first?.text !== 'instance(') continue;
    const last = endOfPath(tokens, index);
    spans.push({ start: first.start, end: tokens[last]?.end ?? first.end });
    index = last;
  }
  return spans;
}

/** The index of the last token of the path that begins with the call at `index`. */
function endOfPath(tokens: readonly Token[], index: number): number {
  let last = index;
  const accept = (kind: Token['kind']): boolean => {
    if (tokens[last + 1]?.kind !== kind) return false;
    last += 1;
    return true;
  };
  if (!accept('literal') || !accept('closeParenthesis')) return last;
  while (accept('slash')) last = endOfSteps(tokens, last);
  return last;
}

/** Steps up to a blank, or up to the end of the first predicate among them. */
function endOfSteps(tokens: readonly Token[], index: number): number {
  let last = index;
  for (let next = tokens[last + 1]; next && next.kind !== 'blank'; next = tokens[last + 1]) {
    last += 1;
    if (next.kind === 'predicateStart') return endOfPredicate(tokens, last);
  }
  return last;
}

function endOfPredicate(tokens: readonly Token[], index: number): number {
  const end = tokens.findIndex((token, at) => at > index && token.kind === 'predicateEnd');
  return end === -1 ? tokens.length - 1 : end;
}
