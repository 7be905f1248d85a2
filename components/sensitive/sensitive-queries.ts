import { z } from 'zod';
import { apiDelete, apiGet, apiPost, pageSchema } from '#components/ui/api-client.ts';
import {
  sensitiveFieldSchema,
  sensitivePreviewSchema,
  type SensitiveField,
  type SensitiveFieldDraft,
} from '#lib/passive/domain/sensitive/sensitive-field.ts';

export async function fetchSensitiveFields(study: string, signal: AbortSignal): Promise<SensitiveField[]> {
  const { items } = await apiGet('sensitive-fields', pageSchema(sensitiveFieldSchema), { query: { study }, signal });
  return items;
}

export function addSensitiveField(draft: SensitiveFieldDraft): Promise<SensitiveField> {
  return apiPost('sensitive-fields', draft, sensitiveFieldSchema);
}

export function removeSensitiveField(id: string): Promise<unknown> {
  return apiDelete(`sensitive-fields/${id}`);
}

export function previewSensitive(draft: Omit<SensitiveFieldDraft, 'note'>) {
  return apiPost('sensitive-fields/preview', draft, sensitivePreviewSchema);
}

/** Gives the id of the task that takes what is named off points that are stored already. */
export async function startRedaction(study: string): Promise<string> {
  return (await apiPost('sensitive-fields/apply', { study }, z.object({ taskId: z.string() }))).taskId;
}
