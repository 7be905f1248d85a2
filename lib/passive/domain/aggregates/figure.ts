/**
 * What is kept of some numbers instead of the numbers themselves: enough for means, deviations, ranges and sums, and
 * two of them make one without looking at the numbers again.
 */
export interface Figure {
  count: number;
  mean: number;
  /** Sum of the squared distances from the mean. */
  squares: number;
  minimum: number;
  maximum: number;
}

/** The figure of one number. */
export function figureOf(value: number): Figure {
  return { count: 1, mean: value, squares: 0, minimum: value, maximum: value };
}

/** One more number (Welford's method: no loss of digits when numbers are large and close to each other). */
export function addToFigure(figure: Figure, value: number): void {
  figure.count += 1;
  const distance = value - figure.mean;
  figure.mean += distance / figure.count;
  figure.squares += distance * (value - figure.mean);
  if (value < figure.minimum) figure.minimum = value;
  if (value > figure.maximum) figure.maximum = value;
}

/** All the numbers of another figure (Chan's method). */
export function mergeIntoFigure(figure: Figure, other: Figure): void {
  const count = figure.count + other.count;
  const distance = other.mean - figure.mean;
  figure.squares += other.squares + (distance * distance * figure.count * other.count) / count;
  figure.mean += (distance * other.count) / count;
  figure.count = count;
  if (other.minimum < figure.minimum) figure.minimum = other.minimum;
  if (other.maximum > figure.maximum) figure.maximum = other.maximum;
}

/** Sum of the numbers. */
export function sumOf({ count, mean }: Figure): number {
  return count * mean;
}

/** Standard deviation of all the numbers there are (not of a sample). */
export function deviationOf({ count, squares }: Figure): number {
  return Math.sqrt(Math.max(0, squares) / count);
}
