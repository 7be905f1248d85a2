import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Seals a text for the database: AES-256-GCM with a key derived from CAIRN_SECRET (HKDF-SHA-256, RFC 5869).
 * Gives `v1.<Base64url of iv, tag and ciphertext>`; the same text seals differently each time.
 */
export function sealText(secret: string, plain: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', sealKey(secret), iv, { authTagLength: tagBytes });
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/** Opens what {@link sealText} made. Throws when it was changed or sealed with another secret. */
export function openText(secret: string, sealed: string): string {
  const [prefix, body] = sealed.split('.');
  if (prefix !== version || body === undefined) throw new TypeError('not a sealed text');
  const bytes = Buffer.from(body, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', sealKey(secret), bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
}

function sealKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'cairn sealed text', 32));
}
