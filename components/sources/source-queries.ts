import { z } from 'zod';
import { apiGet, apiPost, pageSchema } from '#components/ui/api-client.ts';
import type { Selection } from '#components/tables/selection.ts';
import { sourceGroupSchema, sourceSchema } from '#lib/sources/domain/source.ts';
import {
  bulkOutcomeSchema,
  selectionSummarySchema,
  sourceCountsSchema,
  type BulkOutcome,
  type SourceFilter,
  type SourceSelection,
  type SourceSort,
} from '#lib/sources/domain/source-query.ts';

/** A source as the list shows it: with its points per hour of the last two days, oldest first. */
const listedSourceSchema = sourceSchema.extend({ rate: z.array(z.number()) });
export type ListedSource = z.infer<typeof listedSourceSchema>;

const sourcePageSchema = pageSchema(listedSourceSchema);
export type SourcePage = z.infer<typeof sourcePageSchema>;

/** What the list shows and in which order. */
export interface SourceListView {
  readonly filter: SourceFilter;
  readonly sort: SourceSort;
  readonly order: 'asc' | 'desc';
}

/** Rows of one keyset page. */
export const pageRows = 50;

export function fetchSourcePage(view: SourceListView, cursor: string | null, signal: AbortSignal): Promise<SourcePage> {
  const { filter, sort, order } = view;
  return apiGet('sources', sourcePageSchema, { query: { ...filter, sort, order, cursor, limit: pageRows }, signal });
}

export function fetchSourceCounts(filter: SourceFilter, signal: AbortSignal) {
  return apiGet('sources/counts', sourceCountsSchema, { query: { ...filter }, signal });
}

export async function fetchGroups(study: string | null, signal: AbortSignal) {
  const { items } = await apiGet('groups', pageSchema(sourceGroupSchema), { query: { study }, signal });
  return items;
}

/** What is ticked, as the server takes it. */
export function toSourceSelection(selection: Selection, filter: SourceFilter): SourceSelection {
  const ids = [...selection.ids];
  return selection.mode === 'only' ? { ids } : { filter, except: ids };
}

export function fetchSelectionSummary(selection: SourceSelection) {
  return apiPost('sources/selection', { selection }, selectionSummarySchema);
}

/** The acts on many sources; each answers how many are different now. */
export type BulkAct = 'move' | 'suppress' | 'archive' | 'configuration';

export function runBulkAct(act: BulkAct, body: { readonly selection: SourceSelection }): Promise<BulkOutcome> {
  return apiPost(`sources/${act}`, body, bulkOutcomeSchema);
}
