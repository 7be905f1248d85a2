import { z } from 'zod';
import { catalogueQuantitySchema, nodeModelSchema, nodeProtocolSchema } from './catalogue.ts';
import { addressSchema } from './places.ts';

/** A model as its list shows it: with what it measures, and how many nodes of it the viewer may see. */
export const modelRowSchema = nodeModelSchema.omit({ quantityLegacyIds: true }).extend({
  quantities: z.array(z.object({ key: z.string(), name: z.string() })),
  nodeCount: z.number(),
});
export type ModelRow = z.infer<typeof modelRowSchema>;

/** A protocol as its list shows it. */
export const protocolRowSchema = nodeProtocolSchema.extend({ nodeCount: z.number() });
export type ProtocolRow = z.infer<typeof protocolRowSchema>;

/** A quantity as its list shows it. */
export const quantityRowSchema = catalogueQuantitySchema.omit({ id: true }).extend({
  /** A decoder knows it: it is always there. */
  isBuiltIn: z.boolean(),
});
export type QuantityRow = z.infer<typeof quantityRowSchema>;

/** An address with the sites that have it. */
export const addressRowSchema = addressSchema.omit({ organizationId: true, createdById: true }).extend({
  sites: z.array(z.object({ id: z.guid(), name: z.string() })),
});
export type AddressRow = z.infer<typeof addressRowSchema>;

/** Names that each list of an inventory can be sorted by, the usual one first. */
export const inventorySorts = {
  models: ['name', 'trade_name', 'manufacturer', 'sensor_type'],
  protocols: ['identifier', 'num_uplink_msgs', 'num_downlink_msgs'],
  quantities: ['quantity', 'base_unit'],
  addresses: ['city', 'street1', 'zip', 'country'],
} as const;

/** A page of one of the lists. */
const listOf = <Keys extends readonly [string, ...string[]]>(keys: Keys) =>
  z.object({
    /** Part of the texts, in any case. */
    text: z.string().trim().max(100).optional(),
    sort: z.enum(keys).optional(),
    order: z.enum(['asc', 'desc']).default('asc'),
    cursor: z.string().max(4096).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  });

export const listModelsSchema = listOf(inventorySorts.models);
export const listProtocolsSchema = listOf(inventorySorts.protocols);
export const listQuantitiesSchema = listOf(inventorySorts.quantities);
export const listAddressesSchema = listOf(inventorySorts.addresses);
