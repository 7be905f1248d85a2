import { z } from 'zod';
import { registryNameSchema, registryPageSchema } from './pyramid.ts';

/** What Iaso's categories are: what a type is in the administration or the health system (spec iaso-georegistry 1.5). */
export const unitCategories = ['COUNTRY', 'REGION', 'DISTRICT', 'HF'] as const;

/** A type that may stand under another. */
const allowedChildSchema = z.object({
  id: z.guid(),
  /** People in the field may create it there. */
  isCreatable: z.boolean(),
});
export type AllowedChild = z.infer<typeof allowedChildSchema>;

/** What a unit is: country, district, health area, clinic … */
export const unitTypeSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.number(),
  name: z.string(),
  shortName: z.string(),
  category: z.enum(unitCategories).nullable(),
  /** 0 is the top; null: anywhere. */
  depth: z.number().nullable(),
  studyIds: z.array(z.guid()),
  /** Types that may stand under it, by name. */
  children: z.array(z.object({ ...allowedChildSchema.shape, name: z.string() })),
  /** Units of the default version that are not rejected, in the trees the viewer may see. */
  unitCount: z.coerce.number(),
  /** A unit of some version has it: it cannot be removed. */
  isUsed: z.boolean(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type UnitType = z.infer<typeof unitTypeSchema>;

export const listUnitTypesSchema = z.object({
  ...registryPageSchema.shape,
  /** Part of the name or the short name, in any case. */
  text: z.string().trim().max(200).optional(),
  study: z.guid().optional(),
  category: z.enum(unitCategories).optional(),
});
export type ListUnitTypesInput = z.infer<typeof listUnitTypesSchema>;

const typeMembers = {
  name: registryNameSchema,
  shortName: registryNameSchema,
  category: z.enum(unitCategories).nullable(),
  depth: z.int().min(0).max(100).nullable(),
  studyIds: z.array(z.guid()).max(1000),
  children: z.array(z.strictObject({ id: z.guid(), isCreatable: z.boolean().default(false) })).max(1000),
};

export const createUnitTypeSchema = z.strictObject({
  name: typeMembers.name,
  /** Left out: what follows the last " - " of the name. */
  shortName: typeMembers.shortName.optional(),
  category: typeMembers.category.default(null),
  depth: typeMembers.depth.default(null),
  studyIds: typeMembers.studyIds.default([]),
  children: typeMembers.children.default([]),
});
export type CreateUnitTypeInput = z.infer<typeof createUnitTypeSchema>;

export const updateUnitTypeSchema = z.strictObject(typeMembers).partial();
export type UpdateUnitTypeInput = z.infer<typeof updateUnitTypeSchema> & { readonly id: string };

/** The short name a type gets unless it is given one (spec iaso-georegistry 1.5). */
export function shortNameOf(name: string): string {
  return name.split(' - ').at(-1) ?? name;
}

/** A type and what may stand under it, all the way down. */
export interface TypeHierarchy {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly depth: number | null;
  /** It may be created there in the field; of the top: false. */
  readonly isCreatable: boolean;
  /** What stands under it is told at its first place in the tree. */
  readonly isRepeated: boolean;
  readonly children: readonly TypeHierarchy[];
}

export const typeHierarchySchema: z.ZodType<TypeHierarchy> = z.object({
  id: z.guid(),
  name: z.string(),
  shortName: z.string(),
  depth: z.number().nullable(),
  isCreatable: z.boolean(),
  isRepeated: z.boolean(),
  get children() {
    return z.array(typeHierarchySchema);
  },
});
