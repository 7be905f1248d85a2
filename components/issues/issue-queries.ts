import { z } from 'zod';
import { apiGet, apiPatch, apiPost, pageSchema } from '#components/ui/api-client.ts';
import {
  deviceIssueSchema,
  type CreateIssueInput,
  type DeviceIssue,
  type IssueChange,
  type IssueFilter,
  type IssueSort,
} from '#lib/sources/domain/issues/device-issue.ts';
import { sourceSchema } from '#lib/sources/domain/source.ts';

const issuePageSchema = pageSchema(deviceIssueSchema);
export type IssuePage = z.infer<typeof issuePageSchema>;

/** What the list shows and in which order. */
export interface IssueListView {
  readonly filter: IssueFilter;
  readonly sort: IssueSort;
  readonly order: 'asc' | 'desc';
}

export function fetchIssuePage(view: IssueListView, cursor: string | null, signal: AbortSignal): Promise<IssuePage> {
  const { filter, sort, order } = view;
  return apiGet('issues', issuePageSchema, { query: { ...filter, sort, order, cursor, limit: 50 }, signal });
}

export function fetchIssue(id: string, signal: AbortSignal): Promise<DeviceIssue> {
  return apiGet(`issues/${id}`, deviceIssueSchema, { signal });
}

export async function fetchMakers(study: string | null, signal: AbortSignal): Promise<string[]> {
  return (await apiGet('issues/manufacturers', pageSchema(z.string()), { query: { study }, signal })).items;
}

export function reportIssue(input: CreateIssueInput): Promise<DeviceIssue> {
  return apiPost('issues', input, deviceIssueSchema);
}

export function saveIssue(id: string, change: IssueChange): Promise<DeviceIssue> {
  return apiPatch(`issues/${id}`, change, deviceIssueSchema);
}

/** Sources whose name or identifier has the text in it, of one study or of all. */
export async function searchIssueSources(study: string | null, text: string, signal: AbortSignal) {
  const query = { study, text, limit: 30, sort: 'name', order: 'asc' };
  const { items } = await apiGet('sources', pageSchema(sourceSchema), { query, signal });
  return items.map(({ id, name, identifier }) => ({ id, name, identifier }));
}
