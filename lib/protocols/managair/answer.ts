import { jsonApiType } from './media-type.ts';

/** How much of an answer is not its document. */
export interface AnswerOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Profiles and extensions that the document follows. */
  readonly profile?: string | undefined;
  readonly extension?: string | undefined;
}

/** A document as an answer (jsonapi.org 1.1: `Vary: Accept`, the profile in the media type). */
export function answerDocument(document: object, options: AnswerOptions = {}): Response {
  const { status = 200, headers = {}, profile, extension } = options;
  const parameters = [...(extension ? [`ext="${extension}"`] : []), ...(profile ? [`profile="${profile}"`] : [])];
  const type = [jsonApiType, ...parameters].join('; ');
  const common = { 'content-type': type, 'cache-control': 'no-store', vary: 'Accept, Authorization, Cookie' };
  return new Response(JSON.stringify({ jsonapi: { version: '1.1' }, ...document }), {
    status,
    headers: { ...common, ...headers },
  });
}

/** Done, and nothing to say; or (304) nothing new. */
export function answerNothing({
  status = 204,
  headers = {},
}: Pick<AnswerOptions, 'status' | 'headers'> = {}): Response {
  const common = { 'cache-control': 'no-store', vary: 'Accept, Authorization, Cookie' };
  return new Response(null, { status, headers: { ...common, ...headers } });
}
