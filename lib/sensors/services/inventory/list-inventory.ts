import { organizationsWithVerb, type Visitor } from '#lib/accounts/index.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { readQuantities } from '../../data/quantities.sql.ts';
import { selectCatalogueQuantities, selectModels, selectProtocols } from '../../data/inventory/catalogue.sql.ts';
import {
  selectInventoryNodes,
  selectPublicOrganizationIds,
  selectRoomInstallations,
} from '../../data/inventory/devices.sql.ts';
import type { InventoryQuery, InventoryReader } from '../../data/inventory/inventory-query.ts';
import { selectAddresses, selectRooms, selectSites } from '../../data/inventory/places.sql.ts';
import { selectSampleSummaries } from '../../data/samples.sql.ts';

export type { InventoryQuery, InventoryReader } from '../../data/inventory/inventory-query.ts';

/** What a visitor sees of inventories, by the verbs that they hold everywhere in their organizations. */
export function readerOf(visitor: Visitor): InventoryReader {
  return {
    places: organizationsWithVerb(visitor, 'registry.read'),
    nodes: organizationsWithVerb(visitor, 'sources.read'),
    series: organizationsWithVerb(visitor, 'passive.read'),
    userId: visitor.user?.id ?? null,
  };
}

// Who may see what stands in the statements themselves: one condition for a list, a count and a single thing.
export const listSites = selectSites;
export const listRooms = selectRooms;
export const listAddresses = selectAddresses;
export const listInventoryNodes = selectInventoryNodes;
export const listRoomInstallations = selectRoomInstallations;
export const listPublicOrganizations = selectPublicOrganizationIds;
export const listProtocols = selectProtocols;
export const listModels = selectModels;
export const summarizeSamples = selectSampleSummaries;

/** Quantities of the catalogue; those that the decoders know are among them from the start. */
export async function listQuantities(db: Database, query: InventoryQuery) {
  await readQuantities(db);
  return selectCatalogueQuantities(db, query);
}
