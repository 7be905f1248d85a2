import { z } from 'zod';
import { sourceKindSchema } from '../source.ts';

/** A source as checks see it: what is known of it without looking at its data. Instants are UTC. */
export const checkedSourceSchema = z.object({
  id: z.guid(),
  identifier: z.string(),
  name: z.string(),
  kind: sourceKindSchema.catch('other'),
  groupId: z.guid().nullable(),
  pointCount: z.coerce.number(),
  /** Latest time the device gave. */
  lastCreatedAt: z.coerce.date().nullable(),
  /** When we last received something. */
  lastRecordedAt: z.coerce.date().nullable(),
  /** Latest position [lon, lat], WGS 84, and when the device was there. */
  position: z.tuple([z.number(), z.number()]).nullable(),
  positionAt: z.coerce.date().nullable(),
});
export type CheckedSource = z.infer<typeof checkedSourceSchema>;
