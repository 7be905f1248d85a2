import { Problem } from '../problems/problem.ts';

/** The JSON body of a request of at most so many bytes. Errors: `body_too_large`, `body_not_json`. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBytes) throw new Problem('body_too_large');
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > maxBytes) throw new Problem('body_too_large');
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (error) {
    throw new Problem('body_not_json', { cause: error });
  }
}
