import { z } from 'zod';

/** A linked Withings account as people see it; instants are UTC. */
export const withingsLinkStateSchema = z.object({
  /** The account, as Withings numbers it; null for those who may not manage the source. */
  userId: z.string().nullable(),
  linkedAt: z.coerce.date(),
  /** When it was read last, whether that worked or not; null: not yet. */
  lastFetchAt: z.coerce.date().nullable(),
  nextFetchAt: z.coerce.date(),
  /** What the account recorded before is among the points. */
  fetchedUntil: z.coerce.date(),
  /** Why it could not be read the last time; null: it could. */
  failure: z.string().nullable(),
});
export type WithingsLinkState = z.infer<typeof withingsLinkStateSchema>;

/** What is known of Withings and a source. */
export const withingsOfSourceSchema = z.object({
  /** Where the participant links an account; null: this installation links none. */
  startUrl: z.string().nullable(),
  /** Null: none is linked. */
  link: withingsLinkStateSchema.nullable(),
  /** The viewer may unlink it, and have it read now. */
  mayManage: z.boolean(),
});
export type WithingsOfSource = z.infer<typeof withingsOfSourceSchema>;
