import { z } from 'zod';
import { apiDelete, apiGet, apiPatch, apiPost, pageSchema } from '#components/ui/api-client.ts';
import {
  roomAirReportSchema,
  type AirMode,
  type RoomAirReport,
} from '#lib/sensors/domain/air-quality/room-air-report.ts';
import { roomChoiceSchema, siteRowSchema, type SiteRow } from '#lib/sensors/domain/installed-node.ts';

const roomPageSchema = pageSchema(roomChoiceSchema);
export type RoomPage = z.infer<typeof roomPageSchema>;

/** The rooms of a site, by name. */
export function fetchRooms(site: string, cursor: string | null, signal: AbortSignal): Promise<RoomPage> {
  return apiGet('sensors/rooms', roomPageSchema, { query: { site, cursor, limit: 10 }, signal });
}

export interface AirWish {
  /** YYYY-MM; null: the 30 days before today. */
  readonly month: string | null;
  readonly mode: AirMode;
}

/** How good the air of a room was. */
export function fetchRoomAir(room: string, { month, mode }: AirWish, signal: AbortSignal): Promise<RoomAirReport> {
  return apiGet(`sensors/rooms/${room}/air-quality`, roomAirReportSchema, { query: { month, mode }, signal });
}

export interface SiteWish {
  readonly name: string;
  readonly description: string;
  readonly timeZone: string;
}

/** Adds a site, or changes one. */
export function saveSite(id: string | null, wish: SiteWish): Promise<SiteRow> {
  return id === null
    ? apiPost('sensors/sites', wish, siteRowSchema)
    : apiPatch(`sensors/sites/${id}`, wish, siteRowSchema);
}

export function removeSite(id: string): Promise<unknown> {
  return apiDelete(`sensors/sites/${id}`);
}

export interface RoomWish {
  readonly name: string;
  readonly description: string;
  readonly sizeSqm: number | null;
  readonly heightM: number | null;
  readonly maxOccupancy: number | null;
}

/** Adds a room to a site, or changes one. */
export function saveRoom(at: { readonly siteId: string } | { readonly roomId: string }, wish: RoomWish) {
  return 'roomId' in at
    ? apiPatch(`sensors/rooms/${at.roomId}`, wish)
    : apiPost('sensors/rooms', { ...wish, siteId: at.siteId });
}

export function removeRoom(id: string): Promise<unknown> {
  return apiDelete(`sensors/rooms/${id}`);
}
