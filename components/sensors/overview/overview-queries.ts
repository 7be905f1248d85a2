import type { z } from 'zod';
import { apiGet, pageSchema } from '#components/ui/api-client.ts';
import type { SearchOption } from '#components/ui/search-select.tsx';
import { siteRowSchema } from '#lib/sensors/domain/installed-node.ts';
import { sensorCountsSchema, sensorRowSchema, type SensorFilter } from '#lib/sensors/domain/overview.ts';

const sensorPageSchema = pageSchema(sensorRowSchema);
export type SensorPage = z.infer<typeof sensorPageSchema>;

export function fetchSensors(filter: SensorFilter, cursor: string | null, signal: AbortSignal): Promise<SensorPage> {
  return apiGet('sensors', sensorPageSchema, { query: { ...filter, cursor, limit: 50 }, signal });
}

export function fetchSensorCounts({ study, site, room, model, text }: SensorFilter, signal: AbortSignal) {
  return apiGet('sensors/counts', sensorCountsSchema, { query: { study, site, room, model, text }, signal });
}

const sitePageSchema = pageSchema(siteRowSchema);
export type SitePage = z.infer<typeof sitePageSchema>;

export function fetchSites(text: string | null, cursor: string | null, signal: AbortSignal): Promise<SitePage> {
  return apiGet('sensors/sites', sitePageSchema, { query: { text, cursor, limit: 50 }, signal });
}

/** Sites whose name has the text in it, to choose from. */
export async function searchSites(text: string, signal: AbortSignal): Promise<SearchOption[]> {
  const { items } = await fetchSites(text, null, signal);
  return items.map(({ id, name }) => ({ value: id, label: name }));
}
