import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';

/** A Curve25519 pair for NaCl boxes: raw 32-byte keys in Base64. */
export interface BoxKeyPair {
  readonly publicKey: string;
  /** Show it once or seal it; never log it. */
  readonly privateKey: string;
}

/** A new pair; X25519 keys (RFC 7748) are exactly the keys of NaCl's `crypto_box`. */
export function newBoxKeyPair(): BoxKeyPair {
  const { privateKey } = generateKeyPairSync('x25519');
  const { x, d } = privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) throw new TypeError('an X25519 key without its halves');
  return { publicKey: base64(x), privateKey: base64(d) };
}

/** DER head of a PKCS #8 X25519 private key (RFC 8410, section 7); the 32 raw bytes follow. */
const pkcs8Head = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The public half of a raw 32-byte private key; both in Base64. */
export function boxPublicKeyOf(privateKey: string): string {
  const der = Buffer.concat([pkcs8Head, Buffer.from(privateKey, 'base64')]);
  const { x } = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('an X25519 key without its public half');
  return base64(x);
}

function base64(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('base64');
}
