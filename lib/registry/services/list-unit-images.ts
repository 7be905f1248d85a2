import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectImages } from '../data/images.sql.ts';
import { registryScope } from '../data/scope.ts';
import { unitImageSchema, type UnitImage } from '../domain/unit-image.ts';
import { openUnit } from './open-unit.ts';

export const listUnitImagesSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(24),
  cursor: z.string().optional(),
});

/** Pictures of a unit, newest first. Errors: `not_found`, `permission_missing`, `cursor_invalid`. */
export async function listUnitImages(
  ctx: Context,
  { unitId, limit, cursor }: z.infer<typeof listUnitImagesSchema> & { readonly unitId: string },
): Promise<{ readonly items: readonly UnitImage[]; readonly next: string | null }> {
  await openUnit(ctx, unitId);
  const beforeId = decodeCursor(z.tuple([z.guid()]), cursor)?.[0] ?? null;
  const rows = await selectImages(registryScope(ctx), { unitId, beforeId, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => unitImageSchema.parse(row)),
    next: rows.length > limit && last ? encodeCursor([last.id]) : null,
  };
}
