import { maxPlainNumberLength } from './json-tape.ts';

/** Exponents beyond this are taken as this: such a number is not a measurement, and must not cost time. */
const maxExponent = 100_000;

/**
 * The one text for all JSON numbers of the same value: no exponent and no superfluous zeros while that is at most 32
 * characters (`1.50e1` and `15.0` are `15`), else digits and exponent. Digits are never rounded, so numbers beyond 2^53
 * that differ stay different.
 */
export function canonicalNumber(text: string): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [mantissa = '', exponentText = '0'] = text.slice(sign.length).split(/[eE]/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const allDigits = whole + fraction;
  const significant = allDigits.replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return '0';
  const exponent = Math.max(-maxExponent, Math.min(maxExponent, Number(exponentText)));
  /** Digits before the decimal point. */
  const pointAt = whole.length + exponent - (allDigits.length - significant.length);
  const plainLength = sign.length + plainLengthOf(digits.length, pointAt);
  return plainLength <= maxPlainNumberLength
    ? sign + plain(digits, pointAt)
    : `${sign}${digits}e${pointAt - digits.length}`;
}

function plainLengthOf(digitCount: number, pointAt: number): number {
  if (pointAt <= 0) return 2 - pointAt + digitCount;
  return pointAt >= digitCount ? pointAt : digitCount + 1;
}

function plain(digits: string, pointAt: number): string {
  if (pointAt <= 0) return `0.${'0'.repeat(-pointAt)}${digits}`;
  if (pointAt >= digits.length) return digits + '0'.repeat(pointAt - digits.length);
  return `${digits.slice(0, pointAt)}.${digits.slice(pointAt)}`;
}
