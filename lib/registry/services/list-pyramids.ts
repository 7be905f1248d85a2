import { z } from 'zod';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectPyramid, selectPyramidPage } from '../data/pyramid-rows.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { ListPyramidsInput, Pyramid } from '../domain/pyramid.ts';
import { visibleTrees } from './visible-trees.ts';

const positionSchema = z.tuple([z.string(), z.guid()]);

export interface PyramidPage {
  readonly items: readonly Pyramid[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/** Pyramids that the actor may see, by name. Errors: `permission_missing`, `cursor_invalid`. */
export async function listPyramids(ctx: Context, input: ListPyramidsInput): Promise<PyramidPage> {
  visibleTrees(ctx, 'registry.read');
  const { text, study, cursor, limit } = input;
  const after = decodeCursor(positionSchema, cursor);
  const seen = studiesWithVerb(ctx.actor, 'registry.read');
  const rows = await selectPyramidPage(registryScope(ctx), { text, study, seen, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ pyramid }) => pyramid),
    next: rows.length > limit && last ? encodeCursor(last.position) : null,
  };
}

/** One pyramid. Errors: `permission_missing`, `not_found`. */
export async function getPyramid(ctx: Context, id: string): Promise<Pyramid> {
  visibleTrees(ctx, 'registry.read');
  const seen = studiesWithVerb(ctx.actor, 'registry.read');
  const pyramid = await selectPyramid(registryScope(ctx), id, seen);
  if (!pyramid) throw new Problem('not_found');
  return pyramid;
}
