import { z } from 'zod';
import { apiGet, apiAsk, apiPost, pageSchema } from '#components/ui/api-client.ts';
import {
  estimateSchema,
  exportableTypeSchema,
  exportPageSchema,
  orderedSchema,
  orderFormSchema,
  type EstimateView,
  type OrderForm,
} from './export-data.ts';

export function fetchExportPage(study: string | null, cursor: string | null, signal: AbortSignal) {
  return apiGet('exports', exportPageSchema, { query: { study, cursor, limit: 20 }, signal });
}

/** Whose data are meant. */
export type Chosen = Pick<OrderForm, 'study' | 'sourceIds' | 'groupIds'>;

export async function fetchExportableTypes({ study, sourceIds, groupIds }: Chosen, signal: AbortSignal) {
  const body = { study, sourceIds, groupIds };
  return (await apiAsk('exports/types', body, { schema: pageSchema(exportableTypeSchema), signal })).items;
}

export function fetchEstimate(order: OrderForm, signal: AbortSignal): Promise<EstimateView> {
  return apiAsk('exports/estimate', order, { schema: estimateSchema, signal });
}

export function sendOrder(order: OrderForm) {
  return apiPost('exports', order, orderedSchema);
}

export function fetchOrder(taskId: string): Promise<OrderForm> {
  return apiGet(`exports/${taskId}/order`, orderFormSchema);
}

const pickedSourceSchema = z.object({ id: z.string(), identifier: z.string(), name: z.string() });
export type PickedSource = z.infer<typeof pickedSourceSchema>;

/** Sources of a study whose name or identifier has the text in it: the first few, the rest by typing more. */
export async function searchSources(study: string, text: string, signal: AbortSignal): Promise<PickedSource[]> {
  const page = await apiGet('sources', pageSchema(pickedSourceSchema), { query: { study, text, limit: 30 }, signal });
  return page.items;
}

const pickedGroupSchema = z.object({ id: z.string(), name: z.string() });

export async function fetchGroups(study: string, signal: AbortSignal) {
  return (await apiGet('groups', pageSchema(pickedGroupSchema), { query: { study }, signal })).items;
}
