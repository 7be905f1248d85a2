import { remoteAddressHeader, remoteAddressOf } from '../http/remote-address.ts';
import { organizationCookie } from './organization-cookie.ts';
import { readCookie, readSessionCookie, type CookieSettings, type SessionClaims } from './session-cookie.ts';

/** What a request shows of who sent it; nothing of it is believed yet but the signature of the cookie. */
export type RequestCredentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string; readonly remoteAddress: string }
  | { readonly kind: 'cookie'; readonly claims: SessionClaims; readonly rememberedOrganization: string | null };

/** Reads the bearer token of a request (RFC 6750, section 2.1), or else its session cookie. A token sent decides alone. */
export async function readCredentials(headers: Headers, settings: CookieSettings): Promise<RequestCredentials> {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '');
  if (bearer?.[1] !== undefined) {
    return { kind: 'bearer', token: bearer[1], remoteAddress: remoteAddressOf(headers) };
  }
  const claims = await readSessionCookie(headers, settings);
  if (!claims) return { kind: 'none' };
  return { kind: 'cookie', claims, rememberedOrganization: readCookie(headers, organizationCookie) };
}

/** The headers of a request that shows an `Authorization` from an address, for doors that keep no `Headers` of their own. */
export function credentialHeaders(authorization: string, remoteAddress: string): Headers {
  return new Headers({ authorization, [remoteAddressHeader]: remoteAddress });
}
