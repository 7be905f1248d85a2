import { DatabaseSync } from 'node:sqlite';

/**
 * Holds a lock file for as long as this process lives; null when another process holds it.
 * SQLite's file lock is the operating system's own: kill -9 frees it, and a file left behind means nothing.
 */
export function takeLock(path: string): { release(): void } | null {
  const lock = new DatabaseSync(path);
  try {
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (/database is locked/.test((error as Error).message)) return null;
    throw error;
  }
  return {
    release() {
      lock.close();
    },
  };
}
