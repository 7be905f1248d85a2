import { z } from 'zod';

/** The unit that an address names. */
export const unitParamsSchema = z.object({ id: z.guid() });
