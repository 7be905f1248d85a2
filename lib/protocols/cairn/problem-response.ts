import { statusOfKind } from '#lib/platform/http/status-of-kind.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import type { Problem } from '#lib/platform/problems/problem.ts';

/** Problem details (RFC 9457) with our code, the wrong fields, each error and the request id. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const { kind, message } = problemCatalogue[problem.code];
  const status = statusOfKind[kind];
  const body = {
    type: `about:blank#${problem.code}`,
    title: message,
    status,
    code: problem.code,
    detail: problem.message,
    ...(problem.fields ? { fields: problem.fields } : {}),
    ...(problem.errors ? { errors: problem.errors } : {}),
    requestId,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-request-id': requestId },
  });
}
