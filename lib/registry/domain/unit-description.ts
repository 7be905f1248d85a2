import { z } from 'zod';
import { unitStatusSchema } from './org-unit.ts';

const at = z.coerce.date();
const integer = z.coerce.number();

const groupSchema = z.object({
  legacyId: integer,
  name: z.string(),
  sourceRef: z.string().nullable(),
  createdAt: at,
  updatedAt: at,
});

/** A unit with everything of its own and the names of what it refers to, under the integers of old protocols. */
export const unitDescriptionSchema = z.object({
  id: z.string(),
  legacyId: integer,
  /** Given by the device that made it. */
  clientUuid: z.string().nullable(),
  name: z.string(),
  status: unitStatusSchema,
  aliases: z.array(z.string()),
  sourceRef: z.string().nullable(),
  subSource: z.string(),
  code: z.string(),
  /** Integer ids from the top to the unit, joined by dots. */
  path: z.string().nullable(),
  /** Degrees, WGS 84. */
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  altitudeM: z.number().nullable(),
  hasShape: z.boolean(),
  /** YYYY-MM-DD. */
  openingDate: z.string().nullable(),
  closedDate: z.string().nullable(),
  createdAt: at,
  updatedAt: at,
  /** Who made it, in words. */
  createdBy: z.string().nullable(),
  /** In the same version, and seen by the reader. */
  parentLegacyId: integer.nullable(),
  parentName: z.string().nullable(),
  parentStatus: unitStatusSchema.nullable(),
  parentTypeId: z.string().nullable(),
  typeId: z.string().nullable(),
  typeLegacyId: integer.nullable(),
  typeName: z.string().nullable(),
  typeShortName: z.string().nullable(),
  typeDepth: z.number().nullable(),
  typeCreatedAt: at.nullable(),
  typeUpdatedAt: at.nullable(),
  typeStudyIds: z.array(z.string()),
  groups: z.array(groupSchema),
  versionId: z.string(),
  versionLegacyId: integer,
  versionNumber: z.number(),
  pyramidLegacyId: integer,
  pyramidName: z.string(),
  defaultImageLegacyId: integer.nullable(),
  /** Only when asked for. */
  hasChildren: z.boolean().optional(),
  /** GeoJSON geometry, simplified when there is a simpler one; only when asked for. */
  shape: z.unknown().optional(),
});
export type UnitDescription = z.infer<typeof unitDescriptionSchema>;
