/** A decimal number without rounding: `digits` divided by ten to the power of `scale`. */
export interface DecimalNumber {
  readonly digits: bigint;
  readonly scale: number;
}

/** More would be no number that anybody means, and slow. */
const maxExponent = 100;

/** Undefined when it is none. */
export function parseDecimal(text: string): DecimalNumber | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i.exec(text.trim());
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (!match || whole + fraction === '' || Math.abs(Number(exponent)) > maxExponent) return undefined;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

export function subtract(one: DecimalNumber, other: DecimalNumber): DecimalNumber {
  const [a, b, scale] = align(one, other);
  return { digits: a - b, scale };
}

/** Negative, zero or positive, like a comparison of sorts. */
export function compare(one: DecimalNumber, other: DecimalNumber): number {
  const [a, b] = align(one, other);
  return a < b ? -1 : Number(a > b);
}

export function absolute({ digits, scale }: DecimalNumber): DecimalNumber {
  return { digits: digits < 0n ? -digits : digits, scale };
}

/** Is it a whole number of steps? A step of zero has no multiples but zero. */
export function isMultiple(value: DecimalNumber, step: DecimalNumber): boolean {
  const [a, b] = align(value, step);
  return b === 0n ? a === 0n : a % b === 0n;
}

export function isWhole({ digits, scale }: DecimalNumber): boolean {
  return digits % 10n ** BigInt(scale) === 0n;
}

function align(one: DecimalNumber, other: DecimalNumber): [bigint, bigint, number] {
  const scale = Math.max(one.scale, other.scale);
  const raise = (value: DecimalNumber): bigint => value.digits * 10n ** BigInt(scale - value.scale);
  return [raise(one), raise(other), scale];
}
