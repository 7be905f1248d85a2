import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { unitColumns, unitSorts } from '../domain/unit-list-query.ts';
import { unitStatusSchema } from '../domain/org-unit.ts';
import { unitGeographySchema } from '../domain/unit-search.ts';
import { listUnits, type UnitPage } from './list-units.ts';
import { openUnit } from './open-unit.ts';

/** Words between commas. */
const listOf = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .transform((text) => text.split(',').filter((word) => word !== ''))
    .pipe(z.array(item));

/** Units under another (spec iaso-georegistry 2.3, tab Children). */
export const listUnitChildrenSchema = z.object({
  text: z.string().optional(),
  /** VALID and NEW when left out; empty: every status. */
  status: listOf(unitStatusSchema).default(['NEW', 'VALID']),
  typeIds: listOf(z.guid()).optional(),
  groupIds: listOf(z.guid()).optional(),
  geography: unitGeographySchema.optional(),
  sort: z.enum(unitSorts).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
  columns: listOf(z.enum(unitColumns)).default(['type', 'code', 'position', 'updated', 'children']),
});
export type ListUnitChildrenInput = z.infer<typeof listUnitChildrenSchema> & { readonly unitId: string };

/** Units right under another. Errors: `not_found`, `permission_missing`, `cursor_invalid`. */
export async function listUnitChildren(ctx: Context, input: ListUnitChildrenInput): Promise<UnitPage> {
  const { unitId, sort, order, limit, cursor, columns, ...filter } = input;
  const { version } = await openUnit(ctx, unitId);
  return listUnits(ctx, {
    version: version.id,
    searches: [{ ...filter, parentId: unitId }],
    sort,
    order,
    limit,
    cursor,
    columns,
  });
}
