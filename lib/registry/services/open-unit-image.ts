import type { Readable } from 'node:stream';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findImage } from '../data/images.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { UnitImage } from '../domain/unit-image.ts';
import { openUnit } from './open-unit.ts';

interface UnitImageName {
  readonly unitId: string;
  readonly imageId: string;
}

/** The bytes of a picture of a unit. Errors: `not_found`, `permission_missing`, `storage_unavailable`. */
export async function openUnitImage(
  ctx: Context,
  { unitId, imageId }: UnitImageName,
): Promise<UnitImage & { readonly content: Readable }> {
  await openUnit(ctx, unitId);
  const image = await findImage(registryScope(ctx), unitId, imageId);
  if (!image) throw new Problem('not_found', { detail: 'The unit has no such picture.' });
  return { ...image, content: await ctx.blobs.open(image.blobKey) };
}
