import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { registryScope } from '../data/scope.ts';
import { countVersion } from '../data/version-report.sql.ts';
import { selectVersion, selectVersionPage } from '../data/version-rows.sql.ts';
import type { PyramidVersion, VersionReport } from '../domain/pyramid.ts';
import { getPyramid } from './list-pyramids.ts';
import { resolveVersion } from './resolve-version.ts';
import { visibleTrees } from './visible-trees.ts';

const positionSchema = z.tuple([z.int()]);

export interface VersionPage {
  readonly items: readonly PyramidVersion[];
  readonly next: string | null;
}

export interface ListVersionsInput {
  readonly pyramidId: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/**
 * Versions of a pyramid, the highest number first, each with how many units of it the actor may see.
 * Errors: `permission_missing`, `not_found`, `cursor_invalid`.
 */
export async function listVersions(
  ctx: Context,
  { pyramidId, cursor, limit }: ListVersionsInput,
): Promise<VersionPage> {
  const { studyIds } = await getPyramid(ctx, pyramidId);
  const trees = visibleTrees(ctx, 'registry.read', studyIds);
  const [after = null] = decodeCursor(positionSchema, cursor) ?? [];
  const rows = await selectVersionPage(registryScope(ctx), { pyramidId, trees, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.number]) : null };
}

/**
 * A version with the numbers of its units that the actor may see: by status, type and group, with a position, with a shape.
 * Errors: `permission_missing`, `not_found`. Cost: it looks at every unit of the version.
 */
export async function getVersionReport(ctx: Context, id: string): Promise<VersionReport> {
  const { trees, isReadOnly } = await resolveVersion(ctx, { version: id });
  const scope = registryScope(ctx);
  const version = await selectVersion(scope, id, trees);
  if (!version) throw new Problem('not_found');
  return { ...version, isReadOnly, ...(await countVersion(scope, id, trees)) };
}
