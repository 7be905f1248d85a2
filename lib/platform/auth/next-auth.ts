import nextAuthModule, { type NextAuthOptions } from 'next-auth';
import credentialsModule from 'next-auth/providers/credentials';
import type { OidcConfig } from '../config/config.ts';
import { sessionCookieName, usesSecureCookies, type CookieSettings, type SessionClaims } from './session-cookie.ts';

/** What a sign-in form sends, and what came with it. */
export interface SignInAttempt {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** What an identity provider vouches for. */
export interface OidcAttempt {
  readonly claims: unknown;
}

/** What the wing of accounts decides; next-auth only carries it over HTTP. Both throw to refuse. */
export interface SignInDecisions {
  byPassword(attempt: SignInAttempt): Promise<SessionClaims>;
  byOidc(attempt: OidcAttempt): Promise<SessionClaims>;
  /** Ends the session of whoever signs out. */
  signedOut(claims: SessionClaims): Promise<void>;
  /** The identity provider did not answer, or what it answered was not what it must be; `reason` is for the log. */
  providerFailed(reason: string): void;
  /** The word for the sign-in page when one of the above throws, as `?error=<word>`. */
  wordFor(error: unknown): string;
}

export interface AuthSettings extends CookieSettings {
  readonly oidc: OidcConfig | null;
  /** How long the browser keeps the cookie, seconds; the session behind it may end earlier. */
  readonly cookieLifeS: number;
}

export type AuthHandler = (request: Request, segment: { params: Promise<{ nextauth: string[] }> }) => Promise<Response>;

/** Route handler for `/api/auth/…`: sign-in by password, by the configured identity provider, and sign-out. */
export function createAuthHandler(settings: AuthSettings, decisions: SignInDecisions): AuthHandler {
  // next-auth takes its own address from this variable alone; behind a proxy the request does not tell it.
  process.env['NEXTAUTH_URL'] = settings.publicUrl;
  return unwrap(nextAuthModule)(optionsOf(settings, decisions)) as AuthHandler;
}

/** Two ids travel from the decision to the cookie in next-auth's "user". */
interface CarriedUser {
  id: string;
  sessionId?: string;
}

function optionsOf(settings: AuthSettings, decisions: SignInDecisions): NextAuthOptions {
  return {
    secret: settings.secret,
    session: { strategy: 'jwt', maxAge: settings.cookieLifeS },
    useSecureCookies: usesSecureCookies(settings.publicUrl),
    cookies: { sessionToken: sessionCookie(settings) },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    // Its own log writes to the console, with error objects that may hold what was typed; problems are logged by the decisions.
    logger: {
      error: (code, detail) => reportProvider(decisions, code, detail),
      warn: () => undefined,
      debug: () => undefined,
    },
    providers: [passwordProvider(decisions), ...(settings.oidc ? [oidcProvider(settings.oidc)] : [])],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== 'oauth') return true;
        try {
          const claims = await decisions.byOidc({ claims: profile });
          Object.assign(user, { id: claims.userId, sessionId: claims.sessionId });
          return true;
        } catch (error) {
          return `/sign-in?error=${decisions.wordFor(error)}`;
        }
      },
      jwt({ token, user }) {
        const carried = user as CarriedUser | undefined;
        return carried?.sessionId === undefined ? token : { sub: carried.id, sid: carried.sessionId };
      },
      // Nobody reads next-auth's own session document: pages look the session up themselves.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => sameSite(url, baseUrl),
    },
    events: {
      async signOut({ token }) {
        const { sub: userId, sid: sessionId } = token;
        if (typeof userId === 'string' && typeof sessionId === 'string')
          await decisions.signedOut({ userId, sessionId });
      },
    },
  };
}

function sessionCookie({ publicUrl }: AuthSettings) {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: usesSecureCookies(publicUrl) } as const;
  return { name: sessionCookieName(publicUrl), options };
}

function passwordProvider(decisions: SignInDecisions) {
  return unwrap(credentialsModule)({
    id: 'credentials',
    credentials: { email: {}, password: {}, code: {} },
    async authorize(fields, request) {
      try {
        const headers = new Headers(request.headers as Record<string, string> | undefined);
        const claims = await decisions.byPassword({ fields: fields ?? {}, headers });
        return { id: claims.userId, sessionId: claims.sessionId };
      } catch (error) {
        throw new Error(decisions.wordFor(error), { cause: error });
      }
    },
  });
}

/** OpenID Connect by discovery, with PKCE, state and nonce; the ID token's signature is checked by next-auth. */
function oidcProvider({ issuer, clientId, clientSecret }: OidcConfig): NextAuthOptions['providers'][number] {
  return {
    id: 'oidc',
    name: 'OpenID Connect',
    type: 'oauth',
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    clientId,
    clientSecret,
    profile: (claims: { sub: string }) => ({ id: claims.sub }),
  };
}

/** Of next-auth's errors only those about the provider are told, and only in words: their objects hold tokens. */
function reportProvider(decisions: SignInDecisions, code: string, detail: Error | object): void {
  if (!code.includes('OAUTH')) return;
  const error = 'error' in detail ? detail.error : detail;
  decisions.providerFailed(error instanceof Error ? error.message : code);
}

/** Where to go after sign-in: only to our own pages. */
function sameSite(url: string, baseUrl: string): string {
  if (url.startsWith('/') && !url.startsWith('//') && !url.startsWith('/\\')) return `${baseUrl}${url}`;
  return URL.canParse(url) && new URL(url).origin === new URL(baseUrl).origin ? url : baseUrl;
}

/** next-auth is CommonJS: Node hands its default export over wrapped, a bundler may not. */
function unwrap<T>(module: T | { default: T }): T {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module;
}
