import type { NodeSample } from '#lib/sensors/index.ts';
import { toTimestampS } from './time-slices.ts';

/** A sample as the replaced server writes it (managair.md 7). Values that came with digits behind the point keep them. */
export function writeSample(sample: NodeSample, nodeLegacyId: number) {
  const timestampS = toTimestampS(sample.observedAt);
  return {
    id: sample.legacyId ?? sampleIdOf(nodeLegacyId, timestampS),
    timestamp_s: timestampS,
    co2_ppm: sample.co2Ppm,
    temperature_celsius: sample.temperatureCelsius === null ? null : sample.temperatureCelsius.toFixed(1),
    rel_humidity_percent: sample.humidityPct,
    measurement_status: sample.quality,
  };
}

/** Samples are a view of observations: node and second are all there is of an id, put into one integer. */
function sampleIdOf(node: number, timestampS: number): number {
  return Number((BigInt(node) << 32n) + BigInt(timestampS));
}
