import { z } from 'zod';
import { apiGet, apiPatch, apiPut } from '#components/ui/api-client.ts';
import {
  fidelityChangeSchema,
  fidelitySchema,
  fidelitySettingsSchema,
  sourceVitalsSchema,
  type FidelitySettings,
} from '#lib/sources/domain/fidelity/fidelity.ts';

const sourceFidelitySchema = fidelitySchema.extend({ vitals: sourceVitalsSchema, mayDecide: z.boolean() });
export type SourceFidelity = z.infer<typeof sourceFidelitySchema>;

const changesSchema = z.object({ items: z.array(fidelityChangeSchema), next: z.string().nullable() });

/** How a source delivers, with its battery and reception. */
export function fetchFidelity(id: string, signal: AbortSignal) {
  return apiGet(`sources/${id}/fidelity`, sourceFidelitySchema, { signal });
}

/** Changes of its state, newest first. */
export function fetchFidelityChanges(id: string, cursor: string | null, signal: AbortSignal) {
  return apiGet(`sources/${id}/fidelity/changes`, changesSchema, { query: { cursor }, signal });
}

/** Decides how often a source is expected to deliver; null: as its node, its model or its organization says. */
export function saveExpectedInterval(id: string, expectedIntervalS: number | null) {
  return apiPatch(`sources/${id}/fidelity`, { expectedIntervalS });
}

/** What the organization expects of its sources. */
export function fetchFidelitySettings(signal: AbortSignal): Promise<FidelitySettings> {
  return apiGet('fidelity/settings', fidelitySettingsSchema, { signal });
}

export function saveFidelitySettings(settings: FidelitySettings): Promise<FidelitySettings> {
  return apiPut('fidelity/settings', settings, fidelitySettingsSchema);
}
