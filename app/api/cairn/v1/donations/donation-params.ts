import { z } from 'zod';

export const donationParamsSchema = z.object({ id: z.guid() });
export const studyParamsSchema = z.object({ key: z.string().max(100) });

/** `<identifier>.json`: the ending is part of the address, not of the identifier. */
export const statusParamsSchema = studyParamsSchema.extend({
  file: z
    .string()
    .max(300)
    .regex(/\.json$/, 'The address ends in .json.')
    .transform((file) => file.slice(0, -'.json'.length)),
});
