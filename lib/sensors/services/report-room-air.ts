import type { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectHome } from '../data/inventory/write-places.sql.ts';
import type { RoomAirReport, roomAirQuerySchema } from '../domain/air-quality/room-air-report.ts';
import { indicatorVersion, legacyIndicatorVersion } from '../domain/air-quality/thresholds.ts';
import { assessRoom, assessRoomAsBefore, type RoomAirOrder } from './assess-room.ts';
import { getOwnRoom } from './own-places.ts';

/**
 * How good the air of a room was in a month, or in the 30 days before today (managair.md 8). The worst node counts where
 * there are several. Errors: `not_found`, `permission_missing` (`passive.read`), `input_invalid`.
 */
export async function reportRoomAir(
  ctx: Context,
  roomId: string,
  {
    month = null,
    mode,
  }: { readonly month?: string | null | undefined } & Pick<z.infer<typeof roomAirQuerySchema>, 'mode'>,
): Promise<RoomAirReport> {
  const { room, reader } = await getOwnRoom(ctx, roomId);
  const home = await selectHome(ctx);
  requireVerb(ctx, 'passive.read', { studyId: home?.studyId ?? null });
  const order = { reader, room, month, now: ctx.now() };
  return mode === 'legacy' ? asBefore(ctx, order) : corrected(ctx, order);
}

async function corrected({ db }: Context, order: RoomAirOrder): Promise<RoomAirReport> {
  const { from, to, quality, timeZone } = await assessRoom(db, { ...order, combination: 'worst' });
  const { medal, days, histogram } = quality;
  return {
    mode: 'corrected',
    version: indicatorVersion,
    from,
    to,
    timeZone,
    medal,
    days: [...days],
    histogram: plain(histogram),
  };
}

async function asBefore({ db }: Context, order: RoomAirOrder): Promise<RoomAirReport> {
  const { from, to, quality } = await assessRoomAsBefore(db, order);
  return {
    ...{ mode: 'legacy', version: legacyIndicatorVersion, from, to, timeZone: 'Europe/Berlin' },
    medal: quality === null ? 'not_enough_data' : quality.hasMedal ? 'awarded' : 'refused',
    days: [...(quality?.days ?? [])],
    histogram: plain(quality?.histogram ?? {}),
  };
}

function plain(histogram: Readonly<Record<string, readonly (number | null)[]>>): Record<string, (number | null)[]> {
  return Object.fromEntries(Object.entries(histogram).map(([day, hours]) => [day, [...hours]]));
}
