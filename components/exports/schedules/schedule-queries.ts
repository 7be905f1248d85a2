import { apiDelete, apiGet, apiPatch, apiPost, pageSchema } from '#components/ui/api-client.ts';
import { scheduleSchema, type ExportSchedule, type Rhythm } from '#lib/exports/domain/schedule.ts';
import type { OrderForm } from '../export-data.ts';

export async function fetchSchedules(study: string | null, signal: AbortSignal): Promise<ExportSchedule[]> {
  return (await apiGet('export-schedules', pageSchema(scheduleSchema), { query: { study }, signal })).items;
}

export function createSchedule({ study, ...order }: OrderForm, when: Rhythm & { readonly name: string }) {
  return apiPost('export-schedules', { study, order, ...when }, scheduleSchema);
}

export function switchSchedule(id: string, isEnabled: boolean) {
  return apiPatch(`export-schedules/${id}`, { isEnabled }, scheduleSchema);
}

export function removeSchedule(id: string): Promise<unknown> {
  return apiDelete(`export-schedules/${id}`);
}
