import { z } from 'zod';

/** Most sources one reading may name. */
export const maxFilterSources = 100_000;

/** Which points to read. Ranges are half-open: from inclusive, to exclusive; null or absent is open. */
export const pointFilterSchema = z.object({
  /** Sources to read; all of them must be of the organization. An empty list gives nothing. */
  sourceIds: z.array(z.guid()).max(maxFilterSources),
  /** Types to read; absent: every type. */
  typeIds: z.array(z.int()).optional(),
  /** The device's time. */
  createdFrom: z.date().nullish(),
  createdTo: z.date().nullish(),
  /** When the server received the bundle. */
  recordedFrom: z.date().nullish(),
  recordedTo: z.date().nullish(),
});
export type PointFilter = z.infer<typeof pointFilterSchema>;

/** Where a reading goes on after a stop: the last point that was taken. */
export const pointPositionSchema = z.object({
  sourceId: z.guid(),
  typeId: z.int(),
  createdAtUs: z.number(),
  contentHash: z.guid(),
});
export type PointPosition = z.infer<typeof pointPositionSchema>;
