import { z } from 'zod';

const count = z.number();
const cappedSchema = z.object({ count, isMore: z.boolean() });
const daySchema = z.object({ bundlesReceived: count, pointsAdded: count, pointsQuarantined: count });
const changedSchema = z.object({ count, first: z.array(z.object({ id: z.string(), name: z.string() })).readonly() });

/** What Home shows; parts the viewer may not see are null. Instants are ISO 8601 in UTC. */
export const homeSchema = z.object({
  /** Points per hour of the last 24, one strip per kind of source. */
  strips: z
    .array(z.object({ kind: z.string(), bins: z.array(z.object({ atMs: z.number(), count })).readonly() }))
    .readonly(),
  /** The last 24 hours, and the 24 before them. */
  intake: z.object({ last: daySchema, before: daySchema }).nullable(),
  waiting: cappedSchema.extend({ oldestAt: z.string().nullable() }).nullable(),
  quarantined: cappedSchema.nullable(),
  /** Open alerts: all, the critical ones, and those that wait for a person. */
  alerts: z.object({ all: count, critical: count, waiting: count }).nullable(),
  sources: z.object({ all: count, active: count, silent: count, never: count }).nullable(),
  changes: z
    .object({ appeared: changedSchema, fellSilent: changedSchema, newTypes: z.array(z.string()).readonly() })
    .nullable(),
  places: z
    .object({
      isTruncated: z.boolean(),
      items: z
        .array(
          z.object({
            id: z.string(),
            name: z.string(),
            kind: z.string(),
            position: z.tuple([count, count]).readonly(),
            at: z.string(),
          }),
        )
        .readonly(),
    })
    .nullable(),
});
export type HomeData = z.infer<typeof homeSchema>;
