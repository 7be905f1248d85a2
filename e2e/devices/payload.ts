import { gzipSync } from 'node:zlib';
import sodium from 'libsodium-wrappers';

/** Keys of a fleet, raw 32 bytes in Base64 (passive-data-kit.md, section 1.4). */
export interface FleetKeys {
  readonly serverPublicKey: string;
  readonly devicePrivateKey: string;
}

export interface EncodedPayload {
  readonly payload: string;
  readonly compression: 'none' | 'gzip';
  /** Set when the payload is in a box. */
  readonly nonce?: string;
}

export interface PayloadOptions {
  readonly compression: 'none' | 'gzip';
  readonly keys?: FleetKeys;
  /** Android breaks Base64 at 76 characters with CRLF and ends it with CRLF. */
  readonly wrapsBase64?: boolean;
}

/** Encodes the text of a bundle in one of the four combinations of compression and encryption. */
export async function encodePayload(text: string, options: PayloadOptions): Promise<EncodedPayload> {
  const toBase64 = (bytes: Uint8Array) => {
    const base64 = Buffer.from(bytes).toString('base64');
    return options.wrapsBase64 ? base64.replace(/.{1,76}/g, '$&\r\n') : base64;
  };
  const { compression } = options;
  const inner = compression === 'gzip' ? toBase64(gzipSync(text)) : text;
  if (!options.keys) return { payload: inner, compression };
  await sodium.ready;
  const nonce = sodium.randombytes_buf(sodium.crypto_box_NONCEBYTES);
  const boxed = sodium.crypto_box_easy(
    inner,
    nonce,
    Buffer.from(options.keys.serverPublicKey, 'base64'),
    Buffer.from(options.keys.devicePrivateKey, 'base64'),
  );
  return { payload: toBase64(boxed), compression, nonce: toBase64(nonce) };
}
