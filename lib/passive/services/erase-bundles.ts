import { setTimeout as wait } from 'node:timers/promises';
import type { StudyId } from '#lib/platform/ids.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { WaitingBundle } from '../data/claims.sql.ts';
import {
  countWaitingUntil,
  deleteFileRows,
  selectBundlesWithBytes,
  selectFilesOfSource,
  selectUnnamedFiles,
  updateRewrittenBundle,
} from '../data/erase-bundles.sql.ts';
import { StudyNotes } from '../domain/codebook/type-notes.ts';
import { BundleReader } from '../domain/read-bundle.ts';
import { withoutSources } from '../domain/without-sources.ts';
import { openBundle } from './open-bundle.ts';
import type { StudySettings } from './study-settings.ts';

/** The source that is taken out of bundles. */
export interface ErasedNames {
  readonly studyId: string;
  /** Its identifier and whatever else it was called. */
  readonly names: readonly string[];
  readonly settings: StudySettings;
}

export interface ErasedBundles {
  rewritten: number;
  cleared: number;
  files: number;
}

const bundlesAtATime = 50;
const pollMs = 500;

/** Waits until processing has taken what was received before: it would bring the source back. */
export async function waitForProcessing(ctx: TaskContext, studyId: string, until: Date): Promise<void> {
  for (;;) {
    const waiting = await countWaitingUntil(ctx, studyId, until);
    if (waiting === 0) return;
    ctx.progress(0, null, `Waits until ${String(waiting)} uploads received before are processed.`);
    await wait(pollMs, undefined, { signal: ctx.signal });
  }
}

/**
 * Takes a source out of the raw bytes of all bundles of its study, also of repeats that gave no point. A bundle of nobody
 * else loses its bytes. Every step can be done again: killed, the work begins anew and finds what is left.
 */
export async function eraseFromBundles(ctx: TaskContext, erased: ErasedNames, total: number): Promise<ErasedBundles> {
  const reader = new BundleReader();
  const done: ErasedBundles = { rewritten: 0, cleared: 0, files: 0 };
  let after: string | null = null;
  let seen = 0;
  for (;;) {
    const bundles: WaitingBundle[] = await selectBundlesWithBytes(ctx, erased.studyId, {
      after,
      limit: bundlesAtATime,
    });
    for (const bundle of bundles) {
      ctx.signal.throwIfAborted();
      await eraseFromBundle(ctx, { bundle: await resumeRewrite(ctx, bundle), erased, reader, done });
      seen += 1;
      ctx.progress(seen, Math.max(total, seen), 'Looks through raw uploads.');
    }
    after = bundles.at(-1)?.id ?? null;
    if (after === null || bundles.length < bundlesAtATime) return done;
  }
}

interface Erasing {
  readonly bundle: WaitingBundle;
  readonly erased: ErasedNames;
  readonly reader: BundleReader;
  readonly done: ErasedBundles;
}

async function eraseFromBundle(ctx: TaskContext, { bundle, erased, reader, done }: Erasing): Promise<void> {
  const { names, settings } = erased;
  const belongs = (sent: string) => names.includes(sent) || names.includes(settings.renaming.rename(sent));
  const isClaimed = bundle.claimedSource !== null && belongs(bundle.claimedSource);
  const notes = new StudyNotes(erased.studyId as StudyId);
  const content = await openBundle(ctx, bundle, { reader, settings, notes });
  const remaining = withoutSources(content, belongs, names);
  const isOfNobodyElse = content.isUnreadable
    ? isClaimed || (await namesOne(ctx, bundle, names))
    : remaining.body === null;
  if (!isOfNobodyElse && (remaining.removedCount === 0 || content.isUnreadable)) return;
  await replaceBytes(ctx, bundle, { body: isOfNobodyElse ? null : remaining.body, forgetsSender: isClaimed });
  if (!isOfNobodyElse) done.rewritten += 1;
  else {
    done.cleared += 1;
    done.files += await removeFiles(ctx, await selectUnnamedFiles(ctx, bundle.id));
  }
}

/** What cannot be opened is looked at as it is. */
async function namesOne(
  ctx: TaskContext,
  { body, blobKey }: WaitingBundle,
  names: readonly string[],
): Promise<boolean> {
  const bytes = body ?? (blobKey === null ? null : await readBlob(ctx, blobKey));
  return names.some((name) => bytes?.includes(JSON.stringify(name)));
}

async function readBlob(ctx: TaskContext, key: string): Promise<Buffer | null> {
  try {
    return await ctx.blobs.read(key);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return null;
    throw error;
  }
}

const keptKey = (blobKey: string) => `${blobKey}.kept`;

/**
 * Bytes in the store are replaced before the row says so: first what stays under a name that follows from the old one, then
 * the old ones away, then the row. Killed in between, {@link resumeRewrite} does the rest; no bytes are left that no row names.
 */
async function replaceBytes(
  ctx: TaskContext,
  { id, blobKey }: WaitingBundle,
  { body, forgetsSender }: { readonly body: Buffer | null; readonly forgetsSender: boolean },
): Promise<void> {
  const sizeBytes = body?.length ?? 0;
  if (blobKey === null) {
    await updateRewrittenBundle(ctx, { id, body, blobKey: null, sizeBytes, forgetsSender });
    return;
  }
  if (body !== null) await ctx.blobs.put(keptKey(blobKey), body);
  await ctx.blobs.remove(blobKey);
  const kept = body === null ? null : keptKey(blobKey);
  await updateRewrittenBundle(ctx, { id, body: null, blobKey: kept, sizeBytes, forgetsSender });
}

/** Finishes what a killed run began. */
async function resumeRewrite(ctx: TaskContext, bundle: WaitingBundle): Promise<WaitingBundle> {
  if (bundle.blobKey === null) return bundle;
  const kept = await readBlob(ctx, keptKey(bundle.blobKey));
  if (kept === null) return bundle;
  const blobKey = keptKey(bundle.blobKey);
  await ctx.blobs.remove(bundle.blobKey);
  await updateRewrittenBundle(ctx, {
    id: bundle.id,
    body: null,
    blobKey,
    sizeBytes: kept.length,
    forgetsSender: false,
  });
  return { ...bundle, blobKey, isRewritten: true };
}

const filesAtATime = 200;

/** Removes the files that only points of the source name; gives the number. */
export async function eraseFiles(ctx: TaskContext, sourceId: string): Promise<number> {
  let total = 0;
  for (;;) {
    ctx.signal.throwIfAborted();
    const files = await selectFilesOfSource(ctx, sourceId, filesAtATime);
    if (files.length === 0) return total;
    total += await removeFiles(ctx, files);
  }
}

/** The bytes go first: a row that names a file that is gone is tried again, a file without a row never would be. */
async function removeFiles(
  ctx: TaskContext,
  files: readonly { readonly id: string; readonly blobKey: string }[],
): Promise<number> {
  if (files.length === 0) return 0;
  for (const { blobKey } of files) await ctx.blobs.remove(blobKey);
  await deleteFileRows(
    ctx,
    files.map(({ id }) => id),
  );
  return files.length;
}
