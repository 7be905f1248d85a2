import type { Runtime } from '#lib/platform/runtime.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { describeWithPlugins } from './ask-plugins.ts';
import type { WaitingBundle } from '../data/claims.sql.ts';
import type { StudyNotes } from '../domain/codebook/type-notes.ts';
import { openPayload, type OpenedPayload } from '../domain/open-payload.ts';
import { type BundleContent, type BundleReader, unreadable } from '../domain/read-bundle.ts';
import { redactorOf, type StudySettings } from './study-settings.ts';

/** Largest text of a bundle after decompression: four times the largest upload that is taken by default. */
export const maxOpenedBytes = 256 * 1024 * 1024;

/** What opening a bundle takes. */
export interface OpeningMeans {
  readonly reader: BundleReader;
  readonly settings: StudySettings;
  /** Where the variables of its points are noted. */
  readonly notes: StudyNotes;
}

/**
 * Opens a bundle and reads what is in it. Whatever a device may send gives a content, if only one that says why nothing
 * could be read. Throws `storage_unavailable` when the file store does not answer.
 */
export async function openBundle(
  runtime: Pick<Runtime, 'blobs' | 'log' | 'plugins'>,
  bundle: WaitingBundle,
  { reader, settings, notes }: OpeningMeans,
): Promise<BundleContent> {
  const body = bundle.body ?? (await readBody(runtime, bundle));
  if (!body) return unreadable('body_missing', 'The bytes of the upload are not in the store any more.');
  try {
    const opened = openBytes({ bundle, body }, settings);
    if (!opened.ok) return unreadable(opened.reason, opened.detail);
    const { isEncrypted, details } = bundle;
    const redact = redactorOf(settings);
    const facts = { isEncrypted, details, isTruncated: opened.isTruncated, notes, redact };
    return describeWithPlugins(reader.read(opened.bytes, facts), runtime.plugins.hooks);
  } catch (error) {
    runtime.log.error({ err: error, bundleId: bundle.id }, 'a bundle could not be read');
    return unreadable('processing_failed', 'Reading the upload failed on our side; the log has the bundle id.');
  }
}

/**
 * The JSON text of a bundle as its sender wrote it, sensitive fields included, or why there is none. Throws
 * `storage_unavailable` when the file store does not answer.
 */
export async function openBundleText(
  runtime: Pick<Runtime, 'blobs'>,
  bundle: WaitingBundle,
  settings: Pick<StudySettings, 'openBox'>,
): Promise<OpenedPayload> {
  const body = bundle.body ?? (await readBody(runtime, bundle));
  return body
    ? openBytes({ bundle, body }, settings)
    : { ok: false, reason: 'body_missing', detail: 'The bytes of the upload are not in the store any more.' };
}

function openBytes(
  { bundle, body }: { readonly bundle: WaitingBundle; readonly body: Buffer },
  { openBox }: Pick<StudySettings, 'openBox'>,
): OpenedPayload {
  const plain = bundle.isRewritten ? { isEncrypted: false, compression: 'none', isBinary: false } : {};
  return openPayload({ ...bundle, ...plain, body }, { openBox, maxOpenedBytes });
}

async function readBody({ blobs }: Pick<Runtime, 'blobs'>, { blobKey }: WaitingBundle): Promise<Buffer | null> {
  if (blobKey === null) return null;
  try {
    return await blobs.read(blobKey);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return null;
    throw error;
  }
}
