import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { deleteLinks, insertLinks, insertThing, isLatestHistory } from '../../data/things/write-things.sql.ts';
import { isClients } from '../../domain/things/client-ids.ts';

/**
 * Lets a Thing be where a client wrote down that it was, when that was later than all that is known of it (OGC 18-088,
 * historical-location-manual-creation). Nodes of the inventory stay where they are installed.
 */
export async function followHistory(
  ctx: Context,
  {
    thingId,
    historyId,
    locationIds,
  }: { readonly thingId: string; readonly historyId: string; readonly locationIds: readonly string[] },
): Promise<void> {
  if (!isClients(thingId) || !(await isLatestHistory(ctx, { thingId, historyId }))) return;
  await deleteLinks(ctx, 'thing_location', thingId);
  await insertLinks(ctx, 'thing_location', { leftId: thingId, rightIds: locationIds });
}

/**
 * Puts a Thing at locations from now on, and writes down that it was (OGC 18-088, section 8.2.3). Nothing for no locations.
 * A node of the inventory moves by its installations: `state_conflict`.
 */
export async function moveThing(
  ctx: Context,
  { thingId, locationIds }: { readonly thingId: string; readonly locationIds: readonly string[] },
): Promise<void> {
  if (locationIds.length === 0) return;
  if (!isClients(thingId)) {
    throw new Problem('state_conflict', {
      detail: 'This Thing is a node of the inventory: install it elsewhere there.',
    });
  }
  await deleteLinks(ctx, 'thing_location', thingId);
  await insertLinks(ctx, 'thing_location', { leftId: thingId, rightIds: locationIds });
  const historyId = await insertThing(ctx, 'HistoricalLocations', { time: ctx.now().toISOString() });
  await insertLinks(ctx, 'history_thing', { leftId: historyId, rightIds: [thingId] });
  await insertLinks(ctx, 'history_location', { leftId: historyId, rightIds: locationIds });
}
