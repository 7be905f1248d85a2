import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectGroupSet, selectSetPage } from '../data/group-sets.sql.ts';
import { registryScope } from '../data/scope.ts';
import { selectGroupPage, selectUnitGroup } from '../data/unit-groups.sql.ts';
import type { ListUnitGroupSetsInput, ListUnitGroupsInput, UnitGroup, UnitGroupSet } from '../domain/unit-group.ts';
import { resolveVersion } from './resolve-version.ts';
import { visibleTrees } from './visible-trees.ts';

const positionSchema = z.tuple([z.string(), z.guid()]);

export interface UnitGroupPage {
  readonly items: readonly UnitGroup[];
  readonly next: string | null;
}

/**
 * Groups of a version by name, each with how many of its units the actor may see.
 * Errors: `permission_missing`, `not_found` (the version), `cursor_invalid`.
 */
export async function listUnitGroups(ctx: Context, input: ListUnitGroupsInput): Promise<UnitGroupPage> {
  const { version, pyramid, text, set, cursor, limit } = input;
  const { id: versionId, trees } = await resolveVersion(ctx, { version, pyramid });
  const after = decodeCursor(positionSchema, cursor);
  const rows = await selectGroupPage(registryScope(ctx), { versionId, trees, text, set, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ group }) => group),
    next: rows.length > limit && last ? encodeCursor(last.position) : null,
  };
}

/** One group. Errors: `permission_missing`, `not_found`. */
export async function getUnitGroup(ctx: Context, id: string): Promise<UnitGroup> {
  visibleTrees(ctx, 'registry.read');
  const scope = registryScope(ctx);
  const found = await selectUnitGroup(scope, id, []);
  if (!found) throw new Problem('not_found');
  const { trees } = await resolveVersion(ctx, { version: found.versionId });
  const group = await selectUnitGroup(scope, id, trees);
  if (!group) throw new Problem('not_found');
  return group;
}

export interface UnitGroupSetPage {
  readonly items: readonly UnitGroupSet[];
  readonly next: string | null;
}

/** Group sets of a version by name. Errors: `permission_missing`, `not_found` (the version), `cursor_invalid`. */
export async function listUnitGroupSets(ctx: Context, input: ListUnitGroupSetsInput): Promise<UnitGroupSetPage> {
  const { version, pyramid, text, cursor, limit } = input;
  const { id: versionId } = await resolveVersion(ctx, { version, pyramid });
  const after = decodeCursor(positionSchema, cursor);
  const rows = await selectSetPage(registryScope(ctx), { versionId, text, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ set }) => set),
    next: rows.length > limit && last ? encodeCursor(last.position) : null,
  };
}

/** One group set. Errors: `permission_missing`, `not_found`. */
export async function getUnitGroupSet(ctx: Context, id: string): Promise<UnitGroupSet> {
  visibleTrees(ctx, 'registry.read');
  const set = await selectGroupSet(registryScope(ctx), id);
  if (!set) throw new Problem('not_found');
  await resolveVersion(ctx, { version: set.versionId });
  return set;
}
