import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { type InventoryReader, wholeList } from '../data/inventory/inventory-query.ts';
import { findPlaceLegacyId } from '../data/inventory/legacy-ids.sql.ts';
import { selectRooms, selectSites } from '../data/inventory/places.sql.ts';
import type { Room, Site } from '../domain/inventory/places.ts';
import { readerInside } from './sensor-places.ts';

/** A room of the actor's organization with who reads it. Errors: `not_found`, also for one they may not see. */
export async function getOwnRoom(
  ctx: Context,
  id: string,
): Promise<{ readonly room: Room; readonly reader: InventoryReader }> {
  const reader = await readerInside(ctx);
  const legacyId = await findPlaceLegacyId(ctx, 'sensor_rooms', id);
  const page = legacyId === null ? null : await selectRooms(ctx.db, reader, { ...wholeList, ids: [legacyId] });
  const room = page?.rows[0]?.row;
  if (!room?.isOwn) throw new Problem('not_found');
  return { room, reader };
}

/** A site of the actor's organization. Errors: `not_found`, also for one they may not see. */
export async function getOwnSite(ctx: Context, id: string): Promise<Site> {
  const legacyId = await findPlaceLegacyId(ctx, 'sensor_sites', id);
  const query = { ...wholeList, ids: legacyId === null ? [] : [legacyId] };
  const page = legacyId === null ? null : await selectSites(ctx.db, await readerInside(ctx), query);
  const site = page?.rows[0]?.row;
  if (!site?.isOwn) throw new Problem('not_found');
  return site;
}
