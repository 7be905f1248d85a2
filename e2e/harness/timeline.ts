import { z } from 'zod';
import type { ApiCall } from './api.ts';

const densitySchema = z.object({
  types: z.array(z.object({ buckets: z.array(z.tuple([z.number(), z.number()])) })),
});

/** Hours in the timeline of a source that have points of some type, as `2025-05-20T00` (UTC), with their number. */
export async function readTimeline(
  call: ApiCall,
  source: string,
  window: { readonly from: string; readonly to: string },
): Promise<(readonly [string, number])[]> {
  const { json } = await call('GET /points/density', { query: { source, ...window } });
  return densitySchema
    .parse(json)
    .types.flatMap(({ buckets }) => buckets)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => a - b)
    .map(([atMs, count]) => [new Date(atMs).toISOString().slice(0, 13), count] as const);
}
