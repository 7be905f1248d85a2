import { compare, type DecimalNumber } from '../expressions/decimal-number.ts';

/** A range's numbers, read. */
export interface RangeNumbers {
  readonly start: DecimalNumber;
  readonly end: DecimalNumber;
  readonly step: DecimalNumber;
  readonly tickInterval: DecimalNumber | undefined;
  readonly placeholder: DecimalNumber | undefined;
}

/** Between both ends, whichever is larger. */
export function isWithin(value: DecimalNumber, { start, end }: RangeNumbers): boolean {
  const [least, most] = compare(start, end) <= 0 ? [start, end] : [end, start];
  return compare(value, least) >= 0 && compare(value, most) <= 0;
}
