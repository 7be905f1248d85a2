import sodium from 'libsodium-wrappers';

/** Seals and opens with one secret key (NaCl `crypto_secretbox`: XSalsa20 and Poly1305); the nonce comes first. */
export interface SecretBox {
  seal(plain: Uint8Array): Buffer;
  /** Null for what is damaged, cut off, or was sealed with another key. */
  open(sealed: Uint8Array): Buffer | null;
  /** A name for bytes that tells nothing about them without the key; the same bytes have the same name. 40 hex digits. */
  nameOf(plain: Uint8Array): string;
}

/** A new key for secret boxes: 32 random bytes in Base64. Show it once; never log it. */
export async function newSecretBoxKey(): Promise<string> {
  await sodium.ready;
  return Buffer.from(sodium.crypto_secretbox_keygen()).toString('base64');
}

/** Makes the box of a raw 32-byte key. Throws RangeError for other lengths. */
export async function openSecretBox(key: Uint8Array): Promise<SecretBox> {
  await sodium.ready;
  if (key.length !== sodium.crypto_secretbox_KEYBYTES) throw new RangeError('a secret box key is not 32 bytes');
  const nonceBytes = sodium.crypto_secretbox_NONCEBYTES;
  const nameKey = sodium.crypto_generichash(32, 'cairn names of pieces', key);
  return {
    seal(plain) {
      const nonce = sodium.randombytes_buf(nonceBytes);
      return Buffer.concat([nonce, sodium.crypto_secretbox_easy(plain, nonce, key)]);
    },
    open(sealed) {
      if (sealed.length < nonceBytes + sodium.crypto_secretbox_MACBYTES) return null;
      try {
        return Buffer.from(
          sodium.crypto_secretbox_open_easy(sealed.subarray(nonceBytes), sealed.subarray(0, nonceBytes), key),
        );
      } catch {
        // The library has one failure for boxes that do not open, and throws it.
        return null;
      }
    },
    nameOf: (plain) => Buffer.from(sodium.crypto_generichash(20, plain, nameKey)).toString('hex'),
  };
}
