import { z } from 'zod';
import { fidelityStateSchema } from '#lib/sources/domain/fidelity/fidelity.ts';

const inOrganization = {
  organizationId: z.guid(),
  organizationLegacyId: z.coerce.string(),
  /** The reader belongs to the organization; else they see it because it is public. */
  isOwn: z.boolean(),
};

/** A site with sensors. `id` is the id of its org unit. */
export const siteSchema = z.object({
  ...inOrganization,
  id: z.guid(),
  legacyId: z.coerce.string(),
  name: z.string(),
  description: z.string(),
  timeZone: z.string(),
  addressId: z.guid().nullable(),
  addressLegacyId: z.coerce.string().nullable(),
});
export type Site = z.infer<typeof siteSchema>;

/** A room of a site. `id` is the id of its org unit. */
export const roomSchema = z.object({
  ...inOrganization,
  id: z.guid(),
  legacyId: z.coerce.string(),
  name: z.string(),
  description: z.string(),
  sizeSqm: z.number().nullable(),
  heightM: z.number().nullable(),
  maxOccupancy: z.number().nullable(),
  siteId: z.guid(),
  siteLegacyId: z.coerce.string(),
  timeZone: z.string(),
});
export type Room = z.infer<typeof roomSchema>;

/** Where letters go. */
export const addressSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.string(),
  /** Null: no site has it yet. */
  organizationId: z.guid().nullable(),
  createdById: z.guid().nullable(),
  street1: z.string(),
  street2: z.string().nullable(),
  zip: z.string(),
  city: z.string(),
  country: z.string(),
  /** Degrees, WGS 84. */
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
});
export type Address = z.infer<typeof addressSchema>;

/** A node at a room for a time; `toAt` is exclusive, null: it is still there. */
export const roomInstallationSchema = z.object({
  ...inOrganization,
  id: z.guid(),
  legacyId: z.coerce.string(),
  nodeId: z.guid(),
  nodeLegacyId: z.coerce.number(),
  nodeAlias: z.string(),
  roomId: z.guid(),
  roomLegacyId: z.coerce.string(),
  roomName: z.string(),
  fromAt: z.coerce.date(),
  toAt: z.coerce.date().nullable(),
  description: z.string(),
  isPublic: z.boolean(),
  imageBlobKey: z.string().nullable(),
  imageType: z.string().nullable(),
});
export type RoomInstallation = z.infer<typeof roomInstallationSchema>;

/** A node as its inventory shows it. */
export const inventoryNodeSchema = z.object({
  ...inOrganization,
  id: z.guid(),
  legacyId: z.coerce.number(),
  eui64: z.string().nullable(),
  alias: z.string(),
  description: z.string(),
  modelLegacyId: z.coerce.string().nullable(),
  protocolLegacyId: z.coerce.string().nullable(),
  expectedIntervalS: z.number().nullable(),
  /** The time of the newest reading, or when it came if the clock of the node is ahead. */
  lastObservedAt: z.coerce.date().nullable(),
  /** How it delivers as of the last look; null: nobody looked yet. */
  fidelityState: fidelityStateSchema.nullable(),
  /** The last look at the organization; null: there was none. */
  checkedAt: z.coerce.date().nullable(),
  /** Silence after which it is missing, and dead, by what is expected of it. */
  missingAfterS: z.number(),
  deadAfterS: z.number(),
});
export type InventoryNode = z.infer<typeof inventoryNodeSchema>;
