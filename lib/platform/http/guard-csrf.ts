import { Problem } from '../problems/problem.ts';

/** Our own pages send it with every change; another site cannot without a preflight that we do not answer. */
export const csrfHeader = 'x-cairn-request';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that a browser sends with our session cookie on behalf of another site (`csrf_refused`).
 * Requests with a bearer token carry no ambient authority and need no check.
 */
export function guardCsrf(request: Request): void {
  if (safeMethods.has(request.method)) return;
  if (request.headers.has(csrfHeader) && isFromHere(request)) return;
  throw new Problem('csrf_refused');
}

/** False for what a browser sends on behalf of another site. */
export function isFromHere(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return (site === null || site === 'same-origin' || site === 'none') && originMatches(request);
}

function originMatches(request: Request): boolean {
  const origin = request.headers.get('origin');
  if (origin === null) return true;
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  return URL.canParse(origin) && new URL(origin).host === host;
}
