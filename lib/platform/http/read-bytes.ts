import { Problem } from '../problems/problem.ts';

/** The body of a request, of at most so many bytes: a longer one is not taken in. Errors: `body_too_large`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new Problem('body_too_large');
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  // Types are the browser's, whose streams cannot be iterated; in Node they can.
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new Problem('body_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, sizeBytes);
}
