import { z } from 'zod';

/** Text as Django takes it: absent or null is empty. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((value) => value ?? '');

/** A name that has to be there. */
export const name = (max: number) => z.string().trim().min(1, 'This field may not be blank.').max(max);

/** A decimal as text or number, with so many digits behind the point at most; null stays. */
export const decimal = (places: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^-?\d{1,12}(\.\d+)?$/, 'A valid number is required.')
        .transform(Number),
    ])
    .refine(
      (value) => Number.isFinite(value) && Math.abs(value * 10 ** places - Math.round(value * 10 ** places)) < 1e-6,
      {
        message: `Ensure that there are no more than ${String(places)} decimal places.`,
      },
    )
    .nullable();

/** Unix seconds, until the year 9999. */
export const timestampS = z.number().int().min(0).max(253_402_300_799);

/** A decimal as the replaced server writes it: text with so many digits behind the point, or null. */
export function writeDecimal(value: number | null, places: number): string | null {
  return value === null ? null : value.toFixed(places);
}
