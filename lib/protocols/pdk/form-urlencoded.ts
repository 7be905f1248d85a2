import type { FormTarget, PartSink } from './form-target.ts';

/** Longest name of a field, in encoded bytes; what is longer names nothing we know. */
const maxNameBytes = 1024;

const ampersand = 0x26;
const equals = 0x3d;
const percent = 0x25;
const plus = 0x2b;
const space = 0x20;

/**
 * Reads `application/x-www-form-urlencoded` (WHATWG URL, section 5.1) from bytes as they come, in pieces of any size.
 * Values are decoded byte by byte into their sinks; a value without escapes is passed on without a copy. Unlike
 * URLSearchParams it never makes text of a body. A broken escape stays as it is.
 */
export class UrlencodedReader {
  readonly #target: FormTarget;
  #name: Buffer[] = [];
  #nameBytes = 0;
  #sink: PartSink | null = null;
  #isInValue = false;
  /** The beginning of an escape that the last piece ended in. */
  #carry: Buffer = Buffer.alloc(0);

  constructor(target: FormTarget) {
    this.#target = target;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.#isInValue ? this.#readValue(chunk, at) : this.#readName(chunk, at);
  }

  end(): void {
    if (!this.#isInValue && this.#nameBytes === 0) return;
    if (!this.#isInValue) this.#beginValue();
    this.#endValue();
  }

  #readName(chunk: Buffer, at: number): number {
    for (let index = at; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (byte !== equals && byte !== ampersand) continue;
      this.#keepName(chunk.subarray(at, index));
      if (byte === equals) this.#beginValue();
      else this.end();
      this.#name = [];
      this.#nameBytes = 0;
      return index + 1;
    }
    this.#keepName(chunk.subarray(at));
    return chunk.length;
  }

  #keepName(bytes: Buffer): void {
    this.#nameBytes += bytes.length;
    if (this.#nameBytes <= maxNameBytes) this.#name.push(bytes);
  }

  #beginValue(): void {
    const name = decodePercent(Buffer.concat(this.#name)).toString('utf8');
    this.#sink = this.#nameBytes > maxNameBytes ? null : this.#target.openField(name);
    this.#isInValue = true;
  }

  #readValue(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(ampersand, at);
    this.#writeEncoded(chunk.subarray(at, end < 0 ? chunk.length : end));
    if (end < 0) return chunk.length;
    this.#endValue();
    return end + 1;
  }

  #writeEncoded(piece: Buffer): void {
    if (!this.#sink) return;
    const encoded = this.#carry.length > 0 ? Buffer.concat([this.#carry, piece]) : piece;
    const complete = encoded.length - unfinishedEscapeBytes(encoded);
    this.#carry = encoded.subarray(complete);
    if (complete > 0) this.#sink.write(decodePercent(encoded.subarray(0, complete)));
  }

  #endValue(): void {
    if (this.#carry.length > 0) this.#sink?.write(decodePercent(this.#carry));
    this.#carry = Buffer.alloc(0);
    this.#sink?.end();
    this.#sink = null;
    this.#isInValue = false;
  }
}

function unfinishedEscapeBytes(bytes: Buffer): number {
  if (bytes[bytes.length - 1] === percent) return 1;
  return bytes[bytes.length - 2] === percent ? 2 : 0;
}

/** Decodes `%41` and `+`. The result may share memory with the input. */
export function decodePercent(encoded: Buffer): Buffer {
  const first = encoded.indexOf(percent);
  if (first < 0 && !encoded.includes(plus)) return encoded;
  const decoded = Buffer.allocUnsafe(encoded.length);
  let length = 0;
  for (let index = 0; index < encoded.length; index += 1) {
    const byte = encoded[index] ?? 0;
    if (byte === percent) {
      const value = ((hexValues[encoded[index + 1] ?? 0] ?? -1) << 4) | (hexValues[encoded[index + 2] ?? 0] ?? -1);
      if (value >= 0) {
        decoded[length++] = value;
        index += 2;
        continue;
      }
    }
    decoded[length++] = byte === plus ? space : byte;
  }
  return decoded.subarray(0, length);
}

/** Value of each byte as a hexadecimal digit; -1 for all others. */
const hexValues = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value += 1) {
  hexValues[value.toString(16).charCodeAt(0)] = value;
  hexValues[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}
