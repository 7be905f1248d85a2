/**
 * An end that is none, as the replaced server writes it: the largest 32-bit integer (managair.md 3). Ends behind it are
 * ends (defect 30): only this one second stands for "open".
 */
export const openEndS = 2_147_483_647;

/** Unix seconds of an instant, rounded down. */
export function toTimestampS(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** The last second of a slice that ends, exclusively, at an instant; null: it has no end. */
export function untilS(toAt: Date | null): number {
  return toAt === null ? openEndS : toTimestampS(toAt) - 1;
}

/** A slice of whole seconds, both included, as instants of which the second is not. Null: no end. */
export function untilAt(timestampS: number | null): Date | null {
  return timestampS === null || timestampS === openEndS ? null : new Date((timestampS + 1) * 1000);
}

interface ToldTimes {
  readonly from_timestamp_s?: number | undefined;
  readonly to_timestamp_s?: number | null | undefined;
}

/** Times that a document tells, as instants; what it leaves out is left out. */
export function timesOf(told: ToldTimes): { readonly fromAt?: Date; readonly toAt?: Date | null } {
  const { from_timestamp_s: fromS, to_timestamp_s: toS } = told;
  return {
    ...(fromS === undefined ? {} : { fromAt: new Date(fromS * 1000) }),
    ...(toS === undefined ? {} : { toAt: untilAt(toS) }),
  };
}
