import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import type { BlobInfo } from './blob-store.ts';

/** Passes bytes on unchanged and knows their number and hash once they are through. */
export class ContentMeasure extends Transform {
  private readonly hash = createHash('sha256');
  private sizeBytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    this.sizeBytes += chunk.length;
    done(null, chunk);
  }

  /** Call once, after the end. */
  result(): BlobInfo {
    return { sizeBytes: this.sizeBytes, sha256: this.hash.digest('hex') };
  }
}
