import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mount = (path: string, sizeMb: number) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${String(sizeMb)}m`, 'tmpfs', path]).status === 0;
const unmount = (path: string) => spawnSync('umount', ['--lazy', path]).status === 0;

/** A disk of a few megabytes that can be filled to the last byte and emptied again. Needs the right to mount (root). */
export class SmallDisk {
  readonly path: string;
  readonly #filler: string;

  private constructor(path: string) {
    this.path = path;
    this.#filler = join(path, 'filler');
  }

  static async open(sizeMb: number): Promise<SmallDisk> {
    const path = await mkdtemp(join(tmpdir(), 'cairn-disk-'));
    if (!mount(path, sizeMb)) throw new Error('this user may not mount a disk');
    return new SmallDisk(path);
  }

  /** Whether tests of full disks can run here. */
  static async isPossible(): Promise<boolean> {
    const path = await mkdtemp(join(tmpdir(), 'cairn-disk-'));
    const isMounted = mount(path, 1) && unmount(path);
    await rmdir(path);
    return isMounted;
  }

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.path);
    return bavail * bsize;
  }

  /** Takes all room but so many bytes. */
  fill(leftBytes = 0): void {
    const megabyte = Buffer.alloc(1024 * 1024);
    const file = openSync(this.#filler, 'a');
    try {
      for (let rest = this.freeBytes - leftBytes; rest > 0; rest -= megabyte.length)
        writeSync(file, megabyte, 0, Math.min(rest, megabyte.length));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Gives back what `fill` took. */
  empty(): void {
    rmSync(this.#filler, { force: true });
  }

  async close(): Promise<void> {
    unmount(this.path);
    await rmdir(this.path);
  }
}
