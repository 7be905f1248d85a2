import { z } from 'zod';

/** The import in an address. */
export const importParamsSchema = z.object({ id: z.guid() });

/** A page of something. */
export const pageQuerySchema = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
