import { z } from 'zod';
import { unitStateSchema } from './unit-state.ts';

const at = z.coerce.date();

/** One unit with everything its page tells. */
export const unitSchema = unitStateSchema.extend({
  id: z.string(),
  /** For protocols that need integers. */
  legacyId: z.number(),
  versionId: z.string(),
  versionNumber: z.number(),
  pyramidId: z.string(),
  pyramidName: z.string(),
  /** Its pyramid changes by import alone. */
  isReadOnly: z.boolean(),
  /** Integer ids from the top to the unit, joined by dots. */
  path: z.string().nullable(),
  /** Units above it that the viewer may see, top first. */
  ancestors: z.array(z.object({ id: z.string(), name: z.string(), path: z.string(), typeName: z.string().nullable() })),
  typeName: z.string().nullable(),
  parentName: z.string().nullable(),
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Units right under it, whatever their status. */
  childCount: z.number(),
  /** Given by the device that made it. */
  clientUuid: z.string().nullable(),
  /** Made in the field. */
  isCustom: z.boolean(),
  /** Who made it, in words; null: not known. */
  createdBy: z.string().nullable(),
  createdAt: at,
  updatedAt: at,
  /** The device's time when it was made in the field. */
  sourceCreatedAt: at.nullable(),
  /** Counts changes: an edit names the one it read. */
  revision: z.number(),
  mayEdit: z.boolean(),
  mayRestore: z.boolean(),
});
export type Unit = z.infer<typeof unitSchema>;
