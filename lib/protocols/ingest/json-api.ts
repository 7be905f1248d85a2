/** Media type of JSON:API documents (RFC-registered; jsonapi.org 1.1, 5). */
export const jsonApiType = 'application/vnd.api+json';

/** One entry of `errors`. */
export interface JsonApiError {
  readonly status: number;
  readonly detail: string;
  /** JSON Pointer to what is wrong in the request; absent: the request as a whole. */
  readonly pointer?: string;
}

/** A document as an answer. */
export function answerDocument(document: unknown, status: number): Response {
  const headers = { 'content-type': jsonApiType, 'cache-control': 'no-store', vary: 'Accept' };
  return new Response(JSON.stringify(document), { status, headers });
}

/** An error document; its status is that of the first error. */
export function answerErrors(errors: readonly JsonApiError[]): Response {
  const list = errors.map(({ status, detail, pointer }) => ({
    status: String(status),
    detail,
    ...(pointer === undefined ? {} : { source: { pointer } }),
    code: codes[status] ?? 'invalid',
  }));
  return answerDocument({ errors: list }, errors[0]?.status ?? 400);
}

const codes: Readonly<Record<number, string>> = {
  401: 'not_authenticated',
  403: 'permission_denied',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'throttled',
  500: 'error',
  503: 'unavailable',
};

/** Pointer to a member below another (RFC 6901). */
export function pointerOf(base: string, path: readonly PropertyKey[]): string {
  return [base, ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}
