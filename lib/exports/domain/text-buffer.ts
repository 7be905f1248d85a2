/** Bytes in one buffer before it is handed on; rows may overrun it a little. */
const targetBytes = 256 * 1024;

/** Collects the bytes of a text file without making strings, in memory that is used again and again. */
export class TextBuffer {
  #bytes = Buffer.allocUnsafeSlow(targetBytes);
  #length = 0;

  /** True when it is time to hand {@link filled} on. */
  get isFull(): boolean {
    return this.#length >= targetBytes - targetBytes / 8;
  }

  get length(): number {
    return this.#length;
  }

  /** What has been collected; good until {@link clear}. */
  get filled(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Begins anew in the same memory; what one huge cell took is given back. */
  clear(): void {
    if (this.#bytes.length > targetBytes) this.#bytes = Buffer.allocUnsafeSlow(targetBytes);
    this.#length = 0;
  }

  byte(code: number): void {
    this.#reserve(1);
    this.#bytes[this.#length] = code;
    this.#length += 1;
  }

  /** Copies a range of bytes. */
  copy(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    const target = this.#bytes;
    let at = this.#length;
    // A call into the runtime costs more than a loop over the few bytes of a cell.
    if (end - start > 64) target.set(source.subarray(start, end), at);
    else for (let from = start; from < end; from += 1, at += 1) target[at] = source[from] as number;
    this.#length += end - start;
  }

  text(text: string): void {
    this.#reserve(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length);
  }

  #reserve(extra: number): void {
    if (this.#length + extra <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + extra));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
