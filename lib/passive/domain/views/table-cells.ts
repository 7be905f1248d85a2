import { summarize } from './summarize.ts';
import type { PointColumn } from './type-views.ts';

type Cell = string | number | boolean | null;

/** Characters of a text in a cell; the whole is one click away. */
const maxCellCharacters = 200;

/**
 * The values of some members of a point's properties, as a table shows them. Structured values become JSON text.
 * A text that is no JSON (cut off for its length) has no members to show.
 */
export function tableCells(properties: string, columns: readonly PointColumn[]): Record<string, Cell> {
  const members = parseObject(properties);
  return Object.fromEntries(columns.map((column) => [column.path, toCell(valueOf(column, members))]));
}

function valueOf({ path, from, of }: PointColumn, members: Readonly<Record<string, unknown>>): unknown {
  const value = (from ?? [path]).reduce(memberOf, members);
  return of === undefined ? value : summarize(of, value, members);
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function toCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return shorten(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The text, or its beginning and an ellipsis. */
export function shorten(text: string): string {
  return text.length <= maxCellCharacters ? text : `${text.slice(0, maxCellCharacters - 1)}…`;
}
