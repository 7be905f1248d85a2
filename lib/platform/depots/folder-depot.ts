import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../problems/problem.ts';
import { countArrival } from './count-arrival.ts';
import { depotFolderOf, draftPathOf, requireDepotPath } from './depot-path.ts';
import type { Depot, DepotEntry, DepotFile, DepotReceipt, DepotRun } from './depot.ts';
import { arrivedDamaged, hashContent } from './hash-content.ts';

/** Files below one folder of this machine, and nowhere else: links that lead out of it are refused. */
export function createFolderDepot(root: string): Depot {
  return {
    put: (file, run) => putFile(root, file, run).catch(rethrow),
    async open(path) {
      const place = await placeOf(root, path).catch(rethrow);
      await stat(place).catch(rethrow);
      return createReadStream(place);
    },
    list: (folder) => listFolder(root, folder).catch(rethrow),
    remove: async (path) => {
      await rm(await placeOf(root, path), { force: true }).catch(rethrow);
    },
    close: () => Promise.resolve(),
  };
}

async function putFile(root: string, file: DepotFile, run: DepotRun): Promise<DepotReceipt> {
  const place = await placeOf(root, file.path);
  const draft = join(await folderOf(root, file.path), basename(draftPathOf(file.path, run.draftId)));
  const start = await goOnFrom(draft, file.sizeBytes);
  if (start < file.sizeBytes || file.sizeBytes === 0) {
    const target = createWriteStream(draft, { flags: start > 0 ? 'a' : 'w', mode: 0o640, flush: true });
    await pipeline(await file.open(start), countArrival(start, run), target, { signal: run.signal });
  }
  if ((await hashContent(createReadStream(draft))) !== file.sha256) {
    await rm(draft, { force: true });
    throw arrivedDamaged();
  }
  await rename(draft, place);
  await flushFolder(await folderOf(root, file.path));
  return { sizeBytes: file.sizeBytes, check: 'sha256' };
}

/** Bytes of a draft that are there already; one longer than the file is none of ours. */
async function goOnFrom(draft: string, sizeBytes: number): Promise<number> {
  const size = await stat(draft).then(
    (found) => found.size,
    (error: unknown) => ifAbsent(error, 0),
  );
  if (size <= sizeBytes) return size;
  await rm(draft, { force: true });
  return 0;
}

async function placeOf(root: string, path: string): Promise<string> {
  return join(await folderOf(root, path), basename(requireDepotPath(path)));
}

/** The folder of a path, made if need be. What is really there must lie below the root, whatever links there are. */
async function folderOf(root: string, path: string): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o750 });
  const top = await realpath(root);
  let folder = top;
  for (const name of depotFolderOf(requireDepotPath(path)).split('/').filter(Boolean)) {
    const next = join(folder, name);
    await mkdir(next, { mode: 0o750 }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    folder = await realpath(next);
    if (folder !== top && !folder.startsWith(`${top}${sep}`))
      throw new Problem('destination_refused', { detail: 'A link in the folder leads out of it.' });
  }
  return folder;
}

async function listFolder(root: string, folder: string): Promise<readonly DepotEntry[]> {
  const place = await folderOf(root, folder === '' ? 'x' : `${folder}/x`);
  const names = (await readdir(place)).sort();
  const entries: DepotEntry[] = [];
  for (const name of names) {
    const found = await stat(join(place, name));
    if (found.isFile()) entries.push({ name, sizeBytes: found.size });
  }
  return entries;
}

async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ifAbsent<T>(error: unknown, value: T): T {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value;
  throw error;
}

function rethrow(error: unknown): never {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) throw error;
  if (code === 'ENOENT') throw new Problem('not_found', { cause: error });
  const isRefusal =
    code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'ENOTDIR' || code === 'EISDIR';
  throw new Problem(isRefusal ? 'destination_refused' : 'destination_unavailable', {
    detail: `The folder cannot be written to (${code ?? 'unknown'}).`,
    cause: error,
  });
}
