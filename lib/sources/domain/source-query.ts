import { z } from 'zod';
import { sourceKindSchema, sourceStateSchema } from './source.ts';

/** Most sources a page of the list holds, and most ids one selection names. */
export const maxPageSources = 200;
export const maxSelectedIds = 1000;

/** Word that stands for "in no group" where a group is chosen. */
export const noGroup = 'none';

/** What to show of the sources; every member narrows. As it stands in the address of the page. */
export const sourceFilterSchema = z.object({
  /** Key of a study. */
  study: z.string().max(100).optional(),
  /** Part of the identifier or the name, in any case. */
  text: z.string().trim().max(200).optional(),
  kind: sourceKindSchema.optional(),
  /** Id of a group, or {@link noGroup}. */
  group: z.union([z.guid(), z.literal(noGroup)]).optional(),
  state: sourceStateSchema.optional(),
  /** Archived sources instead of the others. */
  archived: z.union([z.boolean(), z.stringbool()]).optional(),
});
export type SourceFilter = z.infer<typeof sourceFilterSchema>;

export const sourceSorts = ['lastSeen', 'name', 'points', 'firstSeen'] as const;
export type SourceSort = (typeof sourceSorts)[number];

/** One page of the list: filter, order and where to go on. */
export const listSourcesSchema = z.object({
  ...sourceFilterSchema.shape,
  sort: z.enum(sourceSorts).default('lastSeen'),
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(maxPageSources).default(50),
});
export type ListSourcesInput = z.infer<typeof listSourcesSchema>;

/** Which sources an act is for: those named, or all that a filter shows but some. */
export const sourceSelectionSchema = z.union([
  z.strictObject({ ids: z.array(z.guid()).min(1).max(maxSelectedIds) }),
  z.strictObject({ filter: sourceFilterSchema, except: z.array(z.guid()).max(maxSelectedIds).default([]) }),
]);
export type SourceSelection = z.infer<typeof sourceSelectionSchema>;

/** How many sources a filter shows in each state, and in all. */
export const sourceCountsSchema = z.object({
  all: z.coerce.number(),
  active: z.coerce.number(),
  silent: z.coerce.number(),
  never: z.coerce.number(),
});
export type SourceCounts = z.infer<typeof sourceCountsSchema>;

/** What an act on a selection is about to touch. */
export const selectionSummarySchema = z.object({
  ...sourceCountsSchema.shape,
  points: z.coerce.number(),
  archived: z.coerce.number(),
  suppressed: z.coerce.number(),
  studies: z.coerce.number(),
});
export type SelectionSummary = z.infer<typeof selectionSummarySchema>;

/** What an act on a selection has done. */
export const bulkOutcomeSchema = z.object({
  /** Sources that are different now. */
  changed: z.number(),
  /** Their ids, for undoing it; null when there are more than {@link maxSelectedIds}. */
  ids: z.array(z.guid()).nullable(),
});
export type BulkOutcome = z.infer<typeof bulkOutcomeSchema>;
