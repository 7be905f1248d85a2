import { z } from 'zod';
import { apiGet, apiPost, pageSchema } from '#components/ui/api-client.ts';
import { sourceWorkPlanSchema } from '#lib/passive/domain/source-work.ts';
import { sourceSchema } from '#lib/sources/domain/source.ts';

const startedSchema = z.object({ taskId: z.string() });

/** Which part of a source goes into one of its own, as the server takes it. */
export interface SplitWish {
  readonly types: readonly string[] | null;
  readonly from: string | null;
  readonly to: string | null;
}

export function fetchErasePlan(id: string, signal: AbortSignal) {
  return apiGet(`sources/${id}/erase`, sourceWorkPlanSchema, { signal });
}

export function fetchMergePlan(id: string, intoId: string) {
  return apiPost(`sources/${id}/merge/plan`, { intoId }, sourceWorkPlanSchema);
}

export function fetchSplitPlan(id: string, rule: SplitWish) {
  return apiPost(`sources/${id}/split/plan`, { rule }, sourceWorkPlanSchema);
}

export function startErase(id: string, expectedPoints: number) {
  return apiPost(`sources/${id}/erase`, { expectedPoints }, startedSchema);
}

export function startMerge(id: string, intoId: string) {
  return apiPost(`sources/${id}/merge`, { intoId }, startedSchema);
}

export function startSplit(id: string, rule: SplitWish, newIdentifier: string) {
  return apiPost(`sources/${id}/split`, { rule, newIdentifier }, startedSchema);
}

/** Sources of a study to choose from, by part of their name. */
export async function findSourcesOfStudy(study: string, text: string, signal: AbortSignal) {
  const query = { study, text, sort: 'name', order: 'asc', limit: 20 };
  const { items } = await apiGet('sources', pageSchema(sourceSchema), { query, signal });
  return items;
}
