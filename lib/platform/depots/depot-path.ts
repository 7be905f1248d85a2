import { posix } from 'node:path';
import { Problem } from '../problems/problem.ts';

const maxPathLength = 900;

/** True for a relative path with `/` between names, none of which is empty, `.`, `..` or holds a control character. */
export function isDepotPath(path: string): boolean {
  if (path === '' || path.length > maxPathLength || /[\\\u0000-\u001f\u007f]/.test(path)) return false;
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}

/** Guards what becomes a place on another machine. Throws `destination_refused`. */
export function requireDepotPath(path: string): string {
  if (isDepotPath(path)) return path;
  throw new Problem('destination_refused', { detail: 'The path leads out of the destination, or cannot be one.' });
}

/** Folder of a path without slashes at its ends; the empty text for the root itself. */
export function depotFolderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

/** Where a file lies until it is whole: beside its place, hidden. */
export function draftPathOf(path: string, draftId: string): string {
  return posix.join(depotFolderOf(path), `.${posix.basename(path)}.${draftId}.part`);
}
