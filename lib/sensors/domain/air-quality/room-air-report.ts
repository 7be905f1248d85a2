import { z } from 'zod';

/** By the rules of today, or as the replaced server counted (managair.md 8). */
export const airModes = ['corrected', 'legacy'] as const;
export type AirMode = (typeof airModes)[number];

export const roomAirQuerySchema = z.object({
  /** YYYY-MM; the 30 whole days before today when left out. */
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'Write a month as 2026-11.')
    .optional(),
  mode: z.enum(airModes).default('corrected'),
});

const daySchema = z.object({
  /** Local, YYYY-MM-DD. */
  date: z.string(),
  lengthS: z.number(),
  isValid: z.boolean(),
  gapS: z.number(),
  /** Carbon dioxide, ppm; null: nothing was measured. */
  max: z.number().nullable(),
  mean: z.number().nullable(),
  excessS: z.number(),
  meanExcess: z.number(),
  excessRate: z.number(),
  excessScore: z.number(),
});

/** How good the air of a room was in a range `[from, to)`. */
export const roomAirReportSchema = z.object({
  mode: z.enum(airModes),
  /** Which rules: another number could come out under another version. */
  version: z.string(),
  from: z.coerce.date(),
  to: z.coerce.date(),
  timeZone: z.string(),
  medal: z.enum(['awarded', 'refused', 'not_enough_data']),
  days: z.array(daySchema),
  /** By weekday, Mo to Su: mean carbon dioxide of each local hour in ppm; null: it is not known. */
  histogram: z.record(z.string(), z.array(z.number().nullable())),
});
export type RoomAirReport = z.infer<typeof roomAirReportSchema>;
