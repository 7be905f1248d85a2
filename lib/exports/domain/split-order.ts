/** Something to be exported with about how many points it has. */
export interface Portion {
  readonly points: number;
}

/**
 * Cuts an order into parts of about `partPoints` points. A source stays whole, so one with more points than that makes a
 * part of its own. At least one part.
 */
export function splitOrder<Source extends Portion>(sources: readonly Source[], partPoints: number): Source[][] {
  const parts: Source[][] = [[]];
  let points = 0;
  for (const source of sources) {
    let part = parts.at(-1) as Source[];
    if (part.length > 0 && points + source.points > partPoints) {
      part = [];
      parts.push(part);
      points = 0;
    }
    part.push(source);
    points += source.points;
  }
  return parts;
}

/** Bytes of zip a point takes, by form: measured on points of six types, see docs/benchmarks.md. */
const zippedBytesPerPoint = { tables: 22, raw: 55 } as const;

/** About how large the archives will be, in bytes. */
export function estimateZipBytes(points: number, formats: readonly (keyof typeof zippedBytesPerPoint)[]): number {
  return formats.reduce((bytes, format) => bytes + points * zippedBytesPerPoint[format], 0);
}
