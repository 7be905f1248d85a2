import { z } from 'zod';

/** Values of one quantity over time. `at` begins a step; steps without observations are left out. */
export const seriesSchema = z.object({
  stepS: z.number(),
  series: z.array(
    z.object({
      quantity: z.string(),
      /** UCUM code. */
      unit: z.string(),
      steps: z.array(
        z.object({ at: z.coerce.date(), mean: z.number(), min: z.number(), max: z.number(), count: z.number() }),
      ),
    }),
  ),
});
export type NodeSeries = z.infer<typeof seriesSchema>;
