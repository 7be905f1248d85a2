interface LineRow {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly values: readonly (number | null)[];
}

/** How many times the usual distance makes a gap: a device that was silent has no line through its silence. */
const gapFactor = 6;

/**
 * Puts a row of nulls into every gap of a line, so that drawing it shows where nothing was measured. A gap is longer
 * than {@link gapFactor} times the median distance, and than twice the bucket.
 */
export function breakGaps<Row extends LineRow>(rows: readonly Row[], bucketMs: number): LineRow[] {
  const distances = rows.slice(1).map((row, index) => row.atMs - (rows[index]?.atMs ?? 0));
  const median = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
  const longest = Math.max(gapFactor * median, 2 * bucketMs);
  return rows.flatMap((row, index) => {
    const distance = distances[index - 1] ?? 0;
    if (distance <= longest) return [row];
    return [{ atMs: row.atMs - Math.floor(distance / 2), values: row.values.map(() => null) }, row];
  });
}
