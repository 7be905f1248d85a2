import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findVersion } from '../data/find-version.sql.ts';
import { registryScope } from '../data/scope.ts';
import { selectType, selectTypePage, selectTypeTree, type CountedVersion } from '../data/unit-types.sql.ts';
import { buildTypeTree } from '../domain/type-tree.ts';
import type { ListUnitTypesInput, TypeHierarchy, UnitType } from '../domain/unit-type.ts';
import { visibleTrees } from './visible-trees.ts';

const positionSchema = z.tuple([z.int(), z.string(), z.guid()]);

export interface UnitTypePage {
  readonly items: readonly UnitType[];
  readonly next: string | null;
}

/** Types of units from the top down, each with its units in the default version. Errors: `permission_missing`, `cursor_invalid`. */
export async function listUnitTypes(ctx: Context, input: ListUnitTypesInput): Promise<UnitTypePage> {
  const counted = await countedVersion(ctx);
  const { text, study, category, cursor, limit } = input;
  const after = decodeCursor(positionSchema, cursor);
  const query = { text, study, category, counted, after, limit: limit + 1 };
  const rows = await selectTypePage(registryScope(ctx), query);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ type }) => type),
    next: rows.length > limit && last ? encodeCursor(last.position) : null,
  };
}

/** One type. Errors: `permission_missing`, `not_found`. */
export async function getUnitType(ctx: Context, id: string): Promise<UnitType> {
  const type = await selectType(registryScope(ctx), id, await countedVersion(ctx));
  if (!type) throw new Problem('not_found');
  return type;
}

/** What may stand under a type, all the way down. Errors: `permission_missing`, `not_found`. */
export async function getTypeHierarchy(ctx: Context, id: string): Promise<TypeHierarchy> {
  visibleTrees(ctx, 'registry.read');
  const tree = buildTypeTree(await selectTypeTree(registryScope(ctx)), id);
  if (!tree) throw new Problem('not_found');
  return tree;
}

/** The default version, as far as the actor sees it. Throws `permission_missing`. */
async function countedVersion(ctx: Context): Promise<CountedVersion> {
  visibleTrees(ctx, 'registry.read');
  const version = await findVersion(registryScope(ctx), {});
  return version && { id: version.id, trees: visibleTrees(ctx, 'registry.read', version.studyIds) };
}
