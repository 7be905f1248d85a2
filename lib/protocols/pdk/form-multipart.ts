import { Base64Sink } from './base64-sink.ts';
import { FormError, type FormTarget, type PartSink } from './form-target.ts';

/** Largest header block of a part, in bytes. */
const maxHeaderBytes = 16 * 1024;
/** Parts one form may have. */
const maxParts = 1024;
/** RFC 2046, section 5.1.1. */
const maxBoundaryLength = 70;

const lineEnd = Buffer.from('\r\n');
const headersEnd = Buffer.from('\r\n\r\n');
const dash = 0x2d;

type State = 'body' | 'after-delimiter' | 'headers' | 'done';

/**
 * Reads `multipart/form-data` (RFC 7578) from bytes as they come, in pieces of any size: fields as well as files go on
 * to their sinks at once, so that a payload of any length is never held here. Throws {@link FormError}.
 */
export class MultipartReader {
  readonly #target: FormTarget;
  readonly #delimiter: Buffer;
  /** The preamble is a body nobody wants. */
  #state: State = 'body';
  #sink: PartSink | null = null;
  #parts = 0;
  /** Bytes not decided yet; the first delimiter may stand without a line end before it. */
  #rest: Buffer = lineEnd;

  constructor(target: FormTarget, boundary: string) {
    if (boundary.length === 0 || boundary.length > maxBoundaryLength) {
      throw new FormError('The multipart form names no usable boundary.');
    }
    this.#target = target;
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  }

  push(chunk: Buffer): void {
    if (this.#isDone()) return;
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    for (let next = this.#step(bytes, at); next >= 0; next = this.#step(bytes, at)) at = next;
    this.#rest = this.#isDone() ? Buffer.alloc(0) : bytes.subarray(at);
  }

  end(): void {
    if (this.#isDone()) return;
    throw new FormError('The multipart form ends in the middle: its closing boundary is missing.');
  }

  #isDone(): boolean {
    return this.#state === 'done';
  }

  /** Does what the bytes from `at` on allow; the index it came to, or -1 when it needs more. */
  #step(bytes: Buffer, at: number): number {
    if (this.#state === 'body') return this.#readBody(bytes, at);
    if (this.#state === 'after-delimiter') return this.#readAfterDelimiter(bytes, at);
    return this.#state === 'headers' ? this.#readHeaders(bytes, at) : -1;
  }

  #readBody(bytes: Buffer, at: number): number {
    const found = bytes.indexOf(this.#delimiter, at);
    if (found >= 0) {
      this.#write(bytes.subarray(at, found));
      this.#state = 'after-delimiter';
      return found + this.#delimiter.length;
    }
    // The last bytes may be the beginning of a delimiter.
    const certain = bytes.length - this.#delimiter.length + 1;
    if (certain <= at) return -1;
    this.#write(bytes.subarray(at, certain));
    return certain;
  }

  #readAfterDelimiter(bytes: Buffer, at: number): number {
    let index = at;
    while (bytes[index] === 0x20 || bytes[index] === 0x09) index += 1;
    if (index - at > maxHeaderBytes) throw new FormError('The multipart form has a boundary line without an end.');
    if (index + 1 >= bytes.length) return -1;
    if (bytes[index] === dash && bytes[index + 1] === dash && index === at) return this.#finish(bytes);
    if (bytes[index] === lineEnd[0] && bytes[index + 1] === lineEnd[1]) {
      this.#endPart();
      this.#state = 'headers';
      // The line end stays: with the next one it makes an empty header block.
      return index;
    }
    // Only the beginning of a longer text: it belongs to the part.
    this.#write(this.#delimiter);
    this.#state = 'body';
    return at;
  }

  #finish(bytes: Buffer): number {
    this.#endPart();
    this.#state = 'done';
    return bytes.length;
  }

  #readHeaders(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(headersEnd, at);
    if (end < 0 && bytes.length - at <= maxHeaderBytes) return -1;
    if (end < 0 || end - at > maxHeaderBytes) throw new FormError('A part of the multipart form has endless headers.');
    this.#parts += 1;
    if (this.#parts > maxParts) throw new FormError(`The multipart form has more than ${maxParts} parts.`);
    this.#sink = this.#openPart(bytes.toString('utf8', at, end));
    this.#state = 'body';
    return end + headersEnd.length;
  }

  #openPart(headers: string): PartSink | null {
    const sink = this.#openSink(headers);
    const isBase64 = readHeader(headers, 'content-transfer-encoding')?.toLowerCase() === 'base64';
    return sink && isBase64 ? new Base64Sink(sink) : sink;
  }

  #openSink(headers: string): PartSink | null {
    const disposition = readHeader(headers, 'content-disposition');
    const name = disposition === null ? null : readParameter(disposition, 'name');
    if (disposition === null || name === null) return null;
    const fileName = readFileName(disposition);
    // Some libraries send text with a file name of its own.
    if (fileName === null || name === 'payload') return this.#target.openField(name);
    if (fileName === '') return null;
    const contentType = readHeader(headers, 'content-type') ?? 'application/octet-stream';
    return this.#target.openFile({ name, fileName, contentType });
  }

  #write(bytes: Buffer): void {
    if (bytes.length > 0) this.#sink?.write(bytes);
  }

  #endPart(): void {
    this.#sink?.end();
    this.#sink = null;
  }
}

function readHeader(headers: string, name: string): string | null {
  const line = headers
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .find((text) => text.slice(0, name.length + 1).toLowerCase() === `${name}:`);
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

/** Value of a parameter, quoted or not; browsers write a quote as %22, others as \". */
export function readParameter(header: string, name: string): string | null {
  const pattern = /;[ \t]*([^=;\s]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[^])*)"|([^;\s]*))/g;
  for (const [, key = '', quoted, plain = ''] of header.matchAll(pattern)) {
    if (key.toLowerCase() !== name) continue;
    return quoted === undefined ? plain : quoted.replace(/\\(["\\])/g, '$1').replaceAll('%22', '"');
  }
  return null;
}

/** `filename*=UTF-8''…` (RFC 5987), which some clients send against RFC 7578, before `filename=`. */
function readFileName(disposition: string): string | null {
  const extended = /^utf-8'[^']*'(.*)$/i.exec(readParameter(disposition, 'filename*') ?? '')?.[1];
  try {
    if (extended !== undefined) return decodeURIComponent(extended);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  return readParameter(disposition, 'filename');
}
