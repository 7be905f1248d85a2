import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Problem } from '../problems/problem.ts';

/** SHA-256 of a stream, hex. */
export async function hashContent(content: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** What arrived is not what was sent; the next try begins anew. */
export function arrivedDamaged(): Problem {
  return new Problem('destination_unavailable', {
    detail: 'What arrived at the destination is not what was sent: the checksums differ.',
  });
}
