import { seriesCounters, type SeriesCounter, type SeriesData } from './system-data.ts';

/** One bin of the chart. */
export type Bin = { readonly atMs: number } & Readonly<Record<SeriesCounter, number>>;

/** Adds neighbouring bins together until at most `most` (and one begun) are left; sums stay what they were. */
export function joinBins(
  { fromMs, stepMs, columns }: SeriesData,
  most: number,
): { readonly bins: readonly Bin[]; readonly stepMs: number } {
  const count = columns.pointsAdded.length;
  const wideMs = stepMs * Math.max(1, Math.ceil(count / most));
  const joined = new Map<number, Record<SeriesCounter, number>>();
  for (let index = 0; index < count; index += 1) {
    const atMs = Math.floor((fromMs + index * stepMs) / wideMs) * wideMs;
    const sum = joined.get(atMs) ?? emptyBin();
    for (const counter of seriesCounters) sum[counter] += columns[counter][index] ?? 0;
    joined.set(atMs, sum);
  }
  return { bins: [...joined].map(([atMs, sum]) => ({ atMs, ...sum })), stepMs: wideMs };
}

/** The bins that begin in a range of time, half-open; the whole series when none does. */
export function cutSeries(series: SeriesData, range: { readonly fromMs: number; readonly toMs: number }): SeriesData {
  const { fromMs, stepMs, columns } = series;
  const first = Math.max(0, Math.ceil((range.fromMs - fromMs) / stepMs));
  const end = Math.ceil((range.toMs - fromMs) / stepMs);
  if (first >= Math.min(end, columns.pointsAdded.length)) return series;
  const cut = (counter: SeriesCounter) => columns[counter].slice(first, end);
  return {
    fromMs: fromMs + first * stepMs,
    stepMs,
    columns: {
      bundlesReceived: cut('bundlesReceived'),
      bundlesRepeated: cut('bundlesRepeated'),
      bytesReceived: cut('bytesReceived'),
      bundlesProcessed: cut('bundlesProcessed'),
      bundlesFailed: cut('bundlesFailed'),
      pointsAdded: cut('pointsAdded'),
      pointsQuarantined: cut('pointsQuarantined'),
    },
  };
}

function emptyBin(): Record<SeriesCounter, number> {
  return {
    bundlesReceived: 0,
    bundlesRepeated: 0,
    bytesReceived: 0,
    bundlesProcessed: 0,
    bundlesFailed: 0,
    pointsAdded: 0,
    pointsQuarantined: 0,
  };
}
