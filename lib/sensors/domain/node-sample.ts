import { z } from 'zod';
import { qualities } from './sample.ts';

/** What the replaced server called a sample: carbon dioxide, temperature and humidity of one node at one second (managair.md 2). */
export const nodeSampleSchema = z.object({
  /** Id in the system it was brought from; null: it has none. */
  legacyId: z.coerce.number().nullable(),
  observedAt: z.coerce.date(),
  co2Ppm: z.number().nullable(),
  temperatureCelsius: z.number().nullable(),
  humidityPct: z.number().nullable(),
  /** The worst of its values: E before R before M. */
  quality: z.enum(qualities),
});
export type NodeSample = z.infer<typeof nodeSampleSchema>;

/** A stretch of what a node measured; `from` inclusive, `to` exclusive; null: no end. */
export interface SampleSpan {
  readonly organizationId: string;
  readonly nodeId: string;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** How many samples a stretch has, and the newest of them. */
export interface SampleSummary {
  readonly count: number;
  readonly latest: NodeSample | null;
}

/** Quantities that make a sample. */
export const sampleQuantities = ['co2', 'temperature', 'humidity'] as const;

/** Samples that stand for several: their mean in a step of time. `count` counts samples. */
export const sampleBinSchema = z.object({
  at: z.coerce.date(),
  co2Ppm: z.number().nullable(),
  temperatureCelsius: z.number().nullable(),
  humidityPct: z.number().nullable(),
  count: z.coerce.number(),
});
export type SampleBin = z.infer<typeof sampleBinSchema>;

/** How a step is made one value. */
export const binFunctions = ['mean', 'min', 'max'] as const;
export type BinFunction = (typeof binFunctions)[number];
