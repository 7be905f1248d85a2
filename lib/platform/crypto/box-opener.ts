import sodium from 'libsodium-wrappers';

/** Raw 32-byte Curve25519 keys. */
export interface BoxKeys {
  readonly serverPrivateKey: Uint8Array;
  readonly clientPublicKey: Uint8Array;
}

/** Opens a sealed text; null when the keys, the nonce or the bytes are not right. */
export type BoxOpener = (sealed: Uint8Array, nonce: Uint8Array) => Uint8Array | null;

/**
 * Opens NaCl boxes (Curve25519, XSalsa20, Poly1305; tag first) of one sender. The keys are combined once, so that each
 * box costs a stream cipher and no curve. Throws RangeError for keys of another length.
 */
export async function createBoxOpener(keys: BoxKeys): Promise<BoxOpener> {
  await sodium.ready;
  if (keys.clientPublicKey.length !== 32 || keys.serverPrivateKey.length !== 32) {
    throw new RangeError('a box key is not 32 bytes');
  }
  const shared = sodium.crypto_box_beforenm(keys.clientPublicKey, keys.serverPrivateKey);
  return (sealed, nonce) => {
    if (sealed.length < sodium.crypto_box_MACBYTES || nonce.length !== sodium.crypto_box_NONCEBYTES) return null;
    try {
      return sodium.crypto_box_open_easy_afternm(sealed, nonce, shared);
    } catch {
      // The library has one failure for boxes that do not open, and throws it.
      return null;
    }
  };
}
