import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { setPyramidStudies, updatePyramidRow } from '../data/pyramid-rows.sql.ts';
import { insertPyramid } from '../data/pyramids.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { CreatePyramidInput, Pyramid, UpdatePyramidInput } from '../domain/pyramid.ts';
import { getPyramid } from './list-pyramids.ts';
import { namingConflicts } from './naming-conflicts.ts';
import { requireStudies } from './require-studies.ts';
import { requireWholeTree } from './require-whole-version.ts';

const unique = {
  pyramids_name_unique: { field: 'name', detail: 'The organization has a pyramid of this name already.' },
};

/**
 * Adds a pyramid without versions; the first of an organization becomes its default.
 * Errors: `permission_missing`, `already_exists` (name), `input_invalid` (studies).
 */
export async function createPyramid(ctx: Context, input: CreatePyramidInput): Promise<Pyramid> {
  requireVerb(ctx, 'registry.edit');
  await requireStudies(ctx, input.studyIds);
  const scope = registryScope(ctx);
  const id = await namingConflicts(unique, () =>
    ctx.db.transaction(async () => {
      const made = await insertPyramid(scope, input.name);
      await updatePyramidRow(scope, { id: made.id, ...input });
      await setPyramidStudies(scope, made.id, input.studyIds);
      await writeAudit(ctx, { action: 'pyramid.create', subjectType: 'pyramid', subjectId: made.id, detail: input });
      return made.id;
    }),
  );
  return getPyramid(ctx, id);
}

/**
 * Changes members of a pyramid. Which studies work with it is the organization's to say.
 * Errors: `not_found`, `permission_missing`, `already_exists` (name), `input_invalid` (studies).
 */
export async function updatePyramid(ctx: Context, input: UpdatePyramidInput): Promise<Pyramid> {
  const before = await getPyramid(ctx, input.id);
  requireWholeTree(ctx, 'registry.edit', before.studyIds);
  const { studyIds } = input;
  if (studyIds) {
    requireVerb(ctx, 'registry.edit');
    await requireStudies(ctx, studyIds);
  }
  const scope = registryScope(ctx);
  await namingConflicts(unique, () =>
    ctx.db.transaction(async () => {
      await updatePyramidRow(scope, input);
      if (studyIds) await setPyramidStudies(scope, input.id, studyIds);
      const { id, ...after } = input;
      const was = Object.fromEntries(Object.keys(after).map((key) => [key, before[key as keyof Pyramid]]));
      const detail = { before: was, after };
      await writeAudit(ctx, { action: 'pyramid.update', subjectType: 'pyramid', subjectId: id, detail });
    }),
  );
  return getPyramid(ctx, input.id);
}
