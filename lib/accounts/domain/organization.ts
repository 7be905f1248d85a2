import { z } from 'zod';
import { organizationIdSchema } from './id-schemas.ts';

/** The tenant; nothing crosses it. */
export const organizationSchema = z.object({
  id: organizationIdSchema,
  name: z.string(),
  createdAt: z.coerce.date(),
  archivedAt: z.coerce.date().nullable(),
});

export type Organization = Readonly<z.infer<typeof organizationSchema>>;

/** Unique in the installation; no control characters. */
export const organizationNameSchema = z
  .string()
  .trim()
  .min(1, 'Give a name.')
  .max(120, 'Use at most 120 characters.')
  .regex(/^\P{Cc}+$/u, 'A name has no control characters.');
