import { apiGet, apiPut } from '#components/ui/api-client.ts';
import { serviceSchema, type ChangeService, type Service } from '#lib/donations/domain/service.ts';
import { serviceListSchema } from '../donation-data.ts';

export function fetchServices(signal: AbortSignal): Promise<Service[]> {
  return apiGet('donations/services', serviceListSchema, { signal });
}

export function saveService(slug: string, change: ChangeService): Promise<Service> {
  return apiPut(`donations/services/${slug}`, change, serviceSchema);
}
