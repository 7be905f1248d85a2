import type { InventoryQuery } from '#lib/sensors/index.ts';
import type { ListQuery } from '../list-query.ts';

/** A list of the inventory, its filters by name. */
export function inventoryQuery({ ids, filters, sort, page }: ListQuery): InventoryQuery {
  const { organization, site, room, node, search } = filters;
  return { ids, organization, site, room, node, search, sort, page };
}
