import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { insertVersion, selectVersions } from '../data/pyramids.sql.ts';
import { registryScope } from '../data/scope.ts';
import { lockPyramid, selectVersion, updateVersionRow } from '../data/version-rows.sql.ts';
import type { CreateVersionInput, PyramidVersion } from '../domain/pyramid.ts';
import { getPyramid } from './list-pyramids.ts';
import { requireWholeTree, requireWholeVersion } from './require-whole-version.ts';

/**
 * Adds an empty version; the first of a pyramid becomes its default. Without a number it gets the next one.
 * Errors: `not_found`, `permission_missing`, `already_exists` (number).
 */
export async function createVersion(ctx: Context, input: CreateVersionInput): Promise<PyramidVersion> {
  const { pyramidId, description } = input;
  const { studyIds } = await getPyramid(ctx, pyramidId);
  requireWholeTree(ctx, 'registry.edit', studyIds);
  const scope = registryScope(ctx);
  const id = await ctx.db.transaction(async () => {
    await lockPyramid(scope, pyramidId);
    const taken = (await selectVersions(scope, pyramidId)).map(({ number }) => number);
    const number = input.number ?? (taken.at(-1) ?? -1) + 1;
    if (taken.includes(number)) throw versionTaken(number);
    const made = await insertVersion(scope, { pyramidId, number, description });
    const detail = { pyramidId, number, description };
    await writeAudit(ctx, { action: 'version.create', subjectType: 'version', subjectId: made.id, detail });
    return made.id;
  });
  return getWholeVersion(ctx, id);
}

function versionTaken(number: number): Problem {
  const detail = `The pyramid has a version ${String(number)} already.`;
  return new Problem('already_exists', { detail, fields: { number: detail } });
}

/** Writes what a version is about. Errors: `not_found`, `permission_missing`. */
export async function updateVersion(
  ctx: Context,
  input: { readonly id: string; readonly description: string },
): Promise<PyramidVersion> {
  await requireWholeVersion(ctx, input.id, 'registry.edit');
  const before = await getWholeVersion(ctx, input.id);
  const detail = { before: before.description, after: input.description };
  await ctx.db.transaction(async () => {
    await updateVersionRow(registryScope(ctx), input);
    await writeAudit(ctx, { action: 'version.update', subjectType: 'version', subjectId: input.id, detail });
  });
  return getWholeVersion(ctx, input.id);
}

/** A version as somebody sees it who may see all of it. Throws `not_found`. */
export async function getWholeVersion(ctx: Context, id: string): Promise<PyramidVersion> {
  const version = await selectVersion(registryScope(ctx), id, null);
  if (!version) throw new Problem('not_found');
  return version;
}
