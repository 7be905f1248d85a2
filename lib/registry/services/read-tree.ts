import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { registryScope } from '../data/scope.ts';
import { selectLevel, selectTreeHits, type Placed } from '../data/tree.sql.ts';
import {
  treeQuerySchema,
  treeSearchSchema,
  type TreeHit,
  type TreeNode,
  type TreeQuery,
  type TreeSearch,
} from '../domain/unit-tree.ts';
import { resolveVersion } from './resolve-version.ts';

/** One keyset page; `next` is the cursor of the one after it. */
export interface TreePage<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

const levelPositionSchema = z.tuple([z.string(), z.guid()]);
const hitPositionSchema = z.tuple([z.int(), z.string(), z.guid()]);

/**
 * One page of a level of the tree by name: the children of a unit, or the tops that the actor may see. Statuses default
 * to those of the pyramid. Errors: `permission_missing`, `not_found` (the version), `cursor_invalid`.
 */
export async function readTree(ctx: Context, input: TreeQuery): Promise<TreePage<TreeNode>> {
  const { version, pyramid, parentId = null, statuses, cursor, limit } = treeQuerySchema.parse(input);
  const open = await resolveVersion(ctx, { version, pyramid });
  const rows = await selectLevel(registryScope(ctx), {
    ...{ versionId: open.id, trees: topmost(open.trees), parentId, limit: limit + 1 },
    statuses: statuses ?? open.treeStatuses,
    after: decodeCursor(levelPositionSchema, cursor),
  });
  return toPage(rows, limit);
}

/**
 * Units of the tree that a text finds, those that begin with it first, each with the units above it that the actor may
 * see. Errors: as {@link readTree}.
 */
export async function searchTree(ctx: Context, input: TreeSearch): Promise<TreePage<TreeHit>> {
  const { version, pyramid, text, statuses, cursor, limit } = treeSearchSchema.parse(input);
  const open = await resolveVersion(ctx, { version, pyramid });
  const rows = await selectTreeHits(registryScope(ctx), {
    ...{ versionId: open.id, trees: open.trees, text, limit: limit + 1 },
    statuses: statuses ?? open.treeStatuses,
    after: decodeCursor(hitPositionSchema, cursor),
  });
  return toPage(rows, limit);
}

/** Trees without those that lie in another of them: each is shown once, where it stands. */
function topmost(trees: readonly string[] | null): readonly string[] | null {
  return trees?.filter((path) => !trees.some((other) => other !== path && path.startsWith(`${other}.`))) ?? null;
}

function toPage<Row>(rows: readonly Placed<Row, readonly (string | number)[]>[], limit: number): TreePage<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ row }) => row),
    next: rows.length > limit && last ? encodeCursor(last.position) : null,
  };
}
