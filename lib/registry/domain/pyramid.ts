import { z } from 'zod';
import { unitStatusSchema } from './org-unit.ts';

/** Longest name of a pyramid, type, group or set, in characters. */
const maxNameCharacters = 255;
const maxDescriptionCharacters = 2000;
/** Most things a page of a list holds. */
export const maxRegistryPage = 200;

/** A name that a person gives to something of the registry. */
export const registryNameSchema = z
  .string()
  .trim()
  .min(1, 'Write at least one character.')
  .max(maxNameCharacters)
  .regex(/^\P{Cc}*$/u, 'Control characters cannot be used.');

const descriptionSchema = z
  .string()
  .trim()
  .max(maxDescriptionCharacters)
  .refine((text) => !text.includes('\0'), 'Control characters cannot be used.');

/** What every keyset list takes. */
export const registryPageSchema = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(maxRegistryPage).default(50),
});

const versionNumberSchema = z.int().min(0).max(2_000_000_000);

/** One hierarchy of org units from one origin. */
export const pyramidSchema = z.object({
  id: z.guid(),
  /** For protocols that need integers. */
  legacyId: z.coerce.number(),
  name: z.string(),
  description: z.string(),
  /** Its units change by import alone. */
  isReadOnly: z.boolean(),
  /** Meant when none is named. */
  isDefault: z.boolean(),
  /** Units of these statuses are what the tree shows unless asked otherwise. */
  treeStatuses: z.array(unitStatusSchema),
  /** Studies that work with it. */
  studyIds: z.array(z.guid()),
  /** Null: it has no version yet. */
  defaultVersionId: z.guid().nullable(),
  defaultVersionNumber: z.number().nullable(),
  versionCount: z.coerce.number(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type Pyramid = z.infer<typeof pyramidSchema>;

export const listPyramidsSchema = z.object({
  ...registryPageSchema.shape,
  /** Part of the name, in any case. */
  text: z.string().trim().max(200).optional(),
  /** Id of a study that works with it. */
  study: z.guid().optional(),
});
export type ListPyramidsInput = z.infer<typeof listPyramidsSchema>;

const pyramidMembers = {
  name: registryNameSchema,
  description: descriptionSchema,
  isReadOnly: z.boolean(),
  treeStatuses: z.array(unitStatusSchema).min(1).max(3),
  studyIds: z.array(z.guid()).max(1000),
};

export const createPyramidSchema = z.strictObject({
  name: pyramidMembers.name,
  description: pyramidMembers.description.default(''),
  isReadOnly: pyramidMembers.isReadOnly.default(false),
  treeStatuses: pyramidMembers.treeStatuses.default(['VALID']),
  studyIds: pyramidMembers.studyIds.default([]),
});
export type CreatePyramidInput = z.infer<typeof createPyramidSchema>;

export const updatePyramidSchema = z.strictObject(pyramidMembers).partial();
export type UpdatePyramidInput = z.infer<typeof updatePyramidSchema> & { readonly id: string };

/** A numbered whole copy of a pyramid. */
export const pyramidVersionSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.number(),
  pyramidId: z.guid(),
  pyramidName: z.string(),
  number: z.number(),
  description: z.string(),
  /** Meant when none of the pyramid is named. */
  isDefault: z.boolean(),
  /** Units of every status, in the trees the viewer may see. */
  unitCount: z.coerce.number(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type PyramidVersion = z.infer<typeof pyramidVersionSchema>;

/** A number beside the thing it counts units of; without id: units of no type. */
const namedCountSchema = z.object({ id: z.guid().nullable(), name: z.string().nullable(), count: z.coerce.number() });
export type NamedCount = z.infer<typeof namedCountSchema>;

/** A version with the numbers of its units, in the trees the viewer may see. */
export const versionReportSchema = z.object({
  ...pyramidVersionSchema.shape,
  isReadOnly: z.boolean(),
  withLocation: z.coerce.number(),
  withShape: z.coerce.number(),
  newCount: z.coerce.number(),
  validCount: z.coerce.number(),
  rejectedCount: z.coerce.number(),
  byType: z.array(namedCountSchema),
  byGroup: z.array(namedCountSchema),
});
export type VersionReport = z.infer<typeof versionReportSchema>;

export const createVersionSchema = z.strictObject({
  description: descriptionSchema.default(''),
  /** Left out: the next one. */
  number: versionNumberSchema.optional(),
});
export type CreateVersionInput = z.infer<typeof createVersionSchema> & { readonly pyramidId: string };

export const updateVersionSchema = z.strictObject({ description: descriptionSchema });

/** Where a copy goes. */
export const copyVersionSchema = z.strictObject({
  /** Left out: the pyramid of the version itself. */
  pyramidId: z.guid().optional(),
  /** Left out: the next one of that pyramid. */
  number: versionNumberSchema.optional(),
  /** Left out: that of the version itself. */
  description: descriptionSchema.optional(),
  /** What the destination holds is replaced; otherwise a destination with units is refused. */
  force: z.boolean().default(false),
});
export type CopyVersionInput = z.infer<typeof copyVersionSchema> & { readonly versionId: string };

/** What changes for people when another version becomes the one that is meant; each is to be confirmed. */
export const defaultImpacts = ['places', 'pastData', 'groups', 'restrictions', 'devices', 'links'] as const;
export type DefaultImpact = (typeof defaultImpacts)[number];

/** What making another version the default would do, in numbers. */
export const defaultImpactSchema = z.object({
  /** The version that is meant now; null: none. */
  from: pyramidVersionSchema.nullable(),
  to: pyramidVersionSchema,
  /** Units of the old version that the new one does not have, by reference; those without reference count as missing. */
  unitsMissing: z.coerce.number(),
  /** Units of the new version that the old one does not have. */
  unitsAdded: z.coerce.number(),
  /** Groups of the old version that the new one does not have, by reference. */
  groupsMissing: z.coerce.number(),
  /** Roles limited to a part of the old tree: they see nothing of the new one. */
  restrictedRoles: z.coerce.number(),
  /** What is to be confirmed. */
  impacts: z.array(z.enum(defaultImpacts)),
});
export type DefaultImpactReport = z.infer<typeof defaultImpactSchema>;

/** The confirmation: every impact, named. */
export const makeDefaultSchema = z.strictObject({ confirmed: z.array(z.enum(defaultImpacts)) });

/** Impacts that a confirmation leaves out. */
export function unconfirmedImpacts(confirmed: readonly DefaultImpact[]): DefaultImpact[] {
  return defaultImpacts.filter((impact) => !confirmed.includes(impact));
}
