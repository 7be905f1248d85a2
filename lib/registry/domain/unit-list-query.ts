import { z } from 'zod';
import { unitStatusSchema } from './org-unit.ts';
import { unitSearchSchema } from './unit-search.ts';

/** Most searches shown together, and most rows of one page. */
export const maxSearches = 10;
export const maxPageUnits = 200;

/** A search with the colour of its dots in list and map, `#rrggbb`. */
export const colouredSearchSchema = unitSearchSchema.extend({
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional(),
});
export type ColouredSearch = z.infer<typeof colouredSearchSchema>;

export const unitSorts = ['name', 'id', 'createdAt', 'updatedAt', 'code', 'sourceRef', 'status', 'type'] as const;
export type UnitSort = (typeof unitSorts)[number];

/** What a row can tell besides id, name, status and which search found it. Only what is asked for is computed. */
export const unitColumns = [
  'type',
  'parent',
  'code',
  'sourceRef',
  'aliases',
  'position',
  'dates',
  'created',
  'updated',
  'groups',
  'children',
  'extraFields',
  'path',
  'clientUuid',
] as const;
export type UnitColumn = (typeof unitColumns)[number];

/** Units of a version that any of some searches finds. */
export const unitSelectionSchema = z.object({
  version: z.guid(),
  searches: z.array(colouredSearchSchema).min(1).max(maxSearches).default([{}]),
});
export type UnitSelection = z.infer<typeof unitSelectionSchema>;

/** One page of a list of units. */
export const unitListQuerySchema = unitSelectionSchema.extend({
  sort: z.enum(unitSorts).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.int().min(1).max(maxPageUnits).default(50),
  cursor: z.string().nullish(),
  columns: z.array(z.enum(unitColumns)).default(['type', 'parent', 'code', 'updated', 'children']),
});
export type UnitListQuery = z.input<typeof unitListQuerySchema>;

const at = z.coerce.date();

/** A unit in a list. Members behind a column are there when the column was asked for. */
export const unitRowSchema = z.object({
  id: z.guid(),
  /** For protocols that need integers. */
  legacyId: z.coerce.number(),
  name: z.string(),
  status: unitStatusSchema,
  /** Counts changes of the unit. */
  revision: z.number(),
  /** Position of the first search that finds it. */
  searchIndex: z.number(),
  typeId: z.guid().nullish(),
  typeName: z.string().nullish(),
  typeShortName: z.string().nullish(),
  parentId: z.guid().nullish(),
  parentName: z.string().nullish(),
  parentLegacyId: z.coerce.number().nullish(),
  code: z.string().optional(),
  sourceRef: z.string().nullish(),
  aliases: z.array(z.string()).optional(),
  /** Degrees, WGS 84. */
  lon: z.number().nullish(),
  lat: z.number().nullish(),
  altitudeM: z.number().nullish(),
  hasShape: z.boolean().optional(),
  /** YYYY-MM-DD. */
  openingDate: z.string().nullish(),
  closedDate: z.string().nullish(),
  createdAt: at.optional(),
  /** Who made it, in words. */
  createdBy: z.string().nullish(),
  updatedAt: at.optional(),
  groupIds: z.array(z.guid()).optional(),
  hasChildren: z.boolean().optional(),
  extraFields: z.record(z.string(), z.unknown()).optional(),
  /** Integer ids from the top to the unit, joined by dots. */
  path: z.string().nullish(),
  clientUuid: z.string().nullish(),
});
export type UnitRow = z.infer<typeof unitRowSchema>;
