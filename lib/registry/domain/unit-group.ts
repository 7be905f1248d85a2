import { z } from 'zod';
import { registryNameSchema, registryPageSchema } from './pyramid.ts';

/** Most units one change of a group names. */
export const maxGroupChange = 10_000;

/** How many of a set's groups a unit may be in: one of them, or several. */
export const belongings = ['SINGLE', 'MULTIPLE'] as const;
export type Belonging = (typeof belongings)[number];

const sourceRefSchema = registryNameSchema.nullable();

const ofVersion = {
  versionId: z.guid(),
  versionNumber: z.number(),
  pyramidId: z.guid(),
  pyramidName: z.string(),
};

const namedSchema = z.object({ id: z.guid(), name: z.string() });

/** Units of one version that belong together for a purpose. */
export const unitGroupSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.number(),
  ...ofVersion,
  name: z.string(),
  /** Its name in the system it comes from; unique in the version. */
  sourceRef: z.string().nullable(),
  /** Units in it, in the trees the viewer may see. */
  unitCount: z.coerce.number(),
  /** Sets it is in, by name. */
  sets: z.array(namedSchema),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type UnitGroup = z.infer<typeof unitGroupSchema>;

/** Which groups: of a version, else of the default version of a pyramid, else of that of the default pyramid. */
const groupFilterSchema = z.object({
  version: z.guid().optional(),
  pyramid: z.guid().optional(),
  /** Part of the name or of the reference, in any case. */
  text: z.string().trim().max(200).optional(),
});

export const listUnitGroupsSchema = z.object({
  ...registryPageSchema.shape,
  ...groupFilterSchema.shape,
  /** Id of a set. */
  set: z.guid().optional(),
});
export type ListUnitGroupsInput = z.infer<typeof listUnitGroupsSchema>;

export const exportUnitGroupsSchema = z.object({
  ...groupFilterSchema.shape,
  format: z.enum(['csv', 'xlsx']).default('csv'),
});
export type ExportUnitGroupsInput = z.infer<typeof exportUnitGroupsSchema>;

export const createUnitGroupSchema = z.strictObject({
  /** Left out: the default version. */
  versionId: z.guid().optional(),
  name: registryNameSchema,
  sourceRef: sourceRefSchema.default(null),
});
export type CreateUnitGroupInput = z.infer<typeof createUnitGroupSchema>;

export const updateUnitGroupSchema = z.strictObject({ name: registryNameSchema, sourceRef: sourceRefSchema }).partial();
export type UpdateUnitGroupInput = z.infer<typeof updateUnitGroupSchema> & { readonly id: string };

const unitIdsSchema = z.array(z.guid()).max(maxGroupChange).default([]);

/** Units that join a group, and units that leave it. */
export const changeMembersSchema = z
  .strictObject({ add: unitIdsSchema, remove: unitIdsSchema })
  .refine(({ add, remove }) => !add.some((id) => remove.includes(id)), {
    error: 'A unit cannot join and leave at once.',
    path: ['remove'],
  });
export type ChangeMembersInput = z.infer<typeof changeMembersSchema> & { readonly id: string };

export const changedMembersSchema = z.object({ added: z.number(), removed: z.number() });
export type ChangedMembers = z.infer<typeof changedMembersSchema>;

/** Groups to choose from together. */
export const unitGroupSetSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.number(),
  ...ofVersion,
  name: z.string(),
  sourceRef: z.string().nullable(),
  belonging: z.enum(belongings),
  /** Its groups, by name. */
  groups: z.array(namedSchema),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type UnitGroupSet = z.infer<typeof unitGroupSetSchema>;

export const listUnitGroupSetsSchema = z.object({ ...registryPageSchema.shape, ...groupFilterSchema.shape });
export type ListUnitGroupSetsInput = z.infer<typeof listUnitGroupSetsSchema>;

const setMembers = {
  name: registryNameSchema,
  sourceRef: sourceRefSchema,
  belonging: z.enum(belongings),
  groupIds: z.array(z.guid()).max(1000),
};

export const createUnitGroupSetSchema = z.strictObject({
  versionId: z.guid().optional(),
  name: setMembers.name,
  sourceRef: setMembers.sourceRef.default(null),
  belonging: setMembers.belonging.default('SINGLE'),
  groupIds: setMembers.groupIds.default([]),
});
export type CreateUnitGroupSetInput = z.infer<typeof createUnitGroupSetSchema>;

export const updateUnitGroupSetSchema = z.strictObject(setMembers).partial();
export type UpdateUnitGroupSetInput = z.infer<typeof updateUnitGroupSetSchema> & { readonly id: string };
