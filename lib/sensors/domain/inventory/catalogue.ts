import { z } from 'zod';

/** What can be measured, as administrators of the installation name it. */
export const catalogueQuantitySchema = z.object({
  id: z.coerce.number(),
  legacyId: z.coerce.string(),
  key: z.string(),
  name: z.string(),
  unitName: z.string(),
  /** UCUM code. */
  unit: z.string(),
});
export type CatalogueQuantity = z.infer<typeof catalogueQuantitySchema>;

/** A protocol that nodes speak. */
export const nodeProtocolSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.string(),
  identifier: z.string(),
  uplinkMessages: z.number(),
  downlinkMessages: z.number(),
  decoder: z.string(),
});
export type NodeProtocol = z.infer<typeof nodeProtocolSchema>;

/** A make of node. */
export const nodeModelSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.string(),
  name: z.string(),
  tradeName: z.string(),
  manufacturer: z.string(),
  sensorType: z.string(),
  /** Seconds between samples that nodes of it are expected to send; null: not known. */
  expectedIntervalS: z.number().nullable(),
  quantityLegacyIds: z.array(z.coerce.string()),
});
export type NodeModel = z.infer<typeof nodeModelSchema>;

/** Decoders that read a protocol, by how the identifiers of protocols begin. */
export const decoders = ['CLAIRCHEN', 'ELSYSERS', 'TALKPOOLOY1012'] as const;

/** The decoder that a protocol is read by: the one its name begins with ("CLAIRCHENPROT_V01"), else its own name. */
export function decoderOf(identifier: string): string {
  const upper = identifier.toUpperCase();
  return decoders.find((decoder) => upper.startsWith(decoder)) ?? upper;
}

/** Key of the quantity that a catalogue calls so: "Relative Humidity" is `humidity`. */
export function quantityKeyOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const key = plain.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return key === 'relative_humidity' ? 'humidity' : key;
}
