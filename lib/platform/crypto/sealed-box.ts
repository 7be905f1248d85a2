import sodium from 'libsodium-wrappers';

/** Bytes that a sealed box is longer than what is in it. */
export const sealedBoxOverheadBytes = 48;

/** Seals for one public key (libsodium `crypto_box_seal`); only the private key's holder opens it again. */
export interface BoxSealer {
  /** Another box each time. */
  seal(plain: Uint8Array): Uint8Array;
  /**
   * The same box for the same bytes, so that data read twice is stored once: the throw-away key comes from `seed` and the
   * bytes. Opens like any sealed box; tells whoever compares boxes that two texts are equal, and nothing else.
   */
  sealSteadily(plain: Uint8Array): Uint8Array;
}

/** Opens sealed boxes; null for what is damaged or was sealed for another key. */
export type SealedBoxOpener = (sealed: Uint8Array) => Uint8Array | null;

/** Makes a sealer for a raw 32-byte Curve25519 key. `seed` is a secret of 32 bytes. Throws RangeError for other lengths. */
export async function createBoxSealer(publicKey: Uint8Array, seed: Uint8Array): Promise<BoxSealer> {
  await sodium.ready;
  if (publicKey.length !== 32 || seed.length !== 32) throw new RangeError('a box key or seed is not 32 bytes');
  return {
    seal: (plain) => sodium.crypto_box_seal(plain, publicKey),
    sealSteadily(plain) {
      const own = sodium.crypto_box_seed_keypair(sodium.crypto_generichash(32, plain, seed));
      // As crypto_box_seal does: the nonce is the hash of both public keys, so no pair of keys meets a second nonce.
      const nonce = sodium.crypto_generichash(
        sodium.crypto_box_NONCEBYTES,
        Buffer.concat([own.publicKey, publicKey]),
        null,
      );
      return Buffer.concat([own.publicKey, sodium.crypto_box_easy(plain, nonce, publicKey, own.privateKey)]);
    },
  };
}

/** Makes the opener of what was sealed for a pair of raw 32-byte keys. */
export async function createSealedBoxOpener(keys: {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}): Promise<SealedBoxOpener> {
  await sodium.ready;
  return (sealed) => {
    if (sealed.length < sealedBoxOverheadBytes) return null;
    try {
      return sodium.crypto_box_seal_open(sealed, keys.publicKey, keys.privateKey);
    } catch {
      // The library has one failure for boxes that do not open, and throws it.
      return null;
    }
  };
}
