import { hash } from 'node:crypto';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { withinPatience } from '#lib/platform/db/within-patience.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { hasBundle, insertBundleFiles, insertBundles } from '../data/bundles.sql.ts';
import { judgeUpload } from '../domain/upload-judgement.ts';
import { inlineBodyBytes } from '../domain/upload-limits.ts';
import { hashUpload, packBody } from '../domain/upload-packing.ts';
import type { NewBundle, Receipt, Refusal, Upload } from '../domain/upload-types.ts';
import { newBundleBlobKey } from './receive-body.ts';
import type { BundleQueue } from './receive-queue.ts';

export interface ReceiveBundleInput {
  readonly upload: Upload;
  readonly queue: BundleQueue;
}

/**
 * Keeps an upload as it came; resolves when it is durable. Blobs of a repeat are removed again; those of an upload that
 * could not be written are, too, unless it is not known whether it was.
 * Throws `permission_missing`, `intake_busy`, `bundle_not_stored`, `storage_unavailable`, and `database_unavailable` when
 * the database has been silent for the patience of the queue: the upload may be stored yet, and is a repeat then.
 */
export async function receiveBundle(ctx: Context, { upload, queue }: ReceiveBundleInput): Promise<Receipt> {
  const refusal = judgeUpload(upload);
  const bundle = await makeBundle(ctx, upload, refusal).catch(async (error: unknown) => {
    for (const key of storedKeys(upload)) await ctx.blobs.remove(key);
    throw error;
  });
  const isRepeat = await writeBundle(ctx, { bundle, upload, queue });
  return refusal ? { kind: 'refused', refusal } : { kind: 'stored', isRepeat };
}

function storedKeys({ body, files }: Upload): readonly string[] {
  const ofBody = body.kind === 'stored' ? [body.part.blobKey] : [];
  return [...ofBody, ...files.map(({ part }) => part.blobKey)];
}

/** A device may send to its study; a token needs the permission there. */
function requireSender(ctx: Context, { studyId }: Upload): void {
  if (ctx.actor.kind === 'device' && ctx.actor.studyId === studyId) return;
  requireVerb(ctx, 'intake.send', { studyId });
}

async function makeBundle(ctx: Context, upload: Upload, refusal: Refusal | null): Promise<NewBundle> {
  const { studyId, door, compression, isEncrypted, nonce, claimedSource } = upload;
  requireSender(ctx, upload);
  const kept = await keepBody(ctx, upload);
  return {
    organizationId: ctx.organizationId,
    studyId,
    id: newId(),
    receivedAt: ctx.now(),
    state: refusal === null ? 'waiting' : 'refused',
    door,
    compression,
    isEncrypted,
    nonce,
    claimedSource,
    isBinary: kept.isBinary,
    body: kept.body,
    blobKey: kept.blobKey,
    sizeBytes: kept.sizeBytes,
    contentSha256: hashUpload(upload, { sha256: kept.sha256, isRefused: refusal !== null }),
    details: detailsOf(ctx, upload),
    refusal: refusal === null ? null : { reason: refusal, ...upload.sender },
  };
}

/** What plug-ins tell of the upload, as JSON text; kept with each of its points (pdk-14). */
function detailsOf(ctx: Context, { studyId, sender, claimedSource }: Upload): string | null {
  const { hooks } = ctx.plugins;
  if (!hooks.has('bundleMetadata')) return null;
  const upload = { study: { organizationId: ctx.organizationId, studyId }, ...sender, claimedSource };
  return hooks.first('bundleMetadata', (plugin) => {
    const details = plugin.bundleMetadata?.(upload) ?? null;
    return details === null ? null : JSON.stringify(details).replaceAll(String.raw`\u0000`, '');
  });
}

interface KeptBody {
  readonly isBinary: boolean;
  readonly body: Buffer | null;
  readonly blobKey: string | null;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

async function keepBody(ctx: Context, upload: Upload): Promise<KeptBody> {
  const { body } = upload;
  if (body.kind === 'stored') return { isBinary: upload.form === 'bytes', body: null, ...body.part };
  const { bytes, isBinary } = packBody(upload, body.bytes);
  if (bytes.length > inlineBodyBytes) {
    const blobKey = newBundleBlobKey(ctx);
    return { isBinary, body: null, blobKey, ...(await ctx.blobs.put(blobKey, bytes)) };
  }
  return { isBinary, body: bytes, blobKey: null, sizeBytes: bytes.length, sha256: hash('sha256', bytes) };
}

interface Writing extends ReceiveBundleInput {
  readonly bundle: NewBundle;
}

async function writeBundle(ctx: Context, writing: Writing): Promise<boolean> {
  const { bundle, upload, queue } = writing;
  const blobKeys = new Set([...(bundle.blobKey === null ? [] : [bundle.blobKey]), ...storedKeys(upload)]);
  const written = (upload.files.length > 0 ? writeWithFiles(ctx, writing) : queue.add(bundle)).then(
    async (isRepeat) => {
      if (isRepeat) await removeUnowned(ctx, bundle, blobKeys);
      return isRepeat;
    },
    async (error: unknown) => {
      await removeUnowned(ctx, bundle, blobKeys);
      throw error;
    },
  );
  // What is under way goes on, and cleans up behind itself.
  return withinPatience(written, queue.patienceMs);
}

/** Files and bundle appear together, so that no worker sees one without the other. */
async function writeWithFiles(ctx: Context, { bundle, upload, queue }: Writing): Promise<boolean> {
  try {
    const isRepeat = await ctx.db.transaction(async () => {
      const written = await insertBundles(ctx.db, [bundle]);
      if (written.size === 0) return true;
      await insertBundleFiles(
        ctx.db,
        bundle,
        upload.files.map((file) => ({ id: newId(), ...file })),
      );
      return false;
    });
    if (isRepeat) await queue.countRepeat(bundle);
    return isRepeat;
  } catch (error) {
    throw new Problem('bundle_not_stored', { cause: error });
  }
}

/** Removes blobs that no row names. While the database cannot say, they stay: an orphan costs space, a hole costs data. */
async function removeUnowned(ctx: Context, bundle: NewBundle, blobKeys: ReadonlySet<string>): Promise<void> {
  if (blobKeys.size === 0) return;
  try {
    if (await hasBundle(ctx.db, bundle)) return;
    for (const key of blobKeys) await ctx.blobs.remove(key);
  } catch (error) {
    ctx.log.warn({ err: error, blobs: blobKeys.size }, 'blobs of an upload that was not stored may remain');
  }
}
