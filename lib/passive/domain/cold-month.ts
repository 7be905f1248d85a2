import { z } from 'zod';
import type { Month } from '#lib/platform/time/month.ts';

/** A month as people write it. */
export const monthTextSchema = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'is not a month; write it as 2025-01');

/** The month that a text as `2025-01` names. */
export function monthOfText(text: string): Month {
  const [year = '', month = ''] = text.split('-');
  return Number(year) * 12 + Number(month) - 1;
}

/** A month as people write it. */
export function textOfMonth(month: Month): string {
  return `${String(Math.floor(month / 12))}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** A month whose points are in the database, of all organizations together. */
export const heldMonthSchema = z.object({
  /** Of the device's time (UTC), YYYY-MM. */
  month: z.string(),
  /** About; 0 as long as the database has not counted. */
  points: z.number(),
  sizeBytes: z.number(),
  /** It can leave: no more points are to be expected but late ones. */
  isOver: z.boolean(),
});
export type HeldMonth = z.infer<typeof heldMonthSchema>;

/** Points of a month that left the database, and the file that holds them. */
export const coldMonthSchema = z.object({
  /** Of the device's time (UTC), YYYY-MM. */
  month: z.string(),
  path: z.string(),
  points: z.coerce.number(),
  sizeBytes: z.coerce.number(),
  sha256: z.string(),
  frozenAt: z.coerce.date(),
});
export type ColdMonth = z.infer<typeof coldMonthSchema>;
