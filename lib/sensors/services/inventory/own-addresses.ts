import type { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { wholeList } from '../../data/inventory/inventory-query.ts';
import { selectSitesOfAddresses } from '../../data/inventory/inventory-rows.sql.ts';
import { selectOwnAddresses } from '../../data/inventory/places.sql.ts';
import type { AddressRow, listAddressesSchema } from '../../domain/inventory/inventory-rows.ts';
import type { Address } from '../../domain/inventory/places.ts';
import { requireSomeVerb } from '../require-some-verb.ts';
import { hasVerbAtHome } from '../sensor-places.ts';
import { type InventoryPage, inventoryPageOf, inventoryQueryOf } from './catalogue-lists.ts';

/**
 * The addresses of the organization, and those the actor wrote that no site has yet; by city and street, each with its
 * sites. Errors: `permission_missing` (`registry.read`), `cursor_invalid`.
 */
export async function listAddressRows(
  ctx: Context,
  wish: z.output<typeof listAddressesSchema>,
): Promise<InventoryPage<AddressRow>> {
  requireSomeVerb(ctx, 'registry.read');
  const query = inventoryQueryOf(wish, ['city', 'street1']);
  if (!(await hasVerbAtHome(ctx, 'registry.read'))) return { items: [], next: null };
  const { items, next } = inventoryPageOf(await selectOwnAddresses(ctx.db, readerOf(ctx), query));
  return { items: await toAddressRows(ctx, items), next };
}

/** One of them as the list shows it. Errors: `permission_missing`, `not_found`. */
export async function getAddressRow(ctx: Context, id: string): Promise<AddressRow> {
  const [row] = await toAddressRows(ctx, [await getOwnAddress(ctx, id)]);
  if (!row) throw new Problem('not_found');
  return row;
}

/** One of them, to be changed or removed. Errors: `permission_missing` (`registry.read`), `not_found`, also for another's. */
export async function getOwnAddress(ctx: Context, id: string): Promise<Address> {
  requireSomeVerb(ctx, 'registry.read');
  const isSeen = await hasVerbAtHome(ctx, 'registry.read');
  const found = isSeen ? (await selectOwnAddresses(ctx.db, { ...readerOf(ctx), id }, wholeList)).rows[0] : undefined;
  if (!found) throw new Problem('not_found');
  return found.row;
}

function readerOf({ organizationId, actor }: Context) {
  return { organizationId, userId: actor.kind === 'user' ? actor.id : null };
}

async function toAddressRows(ctx: Context, addresses: readonly Address[]): Promise<AddressRow[]> {
  const sites = await selectSitesOfAddresses(
    ctx,
    addresses.map(({ id }) => id),
  );
  return addresses.map(({ organizationId: _organization, createdById: _writer, ...address }) => ({
    ...address,
    sites: sites.flatMap(({ addressId, id, name }) => (addressId === address.id ? [{ id, name }] : [])),
  }));
}
