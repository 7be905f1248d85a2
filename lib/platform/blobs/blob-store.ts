import type { Readable } from 'node:stream';
import type { DraftChoice } from './drafts.ts';

export interface BlobInfo {
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * Files by key ("organizationId/bundles/…"). A folder or any S3; both durable when `put` resolves
 * (the folder store flushes file and directory to disk). Keys are made by us, never by a client.
 * Failures are `storage_unavailable`; a missing key is `not_found`.
 */
export interface BlobStore {
  put(key: string, content: Readable | Uint8Array): Promise<BlobInfo>;
  /** Opens a byte range (`end` inclusive), or the whole. */
  open(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable>;
  read(key: string): Promise<Buffer>;
  size(key: string): Promise<number>;
  /** Removing what is not there is fine. */
  remove(key: string): Promise<void>;
  /** Removes what writers that were killed had begun, on this machine; gives the number of files. */
  removeDrafts(choice: DraftChoice): Promise<number>;
}
