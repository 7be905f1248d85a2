import { NextResponse, type NextRequest } from 'next/server';
import { organizationCookie } from '#lib/platform/auth/organization-cookie.ts';
import { tileUrlsOf } from '#lib/platform/config/base-maps.ts';
import { contentSecurityPolicy, nonceHeader } from '#lib/platform/http/content-security-policy.ts';

/** Gives each page its content security policy with a nonce of its own; Next puts the nonce on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const organization = request.nextUrl.searchParams.get('org');
  if (organization !== null) return rememberOrganization(request, organization);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy({
    nonce,
    tileUrls: tileUrlsOf(process.env),
    isFramable: /^\/embed\/[1-9]\d*$/.test(request.nextUrl.pathname),
    isDevelopment: process.env.NODE_ENV === 'development',
  });
  const headers = new Headers(request.headers);
  headers.set(nonceHeader, nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

/** A link into another organization: remembers the wish and shows the page; who is no member stays where they are. */
function rememberOrganization(request: NextRequest, organization: string): NextResponse {
  const page = request.nextUrl.clone();
  page.searchParams.delete('org');
  // Next sends the way to its own host as a path alone: behind a proxy, people use another address than it sees.
  const response = NextResponse.redirect(page, 307);
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 31_536_000 } as const;
  response.cookies.set(organizationCookie, organization.slice(0, 64), cookie);
  return response;
}

/** Documents only. No upload passes here: a proxy would silently keep just the first 10 MB of a body. */
export const config = {
  matcher: [
    {
      source: '/((?!api(?!/docs(?:/reading)?$)|data|_next/static|_next/image|favicon).*)',
      has: [{ type: 'header', key: 'accept', value: '(.*text/html.*)' }],
    },
  ],
};
