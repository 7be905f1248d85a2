import { readDocumentText } from '../document.ts';

/** The description for machines; open, as it holds no data. */
export async function GET(): Promise<Response> {
  return new Response(await readDocumentText(), {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300' },
  });
}
