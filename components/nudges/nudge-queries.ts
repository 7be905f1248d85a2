import { z } from 'zod';
import { apiGet, apiPost, apiPut, pageSchema } from '#components/ui/api-client.ts';
import {
  nudgeFailureSchema,
  nudgeStatusSchema,
  type NudgeSettingsDraft,
  type StartNudgeInput,
} from '#lib/passive/domain/nudges/nudge.ts';

export function fetchNudgeStatus(study: string, signal: AbortSignal) {
  return apiGet('nudges/settings', nudgeStatusSchema, { query: { study }, signal });
}

export function saveNudgeSettings(study: string, draft: NudgeSettingsDraft) {
  return apiPut('nudges/settings', { study, ...draft }, nudgeStatusSchema);
}

export function fetchNudgeFailures(study: string, cursor: string | null, signal: AbortSignal) {
  return apiGet('nudges/failures', pageSchema(nudgeFailureSchema), { query: { study, cursor }, signal });
}

/** Gives the id of the task that wakes them. */
export async function startNudge(input: StartNudgeInput): Promise<string> {
  return (await apiPost('nudges', input, z.object({ taskId: z.string() }))).taskId;
}
