import { z } from 'zod';
import { apiGet, apiPost, apiUrl, pageSchema } from '#components/ui/api-client.ts';
import { readingCheckSchema } from '#lib/passive/domain/quarantine-views.ts';
import { refusedDetailSchema, refusedItemSchema, type RefusedState } from '#lib/passive/domain/refused-views.ts';

const pageRows = 50;

export interface RefusedListView {
  readonly study: string | null;
  readonly state: RefusedState;
}

export function fetchRefused(view: RefusedListView, cursor: string | null, signal: AbortSignal) {
  return apiGet('quarantine/refused', pageSchema(refusedItemSchema), {
    query: { ...view, cursor, limit: pageRows },
    signal,
  });
}

export function fetchRefusedDetail(id: string, signal: AbortSignal) {
  return apiGet(`quarantine/refused/${id}`, refusedDetailSchema, { signal });
}

/** Where the stored bytes are downloaded. */
export function bytesUrl(id: string): string {
  return apiUrl(`quarantine/refused/${id}/bytes`);
}

const idsSchema = z.object({ ids: z.array(z.string()) });

export async function decideRefused(act: 'replay' | 'dismiss' | 'reopen', ids: readonly string[]): Promise<string[]> {
  return (await apiPost(`quarantine/refused/${act}`, { ids }, idsSchema)).ids;
}

const mendingSchema = z.discriminatedUnion('isReplayed', [
  z.object({ isReplayed: z.literal(true) }),
  z.object({ isReplayed: z.literal(false), check: readingCheckSchema }),
]);

export function mendRefused(id: string, mending: { readonly content: string } | { readonly nonce: string }) {
  return apiPost(`quarantine/refused/${id}/mend`, mending, mendingSchema);
}
