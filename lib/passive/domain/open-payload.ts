import { gunzipSync, inflateRawSync, inflateSync, constants } from 'node:zlib';
import { JsonTape, skipSpace } from './json-tape.ts';
import type { BundleReason } from './reasons.ts';

/** A bundle's body and the flags its sender gave it. */
export interface Payload {
  /** The payload's bytes after Base64, or its text as received. */
  readonly body: Buffer;
  readonly isBinary: boolean;
  readonly compression: string;
  readonly isEncrypted: boolean;
  /** Base64 as received. */
  readonly nonce: string | null;
}

/** Opens a NaCl box (tag first); null when the key or the bytes are not right. */
export type OpenBox = (sealed: Uint8Array, nonce: Uint8Array) => Uint8Array | null;

export interface OpenOptions {
  /** With the study's keys; null: the study has none. */
  readonly openBox: OpenBox | null;
  /** Largest text after decompression, in bytes. */
  readonly maxOpenedBytes: number;
}

/** The JSON text of a bundle, or why there is none. */
export type OpenedPayload =
  | { readonly ok: true; readonly bytes: Buffer; readonly isTruncated: boolean }
  | { readonly ok: false; readonly reason: BundleReason; readonly detail: string };

const nonceBytes = 24;

/** What clients call no compression and compression; libraries call zlib's form "deflate", and mix both up with gzip. */
const noCompression = new Set(['none', 'identity']);
const compressions = new Set(['gzip', 'x-gzip', 'deflate', 'zlib']);

/**
 * Opens the encodings of passive-data-kit.md, 1.4: text, gzip, box, and gzip as Base64 text inside the box.
 * Clear text is taken whatever the flags say: Android sends it when its box call fails, still labelled encrypted.
 * Never throws for what a device may send. Cost: one decompression; output is limited before it is produced.
 */
export function openPayload(payload: Payload, options: OpenOptions): OpenedPayload {
  const compression = payload.compression.trim().toLowerCase();
  const isCompressed = compressions.has(compression);
  if (!isCompressed && !noCompression.has(compression)) {
    return refuse('compression_unknown', `The upload names the compression "${payload.compression.slice(0, 40)}".`);
  }
  // Sealed bytes may begin like anything; a text that begins like JSON is no Base64.
  const mayBeSealed = payload.isEncrypted && payload.isBinary;
  if (!mayBeSealed && looksLikeJson(payload.body)) return opened(payload.body);
  if (!payload.isEncrypted && !isCompressed && !isGzip(payload.body)) return opened(payload.body);
  const bytes = payload.isBinary ? payload.body : decodeBase64(payload.body.toString('latin1'));
  if (!bytes) return refuse('base64_broken', 'The payload has characters that are not Base64.');
  return payload.isEncrypted ? openSealed(bytes, { ...payload, compression }, options) : decompress(bytes, options);
}

function openSealed(bytes: Buffer, payload: Payload, options: OpenOptions): OpenedPayload {
  const boxed = openBoxed(bytes, payload, options);
  return boxed.ok ? boxed : (openClear(bytes, options) ?? boxed);
}

function openBoxed(bytes: Buffer, payload: Payload, options: OpenOptions): OpenedPayload {
  if (payload.nonce === null || payload.nonce.trim() === '') {
    return refuse('nonce_missing', 'The upload is encrypted, and its nonce is missing.');
  }
  const nonce = decodeBase64(payload.nonce);
  if (nonce?.length !== nonceBytes) return refuse('nonce_missing', `The nonce is not ${nonceBytes} bytes of Base64.`);
  if (!options.openBox) return refuse('key_missing', 'The upload is encrypted, and the study has no keys.');
  const plain = options.openBox(bytes, nonce);
  if (!plain) return refuse('wrong_key', 'The keys of the study do not open the upload.');
  return openInner(Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength), payload, options);
}

function openInner(plain: Buffer, payload: Payload, options: OpenOptions): OpenedPayload {
  if (looksLikeJson(plain)) return opened(plain);
  if (isGzip(plain)) return gunzip(plain, options);
  if (noCompression.has(payload.compression)) return opened(plain);
  const inner = decodeBase64(plain.toString('latin1'));
  return inner ? decompress(inner, options) : refuse('base64_broken', 'What is inside the box is not Base64.');
}

/** Labelled encrypted, sent clear: JSON or gzip where the box should be. Null when it is neither. */
function openClear(bytes: Buffer, options: OpenOptions): OpenedPayload | null {
  if (looksLikeJson(bytes)) return isJson(bytes) ? opened(bytes) : null;
  if (!isGzip(bytes)) return null;
  const clear = gunzip(bytes, options);
  return clear.ok ? clear : null;
}

function isJson(bytes: Buffer): boolean {
  const tape = new JsonTape();
  tape.bytes = bytes;
  const end = tape.scan(skipSpace(bytes, 0));
  return end >= 0 && skipSpace(bytes, end) === bytes.length;
}

/** Opens gzip, and zlib or bare deflate when JSON comes out of it. */
function decompress(bytes: Buffer, options: OpenOptions): OpenedPayload {
  if (isGzip(bytes)) return gunzip(bytes, options);
  for (const inflate of [inflateSync, inflateRawSync]) {
    try {
      const text = inflate(bytes, { maxOutputLength: options.maxOpenedBytes });
      if (looksLikeJson(text)) return opened(text);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(options);
      if (!code.startsWith('Z_')) throw error;
    }
  }
  return refuse('gzip_broken', 'The payload is not gzip, or it was damaged on its way.');
}

function gunzip(bytes: Buffer, options: OpenOptions): OpenedPayload {
  const limit = { maxOutputLength: options.maxOpenedBytes };
  try {
    return opened(gunzipSync(bytes, limit));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(options);
    if (code !== 'Z_BUF_ERROR') {
      return refuse('gzip_broken', 'The gzip was damaged on its way.');
    }
  }
  try {
    // The end is missing: all that was sent is still exact, so the points before the cut can be kept.
    const bytesBeforeCut = gunzipSync(bytes, { ...limit, finishFlush: constants.Z_SYNC_FLUSH });
    return { ok: true, bytes: bytesBeforeCut, isTruncated: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(options);
    return refuse('gzip_broken', 'The gzip is cut off and damaged.');
  }
}

/** Base64 with any white space (Android wraps at 76 characters with CRLF), either alphabet; null when it is not Base64. */
export function decodeBase64(text: string): Buffer | null {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) return null;
  const bytes = Buffer.from(compact, 'base64');
  return bytes.length === Math.floor((compact.replace(/=+$/, '').length * 3) / 4) ? bytes : null;
}

function looksLikeJson(bytes: Buffer): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  return bytes[at] === 0x5b || bytes[at] === 0x7b;
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function opened(bytes: Buffer): OpenedPayload {
  return { ok: true, bytes, isTruncated: false };
}

function refuse(reason: BundleReason, detail: string): OpenedPayload {
  return { ok: false, reason, detail };
}

function tooLarge(options: OpenOptions): OpenedPayload {
  const megabytes = Math.round(options.maxOpenedBytes / 1024 / 1024);
  return refuse('gzip_too_large', `Decompressed, the upload is larger than ${megabytes} MB.`);
}
