import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** How the next sign-in at the provider goes wrong. */
export interface Misbehaviour {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs with a key nobody published, or not at all. */
  readonly signature?: 'stolen' | 'none';
  /** State the browser is sent back with. */
  readonly state?: string;
  /** Code the browser is sent back with. */
  readonly code?: string;
  /** The person says no. */
  readonly isDenied?: boolean;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What Cairn asked for at the last authorization. */
  readonly asked: () => URLSearchParams;
  /** Who signs in from now on, and what is wrong with it. */
  signsIn(claims: Readonly<Record<string, unknown>>, misbehaviour?: Misbehaviour): void;
  close(): Promise<void>;
}

interface Granted {
  readonly asked: URLSearchParams;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly misbehaviour: Misbehaviour;
}

const keyId = 'the-key';
const tokenLifeS = 300;

/**
 * An OpenID provider of tests on loopback: discovery, authorization code with PKCE (RFC 7636), token endpoint with client
 * authentication, published keys. It checks what a provider checks, and errs on demand.
 */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const published = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stolen = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [clientId, clientSecret] = ['cairn-of-tests', 'a secret between two'] as const;
  const granted = new Map<string, Granted>();
  let asked = new URLSearchParams();
  let person: Pick<Granted, 'claims' | 'misbehaviour'> = { claims: {}, misbehaviour: {} };
  let issuer = '';

  const routes: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => Promise<void> | void>> =
    {
      '/.well-known/openid-configuration': (_request, response) => {
        sendJson(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
        });
      },
      '/keys': (_request, response) => {
        const key = published.publicKey.export({ format: 'jwk' });
        sendJson(response, 200, { keys: [{ ...key, kid: keyId, use: 'sig', alg: 'RS256' }] });
      },
      '/authorize': (request, response) => {
        asked = new URL(request.url ?? '', issuer).searchParams;
        const { misbehaviour } = person;
        const code = randomUUID();
        granted.set(code, { asked, ...person });
        const back = new URL(asked.get('redirect_uri') ?? '');
        back.searchParams.set('state', misbehaviour.state ?? asked.get('state') ?? '');
        if (misbehaviour.isDenied) back.searchParams.set('error', 'access_denied');
        else back.searchParams.set('code', misbehaviour.code ?? code);
        response.writeHead(302, { location: back.href }).end();
      },
      '/token': async (request, response) => {
        const form = new URLSearchParams(await text(request));
        const grant = granted.get(form.get('code') ?? '');
        granted.delete(form.get('code') ?? '');
        if (!isClient(request, form) || !grant || !fits(form, grant.asked)) {
          sendJson(response, 400, { error: 'invalid_grant' });
          return;
        }
        const now = Math.floor(Date.now() / 1000);
        const claims = {
          iss: issuer,
          aud: clientId,
          iat: now,
          exp: now + tokenLifeS,
          nonce: grant.asked.get('nonce'),
          ...grant.claims,
          ...grant.misbehaviour.claims,
        };
        const key = grant.misbehaviour.signature === 'stolen' ? stolen.privateKey : published.privateKey;
        const idToken = writeToken(claims, grant.misbehaviour.signature === 'none' ? null : key);
        sendJson(response, 200, {
          access_token: randomUUID(),
          token_type: 'Bearer',
          expires_in: 60,
          id_token: idToken,
        });
      },
    };

  function isClient({ headers }: IncomingMessage, form: URLSearchParams): boolean {
    const basic = Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
    const [id = '', secret = ''] = basic.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    return (
      (id === clientId && secret === clientSecret) ||
      (form.get('client_id') === clientId && form.get('client_secret') === clientSecret)
    );
  }

  const server = createServer((request, response) => {
    const route = routes[new URL(request.url ?? '', 'http://x').pathname];
    if (route) void route(request, response);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    issuer,
    clientId,
    clientSecret,
    asked: () => asked,
    signsIn(claims, misbehaviour = {}) {
      person = { claims, misbehaviour };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The proof key of RFC 7636, section 4.6, and the redirect address of the authorization. */
function fits(form: URLSearchParams, asked: URLSearchParams): boolean {
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  return (
    asked.get('code_challenge_method') === 'S256' &&
    asked.get('code_challenge') === challenge &&
    form.get('redirect_uri') === asked.get('redirect_uri')
  );
}

/** A JSON web token (RFC 7519); without a key one that says it needs no signature. */
function writeToken(claims: object, key: KeyObject | null): string {
  const header = key ? { alg: 'RS256', typ: 'JWT', kid: keyId } : { alg: 'none', typ: 'JWT' };
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${key ? sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url') : ''}`;
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
