import { z } from 'zod';
import { colouredSearchSchema, maxPageUnits, maxSearches, unitColumns, unitSorts } from './unit-list-query.ts';

/** JSON in a text; what is none is wrong, not a fault. */
const jsonSchema = z.string().transform((text, check): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    check.addIssue('Write a JSON list of searches.');
    return z.NEVER;
  }
});

/** The searches of an address: a JSON list; left out: one that finds every valid unit. */
const searchesTextSchema = jsonSchema
  .pipe(z.array(colouredSearchSchema).min(1).max(maxSearches))
  .optional()
  .transform((searches) => searches ?? [{}]);

/** A selection of units in an address. */
export const unitSelectionAddressSchema = z.object({
  /** Left out: the default version of the pyramid, or of the default pyramid. */
  version: z.guid().optional(),
  pyramid: z.guid().optional(),
  searches: searchesTextSchema,
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
  total: z.number(),
});
export type UnitCounts = z.infer<typeof unitCountsSchema>;
