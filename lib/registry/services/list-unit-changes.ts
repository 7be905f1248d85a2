import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectChanges } from '../data/changes.sql.ts';
import { registryScope } from '../data/scope.ts';
import { selectNames } from '../data/unit-names.sql.ts';
import { memberDiffs, type MemberDiff, type UnitChangePage } from '../domain/unit-history.ts';
import { openUnit } from './open-unit.ts';
import { isInTrees, visibleTrees } from './visible-trees.ts';

const origins = ['page', 'api', 'mobile', 'bulk', 'import', 'undo', 'copy', 'restore'] as const;

export const listUnitChangesSchema = z.object({
  origin: z.enum(origins).optional(),
  /** Who did it. */
  actorId: z.guid().optional(),
  since: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().optional(),
});
export type ListUnitChangesInput = z.infer<typeof listUnitChangesSchema> & { readonly unitId: string };

/** What happened to a unit, newest first. Errors: `not_found`, `permission_missing`, `cursor_invalid`. */
export async function listUnitChanges(ctx: Context, input: ListUnitChangesInput): Promise<UnitChangePage> {
  const { cursor, limit, ...filter } = input;
  const { version } = await openUnit(ctx, input.unitId);
  const scope = registryScope(ctx);
  const beforeId = decodeCursor(z.tuple([z.guid()]), cursor)?.[0];
  const rows = await selectChanges(scope, { ...filter, beforeId, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items = page.map(({ before, after, ...change }) => ({
    ...change,
    kind: before === null ? ('made' as const) : after === null ? ('removed' as const) : ('changed' as const),
    diffs: memberDiffs({ before, after }),
  }));
  const ids = items.flatMap(({ diffs }) => diffs.flatMap(idsIn));
  const trees = visibleTrees(ctx, 'registry.read', version.studyIds);
  const named = (await selectNames(scope, [...new Set(ids)])).filter(
    ({ path }) => path === null || isInTrees(path, trees),
  );
  return {
    items,
    names: Object.fromEntries(named.map(({ id, name }) => [id, name])),
    next: rows.length > limit && last ? encodeCursor([last.id]) : null,
  };
}

const referring = ['parentId', 'typeId', 'groupIds'];

function idsIn({ field, before, after }: MemberDiff): string[] {
  if (!referring.includes(field)) return [];
  return [before, after].flat().filter((id): id is string => z.guid().safeParse(id).success);
}
