/** A spreadsheet keeps and shows this many digits; the rest is noise of binary fractions. */
const significantDigits = 15;

/**
 * A number as the shortest decimal that a person would write for it, without exponent: `0.1 + 0.2` is `0.3`. Whole
 * numbers are exact.
 */
export function toNumberText(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  const shortest = String(Number(value.toPrecision(significantDigits)));
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:e-(\d+))?$/.exec(shortest) ?? [];
  return exponent === undefined ? shortest : `${sign}0.${'0'.repeat(Number(exponent) - 1)}${whole}${fraction}`;
}
