import { z } from 'zod';

const place = z.object({ id: z.guid(), name: z.string() });

/** A node at a room (or another place) for a time, as its page shows it. */
export const installedNodeSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.number(),
  nodeId: z.guid(),
  nodeAlias: z.string(),
  studyId: z.guid(),
  /** Null: the viewer may not see where. */
  room: place.nullable(),
  site: place.nullable(),
  /** IANA zone of the site; UTC for a place of no site. */
  timeZone: z.string(),
  fromAt: z.coerce.date(),
  /** Exclusive; null: it is still there. */
  toAt: z.coerce.date().nullable(),
  description: z.string(),
  isPublic: z.boolean(),
  hasImage: z.boolean(),
  /** Newest instant at which it measured anything there; null: it never did. */
  lastObservedAt: z.coerce.date().nullable(),
});
export type InstalledNode = z.infer<typeof installedNodeSchema>;

/** A room that a node can be put into. */
export const roomChoiceSchema = z.object({
  id: z.guid(),
  name: z.string(),
  siteId: z.guid(),
  siteName: z.string(),
  description: z.string(),
  sizeSqm: z.number().nullable(),
  heightM: z.number().nullable(),
  maxOccupancy: z.number().nullable(),
  /** Nodes that are there now. */
  nodeCount: z.coerce.number(),
});
export type RoomChoice = z.infer<typeof roomChoiceSchema>;

/** A site with the numbers that lead into it. */
export const siteRowSchema = z.object({
  id: z.guid(),
  /** The integer id in the address of its public page. */
  legacyId: z.coerce.string(),
  name: z.string(),
  description: z.string(),
  timeZone: z.string(),
  addressId: z.guid().nullable(),
  /** Street, zip and city in one line; empty: none is known. */
  address: z.string(),
  roomCount: z.coerce.number(),
  nodeCount: z.coerce.number(),
  /** A room of it has a public installation now. */
  isPublic: z.boolean(),
});
export type SiteRow = z.infer<typeof siteRowSchema>;

/** A page of places by name. */
export const listPlacesSchema = z.object({
  text: z.string().trim().max(100).optional(),
  cursor: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const listRoomsSchema = listPlacesSchema.extend({ site: z.guid().optional() });

/** A page of installations: of a node, of a room, or of all. */
export const listInstalledSchema = z.object({
  node: z.guid().optional(),
  room: z.guid().optional(),
  /** Part of the names of node, room or site, in any case. */
  text: z.string().trim().max(100).optional(),
  cursor: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
