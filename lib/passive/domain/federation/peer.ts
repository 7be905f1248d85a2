import { z } from 'zod';

const addressSchema = z
  .string()
  .trim()
  .max(1000)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'Give an http(s) address.');

/** What a person says of a peer server (Passive Data Kit, sections 2 and 5.8). */
export const peerDraftSchema = z.strictObject({
  name: z.string().trim().min(1, 'Fill this in.').max(100),
  /** Where it takes bundles, as `https://…/data/add-bundle.json`. */
  uploadUrl: addressSchema,
  /** Where it tells statistics of sources; null: it is not asked. */
  metadataUrl: addressSchema.nullable().default(null),
  /** What is shown there. Left out on a change, it stays; null removes it. */
  requestKey: z.string().min(1).max(500).nullable().optional(),
});
export type PeerDraft = z.infer<typeof peerDraftSchema>;

/** A peer server, and how forwarding to it goes. Instants are UTC. */
export const peerSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  name: z.string(),
  uploadUrl: z.string(),
  metadataUrl: z.string().nullable(),
  hasRequestKey: z.boolean(),
  /** Sources whose data goes there. */
  sources: z.number(),
  /** Points it has taken, and points that wait. */
  forwardedPoints: z.number(),
  waitingPoints: z.number(),
  lastForwardedAt: z.coerce.date().nullable(),
  /** Why the newest attempt failed; null: nothing waits, or nothing failed yet. */
  lastError: z.string().nullable(),
});
export type Peer = z.infer<typeof peerSchema>;

/** The part of performance metadata that a page shows; a peer may send more, or less. Times are Unix seconds. */
export const peerStatisticsSchema = z.object({
  point_count: z.number().nullish(),
  latest_point_created: z.number().nullish(),
  latest_point_recorded: z.number().nullish(),
  user_agent: z.string().nullish(),
});

/** Where the data of a source is. */
export const sourcePeerSchema = z.object({
  peer: z.object({ id: z.guid(), name: z.string(), uploadUrl: z.string() }),
  assignedAt: z.coerce.date(),
  /** Points of the source that have not left yet: stored here, or waiting. */
  waitingPoints: z.number(),
  /** What the peer told; null: it was not asked, or told nothing. */
  statistics: peerStatisticsSchema.nullable(),
  askedAt: z.coerce.date().nullable(),
  statisticsError: z.string().nullable(),
});
export type SourcePeer = z.infer<typeof sourcePeerSchema>;

const minuteMs = 60_000;
const longestWaitMinutes = 240;

/** When a batch is tried again after its `attempts`-th failure: 1, 2, 4 … minutes, at most four hours; it is never given up. */
export function nextForwardAt(attempts: number, now: Date): Date {
  const minutes = Math.min(longestWaitMinutes, 2 ** Math.min(attempts - 1, 10));
  return new Date(now.getTime() + minutes * minuteMs);
}
