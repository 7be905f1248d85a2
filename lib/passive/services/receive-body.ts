import { PassThrough } from 'node:stream';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import type { StoredPart, UploadBody } from '../domain/upload-types.ts';

/** What all uploads of the process together may hold in memory beyond their first 256 kB each, in bytes. */
const sharedMemoryBytes = 256 * 1024 * 1024;
/** What one upload may hold without asking. */
const freeMemoryBytes = 256 * 1024;

let memoryInUse = 0;

export interface SpoolOptions {
  /** Larger than this goes to the blob store as it comes; 0: all of it does. */
  readonly memoryBytes: number;
}

/** A new key for something that came with an upload; by day, so that no folder grows for ever. */
export function newBundleBlobKey(ctx: Pick<Context, 'organizationId' | 'now'>): string {
  return `${ctx.organizationId}/bundles/${ctx.now().toISOString().slice(0, 10)}/${newId()}`;
}

/**
 * Takes in a part of an upload chunk by chunk: in memory while it is small and memory is there, else straight into the
 * blob store, at the pace of the store. End with `end` or `discard`.
 */
export class BodySpool {
  readonly #ctx: Context;
  readonly #memoryBytes: number;
  #chunks: Buffer[] = [];
  #sizeBytes = 0;
  #reservedBytes = 0;
  #ready: Promise<void> | undefined;
  #stored: { readonly key: string; readonly pipe: PassThrough; readonly done: Promise<StoredPart> } | undefined;

  constructor(ctx: Context, { memoryBytes }: SpoolOptions) {
    this.#ctx = ctx;
    this.#memoryBytes = memoryBytes;
    if (memoryBytes === 0) this.#spill();
  }

  write(chunk: Buffer): void {
    this.#sizeBytes += chunk.length;
    if (!this.#stored && !this.#fitsInMemory(chunk.length)) this.#spill();
    if (this.#stored) this.#stored.pipe.write(chunk);
    else this.#chunks.push(chunk);
  }

  /** Resolves when the store has room again; undefined when it has. */
  whenReady(): Promise<void> | undefined {
    const pipe = this.#stored?.pipe;
    if (!pipe?.writableNeedDrain || pipe.destroyed) return undefined;
    this.#ready ??= new Promise<void>((resolve) => {
      const finish = () => {
        pipe.off('drain', finish).off('close', finish);
        this.#ready = undefined;
        resolve();
      };
      pipe.on('drain', finish).on('close', finish);
    });
    return this.#ready;
  }

  /** The whole of it; throws `storage_unavailable` when the store did not take it. */
  async end(): Promise<UploadBody> {
    if (!this.#stored) {
      const bytes = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
      return { kind: 'memory', bytes: bytes ?? Buffer.concat(this.#chunks, this.#sizeBytes) };
    }
    this.#stored.pipe.end();
    return { kind: 'stored', part: await this.#stored.done };
  }

  /** Gives memory back, and, unless the part was kept, removes what was stored. */
  async release({ isKept }: { readonly isKept: boolean }): Promise<void> {
    memoryInUse -= this.#reservedBytes;
    this.#reservedBytes = 0;
    this.#chunks = [];
    if (!this.#stored || isKept) return;
    this.#stored.pipe.destroy();
    await this.#stored.done.catch(() => null);
    await this.#ctx.blobs.remove(this.#stored.key);
  }

  #fitsInMemory(moreBytes: number): boolean {
    if (this.#sizeBytes > this.#memoryBytes) return false;
    if (this.#sizeBytes <= freeMemoryBytes) return true;
    if (memoryInUse + moreBytes > sharedMemoryBytes) return false;
    memoryInUse += moreBytes;
    this.#reservedBytes += moreBytes;
    return true;
  }

  #spill(): void {
    const key = newBundleBlobKey(this.#ctx);
    const pipe = new PassThrough();
    // The failure arrives through `done`, where somebody waits for it.
    pipe.on('error', () => undefined);
    const done = this.#ctx.blobs.put(key, pipe).then((info) => ({ blobKey: key, ...info }));
    done.catch((error: unknown) => pipe.destroy(error instanceof Error ? error : new Error('the blob store failed')));
    this.#stored = { key, pipe, done };
    for (const chunk of this.#chunks) pipe.write(chunk);
    this.#chunks = [];
  }
}
