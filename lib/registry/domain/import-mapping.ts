import { z } from 'zod';

const columnSchema = z.string().trim().min(1);

/**
 * Which column of a list is what. `parents` are the columns of the levels above, from the top: the form in which
 * ministries keep lists (spec iaso-georegistry 4.1). Lists that name their parents by reference use `ref` and `parent_ref`.
 */
export const importMappingSchema = z
  .object({
    name: columnSchema,
    parents: z.array(columnSchema).default([]),
    /** Type of the rows' units; without it the name of the name column. */
    type: z.string().trim().min(1).optional(),
    /** Column that tells each row's type. */
    type_column: columnSchema.optional(),
    latitude: columnSchema.optional(),
    longitude: columnSchema.optional(),
    altitude: columnSchema.optional(),
    accuracy: columnSchema.optional(),
    source_ref: columnSchema.optional(),
    parent_ref: columnSchema.optional(),
    code: columnSchema.optional(),
    status: columnSchema.optional(),
    aliases: columnSchema.optional(),
    opening_date: columnSchema.optional(),
    closed_date: columnSchema.optional(),
    /** References of groups, with commas between. */
    group_refs: columnSchema.optional(),
    /** Columns kept as extra fields. */
    extra: z.array(columnSchema).default([]),
  })
  .refine((mapping) => mapping.parents.length === 0 || mapping.parent_ref === undefined, {
    error: 'Parents are told by their names in columns, or by reference, not both.',
    path: ['parent_ref'],
  })
  .refine((mapping) => (mapping.latitude === undefined) === (mapping.longitude === undefined), {
    error: 'Latitude and longitude come together.',
    path: ['longitude'],
  });
export type ImportMapping = z.infer<typeof importMappingSchema>;

/** The columns a mapping speaks of that a file lacks, or has more than once. */
export function unfitColumns(
  mapping: ImportMapping,
  headers: readonly string[],
): { readonly column: string; readonly code: 'column_missing' | 'column_repeated' }[] {
  const { parents, extra, type: _type, ...single } = mapping;
  const named = new Set([...parents, ...extra, ...Object.values(single).filter((column) => column !== undefined)]);
  return [...named].flatMap((column) => {
    const times = headers.filter((header) => header === column).length;
    if (times === 1) return [];
    return [{ column, code: times === 0 ? ('column_missing' as const) : ('column_repeated' as const) }];
  });
}
