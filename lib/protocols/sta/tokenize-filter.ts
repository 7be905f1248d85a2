import { refuseQuery } from './refuse-query.ts';

export type FilterToken =
  | { readonly kind: 'text' | 'number' | 'word' | 'time'; readonly value: string }
  | { readonly kind: 'typed'; readonly type: string; readonly value: string }
  | { readonly kind: '(' | ')' | ',' | 'end'; readonly value: string };

/** Longest filter that is read; clients' filters stay far below. */
const maxCharacters = 8000;

const quoted = String.raw`'((?:[^']|'')*)'`;
const instant = String.raw`\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?`;
const pattern = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    `(?<typed>(?:geography|geometry|duration|datetimeoffset|datetime|date|time)${quoted})`,
    `(?<text>${quoted})`,
    `(?<time>${instant}(?:/${instant})?)`,
    String.raw`(?<clock>\d\d:\d\d(?::\d\d(?:\.\d+)?)?)`,
    String.raw`(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[@A-Za-z_][\w.@/-]*(?:\[\d{1,6}\][\w.@/-]*)*)`,
    String.raw`(?<mark>[(),])`,
  ].join('|'),
  'y',
);

/** Cuts a filter into words. Throws `input_invalid` for what is none. */
export function tokenizeFilter(text: string): FilterToken[] {
  if (text.length > maxCharacters) throw refuseQuery('$filter', 'It is too long.');
  const tokens: FilterToken[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw refuseQuery('$filter', `It cannot be read from character ${String(at + 1)} on.`);
    if (groups['space'] === undefined) tokens.push(tokenOf(groups));
  }
  return [...tokens, { kind: 'end', value: 'the end' }];
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): FilterToken {
  const { typed, text, time, clock, number, word, mark } = groups;
  if (typed !== undefined) {
    const open = typed.indexOf("'");
    const [type, value] = [typed.slice(0, open), unquote(typed.slice(open))];
    return type === 'time' ? { kind: 'text', value: clockText(value) } : { kind: 'typed', type, value };
  }
  if (text !== undefined) return { kind: 'text', value: unquote(text) };
  if (time !== undefined) return { kind: 'time', value: time };
  if (clock !== undefined) return { kind: 'text', value: clockText(clock) };
  if (number !== undefined) return { kind: 'number', value: number };
  if (word !== undefined) return { kind: 'word', value: word };
  return { kind: mark as '(' | ')' | ',', value: mark ?? '' };
}

/** A time of day as the function `time` gives it: to the second. */
function clockText(text: string): string {
  const [, minutes = text, seconds = '00'] = /^(\d\d:\d\d)(?::(\d\d))?(?:\.\d+)?$/.exec(text) ?? [];
  return `${minutes}:${seconds}`;
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll("''", "'");
}
