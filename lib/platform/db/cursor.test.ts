import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.ts';

const positionSchema = z.tuple([z.string(), z.number()]);

describe('cursor', () => {
  it('platform: comes back as it was given', () => {
    expect(decodeCursor(positionSchema, encodeCursor(['Größe, 10 %', 7]))).toEqual(['Größe, 10 %', 7]);
  });

  it('platform: nothing is the first page', () => {
    expect(decodeCursor(positionSchema, null)).toBeNull();
    expect(decodeCursor(positionSchema, undefined)).toBeNull();
  });

  it.each(['', 'x', encodeCursor(['only one']), encodeCursor([1, 'x']), 'A'.repeat(5000)])(
    'platform: refuses what it has not given out (%#)',
    (cursor) => {
      expect(() => decodeCursor(positionSchema, cursor)).toThrow(expect.objectContaining({ code: 'cursor_invalid' }));
    },
  );
});
