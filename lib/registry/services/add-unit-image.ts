import { Readable } from 'node:stream';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { countImages, insertImage } from '../data/images.sql.ts';
import { registryScope } from '../data/scope.ts';
import {
  imageHeadBytes,
  imageTypeOf,
  maxImageBytes,
  maxUnitImages,
  unitImageSchema,
  type UnitImage,
  type UnitImageType,
} from '../domain/unit-image.ts';
import { openUnit } from './open-unit.ts';
import { requireWritablePyramid } from './require-writable-pyramid.ts';

interface AddUnitImageInput {
  readonly unitId: string;
  /** At most 255 characters. */
  readonly caption: string;
  /** The bytes as they come; what they are is told by themselves. */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * Adds a picture to a unit while it still arrives. Errors: `not_found`, `permission_missing`, `pyramid_read_only`,
 * `file_unreadable` (no JPEG, PNG or WebP), `body_too_large`, `state_conflict` (too many pictures), `storage_unavailable`.
 */
export async function addUnitImage(ctx: Context, { unitId, caption, content }: AddUnitImageInput): Promise<UnitImage> {
  const { version } = await openUnit(ctx, unitId, 'registry.edit');
  requireWritablePyramid(version);
  const scope = registryScope(ctx);
  if ((await countImages(scope, unitId)) >= maxUnitImages) {
    throw new Problem('state_conflict', { detail: `A unit has at most ${String(maxUnitImages)} pictures.` });
  }
  const { contentType, whole } = await peek(content);
  const id = newId();
  const blobKey = `${ctx.organizationId}/units/${unitId}/${id}`;
  const { sizeBytes } = await ctx.blobs.put(blobKey, Readable.from(whole));
  const image = { id, blobKey, contentType, sizeBytes, caption, createdAt: ctx.now() };
  const createdBy = ctx.actor.kind === 'user' ? ctx.actor.id : null;
  try {
    await ctx.db.transaction(async () => {
      await insertImage(scope, { ...image, unitId, createdBy });
      const detail = { id, sizeBytes };
      await writeAudit(ctx, { action: 'unit.image_add', subjectType: 'unit', subjectId: unitId, detail });
    });
  } catch (error) {
    await ctx.blobs.remove(blobKey);
    throw error;
  }
  return unitImageSchema.parse(image);
}

/** Reads how a picture begins, and gives the whole of it again, up to the largest size there may be. */
async function peek(
  content: AsyncIterable<Uint8Array>,
): Promise<{ readonly contentType: UnitImageType; readonly whole: AsyncIterable<Uint8Array> }> {
  const chunks = content[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < imageHeadBytes) {
    const chunk = await chunks.next();
    if (chunk.done) break;
    head = Buffer.concat([head, chunk.value]);
  }
  const contentType = imageTypeOf(head);
  if (contentType === null) {
    await chunks.return?.();
    throw new Problem('file_unreadable', { detail: 'This is no picture that can be shown: send a JPEG, PNG or WebP.' });
  }
  return { contentType, whole: limited(head, chunks) };
}

async function* limited(head: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for (let chunk: IteratorResult<Uint8Array> = { value: head }; !chunk.done; chunk = await chunks.next()) {
    sizeBytes += chunk.value.length;
    if (sizeBytes > maxImageBytes) {
      await chunks.return?.();
      throw new Problem('body_too_large', { detail: `A picture has at most ${String(maxImageBytes / 1e6)} MB.` });
    }
    yield chunk.value;
  }
}
