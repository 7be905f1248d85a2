import type { z } from 'zod';
import { Problem } from '../problems/problem.ts';

/** Longest cursor taken from outside; ours stay far below. */
const maxCursorCharacters = 4096;

/** The position after which a keyset page goes on, as an opaque word for addresses. */
export function encodeCursor(position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads a cursor back; null and undefined are the first page. Throws `cursor_invalid`. */
export function decodeCursor<Position>(
  positionSchema: z.ZodType<Position>,
  cursor: string | null | undefined,
): Position | null {
  if (cursor === null || cursor === undefined) return null;
  try {
    if (cursor.length > maxCursorCharacters) throw new RangeError('cursor too long');
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (error) {
    throw new Problem('cursor_invalid', { cause: error });
  }
}
