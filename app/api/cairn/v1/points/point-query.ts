import { z } from 'zod';

/** Most rows one page of points, or of attachments, holds. */
const maxPageRows = 200;

/** A window of device time of one source, as it stands in the query. */
export const sourceWindowSchema = z.object({ source: z.guid(), from: z.coerce.date(), to: z.coerce.date() });

/** The same for one type. */
export const typeWindowSchema = sourceWindowSchema.extend({ type: z.coerce.number().int() });

/** A page of a list. */
export const pageQuerySchema = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(maxPageRows).default(50),
});
