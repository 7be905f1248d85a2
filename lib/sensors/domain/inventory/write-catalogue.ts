import { z } from 'zod';
import { nameOf } from './write-places.ts';

/** Longest names of the catalogue, in characters: the replaced server took 30 (managair.md 2). */
const maxName = 60;
const text = z.string().trim().max(100);

/** What is said of a quantity. */
export const writeQuantitySchema = z.strictObject({
  name: nameOf(maxName),
  unitName: nameOf(30),
});
export type WriteQuantityInput = z.input<typeof writeQuantitySchema>;

const messages = z.int().min(0).max(1_000_000);

/** What is said of a protocol: its identifier names the decoder too. */
export const writeProtocolSchema = z.strictObject({
  identifier: nameOf(maxName),
  uplinkMessages: messages.default(1),
  downlinkMessages: messages.default(1),
});
export type WriteProtocolInput = z.input<typeof writeProtocolSchema>;

/** Longest time between two samples, in seconds: a year. */
const maxIntervalS = 31_536_000;

/** What is said of a model. */
export const writeModelSchema = z.strictObject({
  name: nameOf(maxName),
  tradeName: text.default(''),
  manufacturer: text.default(''),
  sensorType: text.default(''),
  /** Seconds between samples; null: not known. */
  expectedIntervalS: z.int().min(1).max(maxIntervalS).nullable().default(null),
  /** Keys of what it measures. */
  quantities: z.array(z.string().max(100)).max(100).default([]),
});
export type WriteModelInput = z.input<typeof writeModelSchema>;
