import { z } from 'zod';
import { nameSchema } from '#lib/sources/domain/source.ts';

/** Longest description, in characters. */
const maxDescriptionCharacters = 4000;
/** A node that is expected less often than once in 31 days is a mistake in the unit. */
const maxIntervalS = 31 * 24 * 3600;

/** A sensor as people register it. */
export const registerNodeSchema = z.object({
  /** Key of the study. */
  study: z.string().max(100),
  /** Given by the client, or made of protocol and EUI (managair.md 13.1), or new. */
  id: z.guid().optional(),
  /** Device EUI of a LoRaWAN node, 16 hexadecimal digits; absent: it sends values under its id. */
  eui64: z.string().max(40).optional(),
  /** What its messages are read by: `CLAIRCHEN`, `ELSYSERS`, `TALKPOOLOY1012`, or any other name to keep them unread. */
  protocol: z.string().trim().min(1).max(30).optional(),
  /** Rows of the catalogue. */
  modelId: z.guid().nullable().default(null),
  protocolId: z.guid().nullable().default(null),
  /** What people call it; its EUI or id when left out. */
  alias: nameSchema.max(100).optional(),
  description: z.string().max(maxDescriptionCharacters).default(''),
  groupId: z.guid().nullable().default(null),
  expectedIntervalS: z.number().int().min(1).max(maxIntervalS).nullable().default(null),
});
export type RegisterNodeInput = z.input<typeof registerNodeSchema>;

/** A sensor node; `id` is the id of its source. Instants are UTC. */
export const nodeSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.number(),
  studyId: z.guid(),
  studyKey: z.string(),
  eui64: z.string().nullable(),
  /** The same as who registered it wrote it. */
  euiWritten: z.string().nullable(),
  /** Rows of the catalogue. */
  modelId: z.guid().nullable(),
  protocolId: z.guid().nullable(),
  protocol: z.string().nullable(),
  alias: z.string(),
  description: z.string(),
  expectedIntervalS: z.number().nullable(),
  /** Observations stored, and the newest instant among them. */
  observationCount: z.coerce.number(),
  lastObservedAt: z.coerce.date().nullable(),
  lastReceivedAt: z.coerce.date().nullable(),
});
export type SensorNode = z.infer<typeof nodeSchema>;
