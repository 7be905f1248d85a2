import { apiGet } from '#components/ui/api-client.ts';
import { seriesSchema } from '#lib/sensors/domain/series.ts';

/** Half-open, Unix milliseconds. */
interface Shown {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a node observed in the time shown. */
export function fetchSeries(id: string, { fromMs, toMs }: Shown, signal: AbortSignal) {
  const query = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  return apiGet(`nodes/${id}/series`, seriesSchema, { query, signal });
}
