import { z } from 'zod';
import { apiDelete, apiGet, apiPost, apiPut, pageSchema } from '#components/ui/api-client.ts';
import {
  retentionPreviewSchema,
  retentionRuleSchema,
  type RetentionDraft,
  type RetentionRule,
} from '#lib/passive/domain/retention/point-retention.ts';

export async function fetchRetentionRules(study: string, signal: AbortSignal): Promise<RetentionRule[]> {
  return (await apiGet('point-retention', pageSchema(retentionRuleSchema), { query: { study }, signal })).items;
}

export function setRetentionRule(draft: RetentionDraft): Promise<RetentionRule> {
  return apiPut('point-retention', draft, retentionRuleSchema);
}

export function removeRetentionRule(id: string): Promise<unknown> {
  return apiDelete(`point-retention/${id}`);
}

export function previewRetention(draft: RetentionDraft) {
  return apiPost('point-retention/preview', draft, retentionPreviewSchema);
}

/** Gives the id of the task that removes what is kept no longer. */
export async function runRetention(study: string): Promise<string> {
  return (await apiPost('point-retention/run', { study }, z.object({ taskId: z.string() }))).taskId;
}

/** Gives the id of the task that takes a month out of the database. */
export async function startFreeze(month: { readonly month: string; readonly isDropped: boolean }): Promise<string> {
  return (await apiPost('installation/months/freeze', month, z.object({ taskId: z.string() }))).taskId;
}
