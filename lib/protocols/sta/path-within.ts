import { Problem } from '#lib/platform/problems/problem.ts';

/** What of an address comes behind the service's, decoded and without slashes at its ends. Errors: `not_found`. */
export function pathWithin(url: URL, servicePath: string): string {
  try {
    return decodeURIComponent(url.pathname.slice(servicePath.length)).replace(/^\/+|\/+$/g, '');
  } catch (error) {
    throw new Problem('not_found', { cause: error });
  }
}

/** The answer to a method that an address does not know. */
export function refuseMethod(allow: string): Response {
  const body = { code: 405, type: 'error', message: `Only ${allow} work at this address.` };
  return Response.json(body, { status: 405, headers: { allow } });
}
