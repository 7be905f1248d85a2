import { hourMs, minuteMs } from '#lib/platform/time/zone.ts';

/** Width of a bin of the intake series. */
export const intakeSteps = { minute: minuteMs, hour: hourMs } as const;
export type IntakeStep = keyof typeof intakeSteps;

/** What came in and what became of it, in one bin of time (UTC, by the server's clock). */
export interface IntakeBin {
  /** Start of the bin. */
  readonly atMs: number;
  readonly bundlesReceived: number;
  /** Uploads that repeated a bundle we had; not among those received. */
  readonly bundlesRepeated: number;
  readonly bytesReceived: number;
  readonly bundlesProcessed: number;
  readonly bundlesFailed: number;
  readonly pointsAdded: number;
  readonly pointsQuarantined: number;
}

const counters = [
  'bundlesReceived',
  'bundlesRepeated',
  'bytesReceived',
  'bundlesProcessed',
  'bundlesFailed',
  'pointsAdded',
  'pointsQuarantined',
] as const satisfies readonly (keyof IntakeBin)[];

const emptyBin: Omit<IntakeBin, 'atMs'> = {
  bundlesReceived: 0,
  bundlesRepeated: 0,
  bytesReceived: 0,
  bundlesProcessed: 0,
  bundlesFailed: 0,
  pointsAdded: 0,
  pointsQuarantined: 0,
};

/** Every bin of the half-open range in order, with zeros where nothing happened; bounds lie on multiples of the step. */
export function fillBins(
  bins: readonly IntakeBin[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  stepMs: number,
): IntakeBin[] {
  const known = new Map(bins.map((bin) => [bin.atMs, bin]));
  const filled: IntakeBin[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) filled.push(known.get(atMs) ?? { atMs, ...emptyBin });
  return filled;
}

/** Sum of all bins; `atMs` is that of the first. */
export function sumBins(bins: readonly IntakeBin[]): IntakeBin {
  const sum = { atMs: bins[0]?.atMs ?? 0, ...emptyBin };
  for (const bin of bins) for (const counter of counters) sum[counter] += bin[counter];
  return sum;
}
