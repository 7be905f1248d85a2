import { z } from 'zod';

/** A browser that is signed in, as its person sees it. */
export const sessionSchema = z.object({
  id: z.guid(),
  createdAt: z.coerce.date(),
  lastSeenAt: z.coerce.date(),
  /** As the browser says, shortened. */
  userAgent: z.string(),
});

export type SessionSummary = Readonly<z.infer<typeof sessionSchema>>;
