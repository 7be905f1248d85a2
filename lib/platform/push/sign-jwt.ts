import { createPrivateKey, sign, type KeyObject } from 'node:crypto';

export interface JwtInput {
  readonly algorithm: 'RS256' | 'ES256';
  /** Members of the header besides `alg`. */
  readonly header: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, string | number>>;
  readonly key: KeyObject;
}

/** A signed JSON Web Token (RFC 7519) in compact form; ES256 signs as r and s, side by side (RFC 7518, 3.4). */
export function signJwt({ algorithm, header, claims, key }: JwtInput): string {
  const content = [{ alg: algorithm, ...header }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

/** A private key from PEM text, also when its lines were joined with `\n`. Throws for anything else. */
export function readPrivateKey(pem: string): KeyObject {
  return createPrivateKey(pem.replaceAll(String.raw`\n`, '\n'));
}
