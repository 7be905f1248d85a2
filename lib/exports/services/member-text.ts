import { TextBuffer } from '../domain/text-buffer.ts';
import type { Archive } from './archive.ts';

/** The text of the archive's open file, on its way there: count rows as they are written. */
export class MemberText {
  readonly out = new TextBuffer();
  rows = 0;
  readonly #archive: Archive;

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** Hands over what is there once it is worth it. */
  async flushWhenFull(): Promise<void> {
    if (this.out.isFull) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.out.length === 0) return;
    const { rows } = this;
    this.rows = 0;
    await this.#archive.write(this.out.filled, rows);
    this.out.clear();
  }

  /** Ends the open file. */
  async close(): Promise<void> {
    await this.flush();
    await this.#archive.close();
  }
}
