import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffLines } from './diff-lines.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 30 })
  .map((lines) => lines.join('\n'));

it('pdk-10 each side of a comparison is the text it came from, and what is equal shows no change', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const side = (kind: 'removed' | 'added') =>
        lines
          .filter((line) => line.kind === 'same' || line.kind === kind)
          .map((line) => line.text)
          .join('\n');
      expect([side('removed'), side('added')]).toEqual([before, after]);
      expect(lines.some(({ kind }) => kind !== 'same')).toBe(before !== after);
      const numbers = lines.flatMap((line) => line.before ?? []);
      expect(numbers).toEqual(numbers.map((_line, index) => index + 1));
    }),
  );
});

it('pdk-10 what two texts share stays', () => {
  expect(diffLines('a\nb\nc', 'a\nx\nc').map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'same']);
});
