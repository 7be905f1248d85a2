import { z } from 'zod';
import { apiDelete, apiGet, apiPatch, apiPost, apiPut, pageSchema } from '#components/ui/api-client.ts';
import type { SearchOption } from '#components/ui/search-select.tsx';
import { installedNodeSchema, siteRowSchema, type InstalledNode } from '#lib/sensors/domain/installed-node.ts';
import {
  addressRowSchema,
  modelRowSchema,
  protocolRowSchema,
  quantityRowSchema,
  type AddressRow,
  type ModelRow,
  type ProtocolRow,
  type QuantityRow,
} from '#lib/sensors/domain/inventory/inventory-rows.ts';
import type {
  WriteModelInput,
  WriteProtocolInput,
  WriteQuantityInput,
} from '#lib/sensors/domain/inventory/write-catalogue.ts';
import type { WriteAddressInput } from '#lib/sensors/domain/inventory/write-places.ts';

/** Which rows of a list, in which order. */
export interface InventoryWish {
  readonly text: string | null;
  readonly sort: string | null;
  readonly order: 'asc' | 'desc';
}

export interface InventoryPage<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

export type FetchInventory<Row> = (
  wish: InventoryWish,
  cursor: string | null,
  signal: AbortSignal,
) => Promise<InventoryPage<Row>>;

function listOf<Row>(path: string, row: z.ZodType<Row>): FetchInventory<Row> {
  const schema = pageSchema(row);
  return ({ text, sort, order }, cursor, signal) =>
    apiGet(path, schema, { query: { text, sort, order, cursor, limit: 50 }, signal });
}

export const fetchModels = listOf<ModelRow>('sensors/models', modelRowSchema);
export const fetchProtocols = listOf<ProtocolRow>('sensors/protocols', protocolRowSchema);
export const fetchQuantities = listOf<QuantityRow>('sensors/quantities', quantityRowSchema);
export const fetchAddresses = listOf<AddressRow>('sensors/addresses', addressRowSchema);

const installedPageSchema = pageSchema(installedNodeSchema);

/** Every installation, those that began last first. */
export const fetchAllInstallations: FetchInventory<InstalledNode> = ({ text }, cursor, signal) =>
  apiGet('installations', installedPageSchema, { query: { text, cursor, limit: 50 }, signal });

/** What can be measured, to choose from: all of it, for there are dozens. */
export async function fetchQuantityChoice(signal: AbortSignal): Promise<QuantityRow[]> {
  const { items } = await apiGet('sensors/quantities', pageSchema(quantityRowSchema), {
    query: { limit: 200 },
    signal,
  });
  return items;
}

export function saveModel(id: string | null, wish: WriteModelInput): Promise<ModelRow> {
  return id === null
    ? apiPost('sensors/models', wish, modelRowSchema)
    : apiPut(`sensors/models/${id}`, wish, modelRowSchema);
}

export function saveProtocol(id: string | null, wish: WriteProtocolInput): Promise<ProtocolRow> {
  return id === null
    ? apiPost('sensors/protocols', wish, protocolRowSchema)
    : apiPut(`sensors/protocols/${id}`, wish, protocolRowSchema);
}

/** Names a quantity anew by its key, or adds one. */
export function saveQuantity(key: string | null, wish: WriteQuantityInput): Promise<QuantityRow> {
  return key === null
    ? apiPost('sensors/quantities', wish, quantityRowSchema)
    : apiPut(`sensors/quantities/${encodeURIComponent(key)}`, wish, quantityRowSchema);
}

export function saveAddress(id: string | null, wish: WriteAddressInput): Promise<AddressRow> {
  return id === null
    ? apiPost('sensors/addresses', wish, addressRowSchema)
    : apiPut(`sensors/addresses/${id}`, wish, addressRowSchema);
}

/** Removes a row of one of the lists, by its id (a quantity by its key). */
export function removeFromInventory(
  part: 'models' | 'protocols' | 'quantities' | 'addresses',
  id: string,
): Promise<unknown> {
  return apiDelete(`sensors/${part}/${encodeURIComponent(id)}`);
}

export function fetchAddress(id: string, signal: AbortSignal): Promise<AddressRow> {
  return apiGet(`sensors/addresses/${id}`, addressRowSchema, { signal });
}

/** Gives a site an address that is known, or (null) none. */
export function giveAddress(siteId: string, addressId: string | null): Promise<unknown> {
  return apiPatch(`sensors/sites/${siteId}`, { addressId }, siteRowSchema);
}

/** Street, zip and city in one line. */
export function addressLine({ street1, street2, zip, city }: AddressRow): string {
  return [street1, street2 ?? '', `${zip} ${city}`.trim()].filter((part) => part !== '').join(', ');
}

/** Addresses with the text in them, to choose from. */
export async function searchAddresses(text: string, signal: AbortSignal): Promise<SearchOption[]> {
  const { items } = await fetchAddresses({ text, sort: null, order: 'asc' }, null, signal);
  return items.map((address) => ({ value: address.id, label: addressLine(address) }));
}
