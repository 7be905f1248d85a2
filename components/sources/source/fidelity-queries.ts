import { z } from 'zod';
import { apiGet } from '#components/ui/api-client.ts';
import { fidelityChangeSchema, fidelitySchema, sourceVitalsSchema } from '#lib/sources/domain/fidelity/fidelity.ts';

const sourceFidelitySchema = fidelitySchema.extend({ vitals: sourceVitalsSchema });
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
