import { z } from 'zod';

/** The worst severity; 0 is the best. */
export const worstSeverity = 6;
/** Most bands of a quantity. */
export const maxBands = 12;

/** Values from the band below it up to `upTo`, that one included; null: without an end. */
export const quantityBandSchema = z.strictObject({
  upTo: z.number().nullable(),
  severity: z.int().min(0).max(worstSeverity),
});
export type QuantityBand = z.infer<typeof quantityBandSchema>;

/** How values of a quantity are judged: bands from the lowest up, in the unit of the quantity. */
export const quantityBandsSchema = z.strictObject({
  quantity: z.string().min(1).max(60),
  bands: z
    .array(quantityBandSchema)
    .min(1)
    .max(maxBands)
    .refine((bands) => findBandsFlaw(bands) === null, {
      message: 'Bands go from the lowest up, and the last one alone has no end.',
    }),
});
export type QuantityBands = z.infer<typeof quantityBandsSchema>;

/** What keeps bands from covering every value once: an end that is not said, or one not above that of the band below it. */
export type BandsFlaw = 'noEnd' | 'notRising' | 'ends';

/** The first flaw of bands from the lowest up; null: there is none. */
export function findBandsFlaw(bands: readonly Pick<QuantityBand, 'upTo'>[]): BandsFlaw | null {
  const ends = bands.map(({ upTo }) => upTo);
  const told = ends.slice(0, -1);
  if (told.includes(null)) return 'noEnd';
  const isRising = told.every((end, index) => end !== null && end > (told[index - 1] ?? Number.NEGATIVE_INFINITY));
  if (!isRising) return 'notRising';
  return ends.at(-1) === null ? null : 'ends';
}

/** Where an organization has not decided: carbon dioxide in steps of 200 ppm from 800 to 1800 (managair.md 15). */
export const usualBands: readonly QuantityBands[] = [
  {
    quantity: 'co2',
    bands: [800, 1000, 1200, 1400, 1600, 1800, null].map((upTo, severity) => ({ upTo, severity })),
  },
];

/** The band that a value lies in. Null: there is none for it. */
export function findBand(bands: readonly QuantityBand[], value: number): QuantityBand | null {
  return bands.find(({ upTo }) => upTo === null || value <= upTo) ?? null;
}

/** What a severity is called: the same four words wherever a value is judged. */
export const bandLevels = ['good', 'fair', 'poor', 'bad'] as const;
export type BandLevel = (typeof bandLevels)[number];

/** The word of a severity. */
export function levelOf(severity: number): BandLevel {
  if (severity <= 1) return 'good';
  if (severity <= 3) return 'fair';
  return severity < worstSeverity ? 'poor' : 'bad';
}
