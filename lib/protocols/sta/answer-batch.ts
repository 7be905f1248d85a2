import { answerJson } from '#lib/platform/http/answer-json.ts';
import { readBytes } from '#lib/platform/http/read-bytes.ts';
import { readJson } from '#lib/platform/http/read-json.ts';
import type { Context } from '#lib/platform/context.ts';
import { type BatchInput, runBatch } from './batch.ts';
import { maxBodyBytes } from './exchange.ts';
import { isMultipart, readMultipartBatch, writeMultipartBatch } from './multipart-batch.ts';

/** Answers a batch in its own words: in parts as the standard has it, or as JSON. Errors: `input_invalid`, those of a body. */
export async function answerBatch(
  ctx: Context,
  request: Request,
  surroundings: Omit<BatchInput, 'body'>,
): Promise<Response> {
  const type = request.headers.get('content-type') ?? '';
  if (!isMultipart(type)) {
    const body = await readJson(request, maxBodyBytes);
    return answerJson({ responses: await runBatch(ctx, { ...surroundings, body }) });
  }
  const batch = readMultipartBatch(type, (await readBytes(request, maxBodyBytes)).toString('utf8'));
  const answers = await runBatch(ctx, { ...surroundings, body: batch });
  const { contentType, body } = writeMultipartBatch(batch.requests, answers);
  return new Response(body, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
}
