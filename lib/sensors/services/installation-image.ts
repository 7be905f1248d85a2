import type { Readable } from 'node:stream';
import type { BlobStore } from '#lib/platform/blobs/blob-store.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { imageTypeOf, maxImageBytes } from '#lib/registry/domain/unit-image.ts';
import { setInstallationImage } from '#lib/sources/index.ts';
import type { RoomInstallation } from '../domain/inventory/places.ts';
import { getInstalledNode } from './installed-nodes.ts';

/**
 * Gives an installation a picture: JPEG, PNG or WebP, told by its bytes, whatever its file was called (defect 11 of
 * managair.md 18). The one before goes. Errors: `file_unreadable`, `body_too_large`, `not_found`, `permission_missing`.
 */
export async function putInstallationImage(ctx: Context, installationId: string, bytes: Uint8Array): Promise<void> {
  const { studyId } = await getInstalledNode(ctx, installationId);
  requireVerb(ctx, 'sources.manage', { studyId });
  if (bytes.length > maxImageBytes) throw new Problem('body_too_large', { detail: 'A picture has at most 10 MB.' });
  const type = imageTypeOf(bytes);
  if (type === null) {
    throw new Problem('file_unreadable', { detail: 'This is no picture that can be shown: send a JPEG, PNG or WebP.' });
  }
  const blobKey = `${ctx.organizationId}/installations/${installationId}/${newId()}`;
  await ctx.blobs.put(blobKey, bytes);
  let before: string | null;
  try {
    before = await setInstallationImage(ctx, installationId, { blobKey, type });
  } catch (error) {
    await ctx.blobs.remove(blobKey);
    throw error;
  }
  if (before !== null) await ctx.blobs.remove(before);
}

/** The picture of an installation that somebody may see; null: it has none. */
export async function openInstallationImage(
  { blobs }: { readonly blobs: BlobStore },
  { imageBlobKey, imageType }: RoomInstallation,
): Promise<{ readonly type: string; readonly content: Readable } | null> {
  if (imageBlobKey === null || imageType === null) return null;
  return { type: imageType, content: await blobs.open(imageBlobKey) };
}
