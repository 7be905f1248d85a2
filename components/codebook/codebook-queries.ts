import { z } from 'zod';
import { apiGet, apiPatch, apiPost, apiUrl, pageSchema } from '#components/ui/api-client.ts';
import { type CodebookType, codebookTypeSchema, type VariableText } from '#lib/passive/domain/codebook/codebook.ts';

export async function fetchCodebook(studyId: string | undefined, signal: AbortSignal): Promise<CodebookType[]> {
  const { items } = await apiGet('codebook', pageSchema(codebookTypeSchema), { query: { studyId }, signal });
  return items;
}

export function saveText(text: VariableText): Promise<CodebookType> {
  return apiPatch('codebook', text, codebookTypeSchema);
}

/** Starts the Task that infers a type again; gives its id. */
export async function inferAgain(type: string): Promise<string> {
  const { taskId } = await apiPost('codebook/infer', { type }, z.object({ taskId: z.string() }));
  return taskId;
}

export function exportHref(format: string): string {
  return apiUrl('codebook/export', { format });
}
