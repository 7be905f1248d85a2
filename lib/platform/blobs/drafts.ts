import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../crypto/hash.ts';

/** Which drafts: those of one blob, or all that nobody has written to since. */
export type DraftChoice = { readonly key: string } | { readonly unchangedSince: Date };

/**
 * Name of the file a blob is written into before it has its place: no two writers share one, and those of one blob
 * are found again when their writer was killed.
 */
export function newDraftName(prefix: string, key: string): string {
  return `${startOfDrafts(prefix, key)}${randomBytes(12).toString('hex')}`;
}

/** Removes drafts from a folder; gives their number. A draft that its writer finished meanwhile is no fault. */
export async function removeDraftFiles(folder: string, prefix: string, choice: DraftChoice): Promise<number> {
  const start = 'key' in choice ? startOfDrafts(prefix, choice.key) : prefix;
  let removed = 0;
  for (const name of await namesIn(folder)) {
    if (!name.startsWith(start)) continue;
    const path = join(folder, name);
    if ('unchangedSince' in choice && (await changedAtMs(path)) >= choice.unchangedSince.getTime()) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

function startOfDrafts(prefix: string, key: string): string {
  return `${prefix}${sha256Hex(Buffer.from(key)).slice(0, 24)}-`;
}

/** A store that has kept nothing yet has no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => ifAbsent(error, []));
}

/** What is gone was not left behind: it counts as changed just now. */
async function changedAtMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    (error: unknown) => ifAbsent(error, Infinity),
  );
}

function ifAbsent<T>(error: unknown, value: T): T {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value;
  throw error;
}
