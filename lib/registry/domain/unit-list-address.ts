import { z } from 'zod';
import { maxPageUnits, unitColumns, unitSorts } from './unit-list-query.ts';
import { mapSelectionSchema } from './unit-tile.ts';

/** A selection of units in an address. */
export const unitSelectionAddressSchema = z.object({
  /** Left out: the default version of the pyramid, or of the default pyramid. */
  version: z.guid().optional(),
  pyramid: z.guid().optional(),
  searches: mapSelectionSchema.shape.searches,
});

/** A page of a list of units in an address. */
export const unitListAddressSchema = unitSelectionAddressSchema.extend({
  sort: z.enum(unitSorts).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(maxPageUnits).default(50),
  cursor: z.string().optional(),
  /** Names of columns with commas between. */
  columns: z
    .string()
    .max(500)
    .optional()
    .transform((text) => text?.split(',').filter((name) => name !== ''))
    .pipe(z.array(z.enum(unitColumns)).optional()),
});

/** How many units each search finds (at most `cap`), and how many any of them finds. */
export const unitCountsSchema = z.object({
  counts: z.array(z.number()),
  /** A count as large as this means that many or more. */
  cap: z.number(),
  /** Exact; null: too many to be counted at once. */
  total: z.number().nullable(),
});
export type UnitCounts = z.infer<typeof unitCountsSchema>;
