import { z } from 'zod';
import { fidelityStateSchema } from '#lib/sources/domain/fidelity/fidelity.ts';

const place = z.object({ id: z.guid(), name: z.string() });

/** The newest value of a quantity that is not known to be wrong. */
export const readingSchema = z.object({
  quantity: z.string(),
  /** UCUM code. */
  unit: z.string(),
  value: z.number(),
  at: z.coerce.date(),
});
export type Reading = z.infer<typeof readingSchema>;

/** Quantities whose newest values an overview shows. */
export const overviewQuantities = ['co2', 'temperature', 'humidity', 'battery_voltage'] as const;

/** A node with where it is now, how it delivers and what it measured last. */
export const sensorRowSchema = z.object({
  id: z.guid(),
  alias: z.string(),
  eui64: z.string().nullable(),
  studyName: z.string(),
  state: fidelityStateSchema,
  /** Since when it is in this state; null: nobody looked yet. */
  sinceAt: z.coerce.date().nullable(),
  /** Null: nothing ever came. */
  lastObservedAt: z.coerce.date().nullable(),
  installationId: z.guid().nullable(),
  isPublic: z.boolean(),
  /** Null: it is nowhere, or the viewer may not see where. */
  room: place.nullable(),
  site: place.nullable(),
  /** IANA zone of the site. */
  timeZone: z.string().nullable(),
  /** Null: the viewer may not see what it measured. */
  readings: z.array(readingSchema).nullable(),
});
export type SensorRow = z.infer<typeof sensorRowSchema>;

export const sensorFilterSchema = z.object({
  /** Key of a study. */
  study: z.string().max(100).optional(),
  /** Ids of org units. */
  site: z.guid().optional(),
  room: z.guid().optional(),
  /** Id of a model of the catalogue. */
  model: z.guid().optional(),
  state: fidelityStateSchema.optional(),
  /** Whether it is at a place now. */
  place: z.enum(['installed', 'loose']).optional(),
  /** Part of alias or EUI, in any case. */
  text: z.string().trim().max(100).optional(),
});
export type SensorFilter = z.infer<typeof sensorFilterSchema>;

export const listSensorsSchema = sensorFilterSchema.extend({
  cursor: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListSensorsInput = z.input<typeof listSensorsSchema>;

/** How many nodes of a filter are in which state, and at no place. */
export const sensorCountsSchema = z.object({
  unknown: z.number(),
  alive: z.number(),
  missing: z.number(),
  dead: z.number(),
  loose: z.number(),
});
export type SensorCounts = z.infer<typeof sensorCountsSchema>;
