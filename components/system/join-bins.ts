import type { SeriesData } from './system-data.ts';

type Bin = SeriesData['bins'][number];

/** Adds neighbouring bins together until at most `most` are left; sums stay what they were. */
export function joinBins(
  { bins, stepMs }: SeriesData,
  most: number,
): { readonly bins: readonly Bin[]; readonly stepMs: number } {
  const factor = Math.max(1, Math.ceil(bins.length / most));
  if (factor === 1) return { bins, stepMs };
  const wideMs = stepMs * factor;
  const joined = new Map<number, Bin>();
  for (const bin of bins) {
    const atMs = Math.floor(bin.atMs / wideMs) * wideMs;
    const sum = joined.get(atMs);
    joined.set(atMs, sum ? add(sum, bin) : { ...bin, atMs });
  }
  return { bins: [...joined.values()], stepMs: wideMs };
}

function add(a: Bin, b: Bin): Bin {
  return {
    atMs: a.atMs,
    bundlesReceived: a.bundlesReceived + b.bundlesReceived,
    bundlesRepeated: a.bundlesRepeated + b.bundlesRepeated,
    bytesReceived: a.bytesReceived + b.bytesReceived,
    bundlesProcessed: a.bundlesProcessed + b.bundlesProcessed,
    bundlesFailed: a.bundlesFailed + b.bundlesFailed,
    pointsAdded: a.pointsAdded + b.pointsAdded,
    pointsQuarantined: a.pointsQuarantined + b.pointsQuarantined,
  };
}
