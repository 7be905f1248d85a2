import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../problems/problem.ts';
import { requireBlobKey } from './blob-key.ts';
import type { BlobStore } from './blob-store.ts';
import { newDraftName, removeDraftFiles } from './drafts.ts';
import { ContentMeasure } from './measure-content.ts';

/** How drafts begin; no key begins with a dot. */
const draftPrefix = '.draft-';

/**
 * Blobs as files under one folder. `put` is atomic and durable: a flushed temporary file is renamed into place and the
 * folders are flushed, so a crash leaves the old content or the new.
 */
export function createFolderBlobStore(folder: string): BlobStore {
  const pathOf = (key: string) => join(folder, requireBlobKey(key));
  return {
    async put(key, content) {
      const path = pathOf(key);
      const draft = join(folder, newDraftName(draftPrefix, key));
      const measure = new ContentMeasure();
      try {
        await makeFolder(dirname(path), folder);
        const file = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
        await pipeline(content instanceof Readable ? content : Readable.from([content]), measure, file);
        await rename(draft, path);
        await flushFolder(dirname(path));
        return measure.result();
      } catch (error) {
        // What went wrong first is what to tell; a draft that stays is in nobody's way.
        await Promise.allSettled([rm(draft, { force: true })]);
        throw translate(error);
      }
    },
    async open(key, range) {
      const path = pathOf(key);
      await sizeOf(path);
      return createReadStream(path, range);
    },
    read: (key) => readFile(pathOf(key)).catch(rethrow),
    size: (key) => sizeOf(pathOf(key)),
    remove: (key) => rm(pathOf(key), { force: true }).catch(rethrow),
    removeDrafts: (choice) => removeDraftFiles(folder, draftPrefix, choice).catch(rethrow),
  };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(rethrow)).size;
}

/** Makes a folder and flushes the folders that got a new entry. */
async function makeFolder(path: string, root: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let current = path; current.length >= Math.min(first.length, root.length); current = dirname(current)) {
    await flushFolder(dirname(current));
    if (current === first) return;
  }
}

async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function rethrow(error: unknown): never {
  throw translate(error);
}

/** File system errors become problems; what a content stream threw stays itself. */
function translate(error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  if (code === 'ENOENT') return new Problem('not_found', { cause: error });
  return new Problem('storage_unavailable', { cause: error });
}
