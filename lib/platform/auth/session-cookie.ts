import jwt from 'next-auth/jwt';
import { z } from 'zod';

/** What the cookie carries, encrypted: nothing but two ids. Everything else is looked up, so that it can be taken away. */
export interface SessionClaims {
  readonly userId: string;
  readonly sessionId: string;
}

export interface CookieSettings {
  /** `CAIRN_SECRET`; the cookie's key is derived from it. */
  readonly secret: string;
  /** Decides whether the cookie is for https only. */
  readonly publicUrl: string;
}

const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid() });
/** Our own limit on what is decrypted; a cookie of two ids has about 300 characters. */
const longestCookie = 4096;

/** True when people reach this installation by https only, so that cookies are sent by https only. */
export function usesSecureCookies(publicUrl: string): boolean {
  return publicUrl.startsWith('https://');
}

/** Name of the session cookie; the prefix makes browsers refuse it without `Secure` (RFC 6265bis, section 4.1.3). */
export function sessionCookieName(publicUrl: string): string {
  return usesSecureCookies(publicUrl) ? '__Host-cairn.session' : 'cairn.session';
}

/** Reads the session cookie; null when there is none, or it is not ours, or too old. */
export async function readSessionCookie(headers: Headers, settings: CookieSettings): Promise<SessionClaims | null> {
  const token = readCookie(headers, sessionCookieName(settings.publicUrl));
  if (token === null || token.length > longestCookie) return null;
  let payload: unknown;
  try {
    payload = await jwt.decode({ token, secret: settings.secret });
  } catch {
    // jose throws many kinds for what is not ours; to the caller they are all "not signed in".
    return null;
  }
  const claims = claimsSchema.safeParse(payload);
  return claims.success ? { userId: claims.data.sub, sessionId: claims.data.sid } : null;
}

/** The value of a session cookie, as next-auth writes it on sign-in. `maxAgeS` in seconds. */
export function encodeSessionCookie(claims: SessionClaims, settings: CookieSettings, maxAgeS: number): Promise<string> {
  return jwt.encode({ token: { sub: claims.userId, sid: claims.sessionId }, secret: settings.secret, maxAge: maxAgeS });
}

/** The `Set-Cookie` line that puts a session cookie of this value into a browser, for `maxAgeS` seconds. */
export function sessionCookieLine(value: string, publicUrl: string, maxAgeS: number): string {
  const secure = usesSecureCookies(publicUrl) ? '; Secure' : '';
  return `${sessionCookieName(publicUrl)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${String(maxAgeS)}${secure}`;
}

/** The `Set-Cookie` line that takes the session cookie out of a browser. */
export function expiredSessionCookie(publicUrl: string): string {
  return sessionCookieLine('', publicUrl, 0);
}

/** The value of one cookie of a request, or null. */
export function readCookie(headers: Headers, name: string): string | null {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
