import type { z } from 'zod';
import { apiGet, pageSchema } from '#components/ui/api-client.ts';
import { listedTraceSchema, type TraceStatus } from '#lib/passive/domain/traces/bundle-trace.ts';

const tracePageSchema = pageSchema(listedTraceSchema);
export type TracePage = z.infer<typeof tracePageSchema>;

/** What the list shows. */
export interface TraceFilter {
  readonly study?: string;
  readonly text?: string;
  readonly status?: TraceStatus;
}

/** Steps shown at first, and with each page behind it. */
export const tracesAtATime = 100;

export function fetchTracePage(filter: TraceFilter, cursor: string | null, signal: AbortSignal): Promise<TracePage> {
  return apiGet('bundle-traces', tracePageSchema, { query: { ...filter, cursor, limit: tracesAtATime }, signal });
}
