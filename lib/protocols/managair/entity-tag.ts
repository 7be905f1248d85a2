import { createHash } from 'node:crypto';

/** A weak tag of what an answer tells (RFC 9110, 8.8.3): the same as long as nothing of it changed. */
export function entityTag(told: unknown): string {
  return `W/"${createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, 27)}"`;
}

/** True when the caller has what the tag is of already (RFC 9110, 13.1.2). */
export function isKnown(request: Request, tag: string): boolean {
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(tag.replace(/^W\//, ''));
}
