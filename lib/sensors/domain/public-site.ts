import { z } from 'zod';

/** Ends of the three levels of a public page, in ppm of carbon dioxide, and the scale of its gauge (managair.md 15). */
export const publicLevels = { goodUpTo: 1000, fairUpTo: 1600, gaugeFrom: 400, gaugeTo: 2000 } as const;

export type PublicLevel = 'good' | 'fair' | 'poor';

/** The level of a value: the ends belong to the better one. */
export function publicLevelOf(co2Ppm: number): PublicLevel {
  if (co2Ppm <= publicLevels.goodUpTo) return 'good';
  return co2Ppm <= publicLevels.fairUpTo ? 'fair' : 'poor';
}

/** Where on the gauge a value stands: 0 at its beginning, 1 at its end; what is beyond stands at the end. */
export function gaugeShare(co2Ppm: number): number {
  const { gaugeFrom, gaugeTo } = publicLevels;
  return Math.min(Math.max((co2Ppm - gaugeFrom) / (gaugeTo - gaugeFrom), 0), 1);
}

/** Older values say nothing about the air of now. */
export const publicValueLifeMs = 3_600_000;

const valueSchema = z.number().nullable();

/**
 * A room with a public installation, by what everybody may see of it: never the node, its series or people (managair.md
 * 4). Values are the newest that were measured during the installation; null: none.
 */
export const publicRoomSchema = z.object({
  installationId: z.coerce.string(),
  room: z.string(),
  measuredAt: z.coerce.date().nullable(),
  co2Ppm: valueSchema,
  temperatureCelsius: valueSchema,
  humidityPct: valueSchema,
});
export type PublicRoom = z.infer<typeof publicRoomSchema>;

/** A site with public installations that run now. */
export const publicSiteSchema = z.object({
  /** The integer id of the site, as in the addresses of pages that embed it. */
  id: z.coerce.string(),
  name: z.string(),
  organization: z.string(),
  timeZone: z.string(),
  /** [lon, lat], WGS 84; null: not known. */
  position: z.tuple([z.number(), z.number()]).nullable(),
});
export type PublicSite = z.infer<typeof publicSiteSchema>;

export const publicSiteViewSchema = publicSiteSchema.extend({ rooms: z.array(publicRoomSchema) });
export type PublicSiteView = z.infer<typeof publicSiteViewSchema>;

/** A site on the public map. */
export const publicSiteRowSchema = publicSiteSchema.extend({
  roomCount: z.coerce.number(),
  /** The highest of the values of its rooms that are not too old; null: there is none. */
  worstCo2Ppm: valueSchema,
});
export type PublicSiteRow = z.infer<typeof publicSiteRowSchema>;

export const listPublicSitesSchema = z.object({
  cursor: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

/** The integer id of a site in an address. */
export const publicSiteIdSchema = z.string().regex(/^[1-9]\d{0,14}$/);
