import { z } from 'zod';
import { bundleForms } from './bundle-requests.ts';

/** What the bench asks of the process that takes the load. */
export const targetOrderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('door') }),
  z.object({ kind: z.literal('bare') }),
  z.object({
    kind: z.literal('insert'),
    studyKey: z.string(),
    form: z.enum(bundleForms),
    connections: z.number(),
    warmUpMs: z.number(),
    measuredMs: z.number(),
  }),
]);
export type TargetOrder = z.infer<typeof targetOrderSchema>;
