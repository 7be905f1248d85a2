import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findImage, markImageRemoved } from '../data/images.sql.ts';
import { registryScope } from '../data/scope.ts';
import { openUnit } from './open-unit.ts';
import { requireWritablePyramid } from './require-writable-pyramid.ts';
import { updateUnit } from './update-unit.ts';

/**
 * Takes a picture of a unit away; a unit that showed it shows none. Errors: `not_found`, `permission_missing`,
 * `pyramid_read_only`.
 */
export async function removeUnitImage(
  ctx: Context,
  { unitId, imageId }: { readonly unitId: string; readonly imageId: string },
): Promise<void> {
  const { unit, version } = await openUnit(ctx, unitId, 'registry.edit');
  requireWritablePyramid(version);
  const scope = registryScope(ctx);
  if (!(await findImage(scope, unitId, imageId))) {
    throw new Problem('not_found', { detail: 'The unit has no such picture.' });
  }
  await ctx.db.transaction(async () => {
    if (unit.state.defaultImageId === imageId) await updateUnit(ctx, { id: unitId, changes: { defaultImageId: null } });
    await markImageRemoved(scope, imageId);
    const detail = { id: imageId };
    await writeAudit(ctx, { action: 'unit.image_remove', subjectType: 'unit', subjectId: unitId, detail });
  });
}
