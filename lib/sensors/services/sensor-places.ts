import type { z } from 'zod';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { InventoryReader } from '../data/inventory/inventory-query.ts';
import { selectHome } from '../data/inventory/write-places.sql.ts';
import {
  roomPositionSchema,
  selectRoomPage,
  selectSitePage,
  selectSiteRow,
  sitePositionSchema,
} from '../data/sensor-places.sql.ts';
import { listPlacesSchema, listRoomsSchema, type RoomChoice, type SiteRow } from '../domain/installed-node.ts';
import { requireSomeVerb } from './require-some-verb.ts';

/** The actor may use the verb where the organization keeps its sensors. */
export async function hasVerbAtHome(ctx: Context, verb: Verb): Promise<boolean> {
  if (hasVerb(ctx.actor, verb)) return true;
  const home = await selectHome(ctx);
  return home !== null && hasVerb(ctx.actor, verb, { studyId: home.studyId });
}

/** What the actor sees of the inventory of their organization, for the use-cases that are asked by a reader. */
export async function readerInside(ctx: Context): Promise<InventoryReader> {
  const here = async (verb: Verb) => ((await hasVerbAtHome(ctx, verb)) ? [ctx.organizationId] : []);
  return {
    places: await here('registry.read'),
    nodes: await here('sources.read'),
    series: await here('passive.read'),
    userId: ctx.actor.kind === 'user' ? ctx.actor.id : null,
  };
}

interface PageOf<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

/** Sites with sensors, by name. Errors: `permission_missing` (`registry.read`), `cursor_invalid`. */
export async function listSensorSites(ctx: Context, input: z.input<typeof listPlacesSchema>): Promise<PageOf<SiteRow>> {
  requireSomeVerb(ctx, 'registry.read');
  const { text, cursor, limit } = listPlacesSchema.parse(input);
  const after = decodeCursor(sitePositionSchema, cursor);
  if (!(await hasVerbAtHome(ctx, 'registry.read'))) return { items: [], next: null };
  const rows = await selectSitePage(ctx, { text, after, limit: limit + 1 });
  return pageOf(rows, limit, ({ name, id }) => [name, id]);
}

/** One site with sensors. Errors: `permission_missing`, `not_found`. */
export async function getSensorSite(ctx: Context, id: string): Promise<SiteRow> {
  const site = await findSensorSite(ctx, id);
  if (!site) throw new Problem('not_found');
  return site;
}

/** The same; null where there is none to see. Errors: `permission_missing` (`registry.read`). */
export async function findSensorSite(ctx: Context, id: string): Promise<SiteRow | null> {
  requireSomeVerb(ctx, 'registry.read');
  return (await hasVerbAtHome(ctx, 'registry.read')) ? selectSiteRow(ctx, id) : null;
}

/** Rooms, of one site or of all; by site and name. Errors: `permission_missing` (`registry.read`), `cursor_invalid`. */
export async function listSensorRooms(
  ctx: Context,
  input: z.input<typeof listRoomsSchema>,
): Promise<PageOf<RoomChoice>> {
  requireSomeVerb(ctx, 'registry.read');
  const { text, site, cursor, limit } = listRoomsSchema.parse(input);
  const after = decodeCursor(roomPositionSchema, cursor);
  if (!(await hasVerbAtHome(ctx, 'registry.read'))) return { items: [], next: null };
  const rows = await selectRoomPage(ctx, { text, site, after, limit: limit + 1 });
  return pageOf(rows, limit, ({ siteName, name, id }) => [siteName, name, id]);
}

function pageOf<Row>(rows: readonly Row[], limit: number, positionOf: (row: Row) => readonly string[]): PageOf<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null };
}
