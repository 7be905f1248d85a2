import { plainNamePattern, prefixedNamePattern } from './names.ts';

const date = String.raw`-?\d{4}-\d{2}-\d{2}`;
const time = String.raw`\d{2}:\d{2}:\d{2}(?:\.\s+)?(?:[+-]\d{2}:\d{2}|Z)?`;

/** Kinds of tokens with their patterns. The order decides: the first that fits is taken. */
const rules = {
  dateTime: `${date}T${time}`,
  date,
  time,
  number: String.raw`-?\d+\.\d*|-?\.\d+|-?\d+`,
  arithmetic: String.raw`[*+-]| mod | div `,
  comparison: String.raw`<=|>=|!=|[=<>]`,
  boolean: ' and | or ',
  union: String.raw`\|`,
  openParenthesis: String.raw`\(`,
  closeParenthesis: String.raw`\)`,
  parent: String.raw`\.\.`,
  self: String.raw`\.`,
  slash: '/',
  literal: `"[^"]*"|'[^']*'`,
  comma: ',',
  blank: String.raw`\s+`,
  reference: String.raw`\$\{(?:last-saved#)?${plainNamePattern}\}`,
  call: String.raw`${prefixedNamePattern}\(`,
  predicateStart: String.raw`${prefixedNamePattern}\[`,
  predicateEnd: String.raw`\]`,
  scheme: `${plainNamePattern}://`,
  name: plainNamePattern,
  other: String.raw`[\s\S]`,
} as const;

export type TokenKind = keyof typeof rules;

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const kinds = Object.keys(rules) as TokenKind[];
const scanner = new RegExp(kinds.map((kind) => `(${rules[kind]})`).join('|'), 'guy');

/** Splits an XPath expression, or a text that may hold some, into tokens; nothing of it is lost. */
export function tokenize(expression: string): Token[] {
  return Array.from(expression.matchAll(scanner), (match) => {
    const kind = kinds.find((_, index) => match[index + 1] !== undefined) ?? 'other';
    return { kind, text: match[0], start: match.index, end: match.index + match[0].length };
  });
}
