/** A line of a comparison: on both sides, or on one of them. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** From 1; null: not on that side. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Cells of the table that finds what both texts share; larger texts are compared as wholes between what they begin and end alike. */
const mostCells = 4_000_000;

/** Compares two texts line by line: the longest common subsequence stays, the rest is taken out and put in. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const middle = shareOf(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const kinds = [
    ...Array<DiffLine['kind']>(start).fill('same'),
    ...middle,
    ...Array<DiffLine['kind']>(end).fill('same'),
  ];
  let [left, right] = [0, 0];
  return kinds.map((kind) => {
    if (kind === 'added') return { kind, text: b[right] ?? '', before: null, after: (right += 1) };
    const text = a[left] ?? '';
    left += 1;
    if (kind === 'same') right += 1;
    return { kind, text, before: left, after: kind === 'same' ? right : null };
  });
}

function shareOf(a: readonly string[], b: readonly string[]): DiffLine['kind'][] {
  if (a.length * b.length > mostCells) {
    return [...a.map(() => 'removed' as const), ...b.map(() => 'added' as const)];
  }
  const width = b.length + 1;
  // Length of the longest common subsequence of what lies behind each pair of places.
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [down, right] = [lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0];
      lengths[i * width + j] = a[i] === b[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  const kinds: DiffLine['kind'][] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      kinds.push('same');
      i += 1;
      j += 1;
    } else if (
      j >= b.length ||
      (i < a.length && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      kinds.push('removed');
      i += 1;
    } else {
      kinds.push('added');
      j += 1;
    }
  }
  return kinds;
}
