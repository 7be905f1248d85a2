import { z } from 'zod';
import { unitStatusSchema, type UnitStatus } from './org-unit.ts';

/** Most nodes of one page of a level, and most hits of one page of a search. */
const maxPageNodes = 200;

/** Which statuses are shown: some, or `null` for what the pyramid shows unless asked otherwise. */
const statusesSchema = z.array(unitStatusSchema).max(3).nullish();

/** One page of a level: children of a unit, or the tops. */
export const treeQuerySchema = z.object({
  /** Left out: the default version. */
  version: z.guid().optional(),
  pyramid: z.guid().optional(),
  /** Null: the tops that the viewer may see. */
  parentId: z.guid().nullish(),
  statuses: statusesSchema,
  cursor: z.string().nullish(),
  limit: z.int().min(1).max(maxPageNodes).default(100),
});
export type TreeQuery = z.input<typeof treeQuerySchema>;

/** One page of units with a text in their names, wherever they stand. */
export const treeSearchSchema = treeQuerySchema.omit({ parentId: true }).extend({
  /** As the text of a unit search, special forms included. */
  text: z.string().trim().min(1).max(1000),
  limit: z.int().min(1).max(maxPageNodes).default(20),
});
export type TreeSearch = z.input<typeof treeSearchSchema>;

/** A unit in the tree. */
export const treeNodeSchema = z.object({
  id: z.guid(),
  /** For protocols that need integers. */
  legacyId: z.coerce.number(),
  name: z.string(),
  status: unitStatusSchema,
  typeId: z.guid().nullable(),
  typeShortName: z.string().nullable(),
  /** Of the statuses asked for. */
  hasChildren: z.boolean(),
});
export type TreeNode = z.infer<typeof treeNodeSchema>;

/** A unit above another. */
export const crumbSchema = z.object({ id: z.guid(), name: z.string() });
export type UnitCrumb = z.infer<typeof crumbSchema>;

/** A unit that a search found, with the units above it, top first. */
export const treeHitSchema = treeNodeSchema.extend({ breadcrumb: z.array(crumbSchema) });
export type TreeHit = z.infer<typeof treeHitSchema>;

/** `NEW,VALID` of an address as statuses; `all` is every one; nothing means what the pyramid shows. */
export const statusListSchema = z
  .string()
  .max(100)
  .optional()
  .transform((text, check): UnitStatus[] | null => {
    if (text === undefined || text === '') return null;
    if (text === 'all') return [...unitStatusSchema.options];
    const parsed = z.array(unitStatusSchema).safeParse(text.split(','));
    if (parsed.success) return parsed.data;
    check.addIssue('Write statuses as NEW,VALID,REJECTED, or all.');
    return z.NEVER;
  });
