/** Powers of ten that a double holds exactly. */
const powersOfTen = Array.from({ length: 23 }, (_power, exponent) => 10 ** exponent);
/** Digits that certainly fit a double's 53 bits. */
const exactDigits = 15;

/**
 * The value of a JSON number out of its bytes, without making a text of it. Exact up to 15 digits; beyond that within a
 * few units in the last place, which is enough for sums (see {@link isExact}).
 */
export function readNumber(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === 0x2d;
  let mantissa = 0;
  let point = -1;
  for (let at = isNegative ? start + 1 : start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0x2e) point = at;
    else if (byte > 0x39) return Number(bytes.toString('latin1', start, end));
    else mantissa = mantissa * 10 + (byte - 0x30);
  }
  const decimals = point < 0 ? 0 : end - point - 1;
  if (decimals >= powersOfTen.length) return Number(bytes.toString('latin1', start, end));
  const value = decimals === 0 ? mantissa : mantissa / (powersOfTen[decimals] as number);
  return isNegative ? -value : value;
}

/** True when {@link readNumber} gives the nearest double, as every JSON reader does. */
export function isExact(start: number, end: number): boolean {
  return end - start <= exactDigits;
}

/** True for a number written without fraction and exponent. */
export function isWhole(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0x2e || byte > 0x39) return false;
  }
  return true;
}
