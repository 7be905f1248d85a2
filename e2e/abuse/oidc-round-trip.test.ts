import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrganization, createUser, type Organization } from '#lib/accounts/index.ts';
import { sessionCookieName } from '#lib/platform/auth/session-cookie.ts';
import { newId } from '#lib/platform/ids.ts';
import { BrowserJar } from '../harness/browser-jar.ts';
import { freePort } from '../harness/free-port.ts';
import { startIdentityProvider, type IdentityProvider, type Misbehaviour } from '../harness/identity-provider.ts';
import { startPlatform, type TestPlatform } from '../harness/platform.ts';

// Sign-in through an identity provider, over HTTP on both sides. Needs a build of the pages.

let provider: IdentityProvider;
let platform: TestPlatform;
let organization: Organization;
let browser: BrowserJar;
let email: string;
let people = 0;

beforeAll(async () => {
  provider = await startIdentityProvider();
  const port = String(await freePort());
  platform = await startPlatform({
    next: true,
    env: {
      PORT: port,
      CAIRN_PUBLIC_URL: `http://127.0.0.1:${port}`,
      CAIRN_OIDC_ISSUER: provider.issuer,
      CAIRN_OIDC_CLIENT_ID: provider.clientId,
      CAIRN_OIDC_CLIENT_SECRET: provider.clientSecret,
    },
  });
  organization = await createOrganization(system(newId()), { name: 'Ridge', ownerIds: [] });
});
afterAll(() => platform.stop());

beforeEach(async () => {
  browser = new BrowserJar(platform.url);
  email = `person-${String((people += 1))}@example.org`;
  const person = { email, name: 'A Person', role: 'analyst', locale: 'en', mustChangePassword: false } as const;
  await createUser(system(organization.id), { ...person, password: 'a stone upon a stone' });
});

function system(organizationId: Organization['id']) {
  return platform.runtime.context({ organizationId, actor: { kind: 'system', label: 'tests' }, requestId: newId() });
}

/** Goes to the provider as the button does; gives the address the provider sends the browser back to. */
async function goToProvider(): Promise<string> {
  const { csrfToken } = (await (await browser.fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, callbackUrl: '/sources', json: 'true' });
  const answer = await browser.fetch('/api/auth/signin/oidc', { method: 'POST', body });
  const { url } = (await answer.json()) as { url: string };
  const atProvider = await fetch(url, { redirect: 'manual' });
  return atProvider.headers.get('location') ?? '';
}

/** Follows the doors of sign-in to the first page of ours. */
async function follow(start: string, by = browser): Promise<URL> {
  let at = new URL(start, platform.url);
  while (at.pathname.startsWith('/api/auth/')) {
    const answer = await by.fetch(at.href);
    at = new URL(answer.headers.get('location') ?? '', at);
  }
  return at;
}

/** The whole round; gives where the browser ends up. */
async function signIn(): Promise<URL> {
  return follow(await goToProvider());
}

const whoAmI = async () => {
  const answer = await browser.fetch('/api/cairn/v1/account');
  return answer.status === 200 ? ((await answer.json()) as { email: string }).email : answer.status;
};

const hasSession = () => browser.cookieNames.includes(sessionCookieName(platform.url));
const verified = (sub: string) => ({ sub, email, email_verified: true });

describe('reg-72 sign-in through an identity provider', () => {
  it('reg-72 by discovery, code, proof key, state and nonce leads to the page that was asked for, as the linked person', async () => {
    provider.signsIn(verified('ana'));
    expect((await signIn()).href).toBe(`${platform.url}/sources`);
    expect(await whoAmI()).toBe(email);
    const asked = provider.asked();
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: provider.clientId,
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: `${platform.url}/api/auth/callback/oidc`,
      code_challenge_method: 'S256',
    });
    for (const secret of ['code_challenge', 'state', 'nonce'])
      expect(asked.get(secret)?.length, secret).toBeGreaterThan(30);
  });

  it('reg-72 again, the person is known by the name the provider has for them, whatever their address is now', async () => {
    provider.signsIn(verified('ben'));
    await signIn();
    const first = email;
    browser = new BrowserJar(platform.url);
    provider.signsIn({ sub: 'ben', email: 'moved@example.org', email_verified: false });
    await signIn();
    expect(await whoAmI()).toBe(first);
  });

  it('reg-72 leaves with sign-out, and the next round signs in again', async () => {
    provider.signsIn(verified('cleo'));
    await signIn();
    const { csrfToken } = (await (await browser.fetch('/api/auth/csrf')).json()) as { csrfToken: string };
    await browser.fetch('/api/auth/signout', {
      method: 'POST',
      body: new URLSearchParams({ csrfToken, json: 'true' }),
    });
    expect(await whoAmI()).toBe(401);
    await signIn();
    expect(await whoAmI()).toBe(email);
  });

  const hourAgo = () => Math.floor(Date.now() / 1000) - 3600;
  const wrong: readonly (readonly [what: string, misbehaviour: () => Misbehaviour])[] = [
    ['another state', () => ({ state: 'x'.repeat(43) })],
    ['no state', () => ({ state: '' })],
    ['another nonce', () => ({ claims: { nonce: 'y'.repeat(43) } })],
    ['no nonce', () => ({ claims: { nonce: undefined } })],
    ['an expired token', () => ({ claims: { iat: hourAgo(), exp: hourAgo() + 60 } })],
    ['a token for another client', () => ({ claims: { aud: 'somebody-else' } })],
    ['a token of another issuer', () => ({ claims: { iss: 'https://id.example.org' } })],
    ['a token that a stolen key signed', () => ({ signature: 'stolen' })],
    ['a token without signature', () => ({ signature: 'none' })],
    ['a made-up code', () => ({ code: 'made-up' })],
    ['a person who says no', () => ({ isDenied: true })],
    ['an address nobody has', () => ({ claims: { email: 'nobody@example.org' } })],
    ['an address that is not verified', () => ({ claims: { email_verified: false } })],
    ['no address', () => ({ claims: { email: undefined } })],
  ];

  it.each(wrong)('reg-72 %s is refused: back to the sign-in page, nobody signed in', async (_what, misbehaviour) => {
    provider.signsIn(verified(newId()), misbehaviour());
    const end = await signIn();
    expect([end.origin, end.pathname]).toEqual([platform.url, '/sign-in']);
    expect(['Callback', 'OAuthCallback', 'sign_in_failed']).toContain(end.searchParams.get('error'));
    expect(hasSession()).toBe(false);
    expect(await whoAmI()).toBe(401);
  });

  it('reg-72 an answer of the provider signs in the browser that asked, once, and no other', async () => {
    provider.signsIn(verified('dora'));
    const back = await goToProvider();
    const thief = new BrowserJar(platform.url);
    expect((await follow(back, thief)).pathname).toBe('/sign-in');
    expect(thief.cookieNames).not.toContain(sessionCookieName(platform.url));
    provider.signsIn(verified('dora'));
    await signIn();
    expect(await whoAmI()).toBe(email);
  });

  it('reg-72 nobody is led off our pages after it', async () => {
    provider.signsIn(verified('eli'));
    const { csrfToken } = (await (await browser.fetch('/api/auth/csrf')).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, callbackUrl: 'https://elsewhere.example/', json: 'true' });
    const { url } = (await (await browser.fetch('/api/auth/signin/oidc', { method: 'POST', body })).json()) as {
      url: string;
    };
    const back = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
    expect((await follow(back)).origin).toBe(platform.url);
  });

  it('reg-72 a provider that is away is told on the sign-in page, and passwords still work', async () => {
    await provider.close();
    const { csrfToken } = (await (await browser.fetch('/api/auth/csrf')).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, callbackUrl: '/', json: 'true' });
    const asked = await browser.fetch('/api/auth/signin/oidc', { method: 'POST', body });
    const end = await follow(((await asked.json()) as { url: string }).url);
    expect([end.pathname, end.searchParams.get('error')]).toEqual(['/sign-in', 'OAuthSignin']);
    const fields = new URLSearchParams({ csrfToken, email, password: 'a stone upon a stone', json: 'true' });
    await browser.fetch('/api/auth/callback/credentials', { method: 'POST', body: fields });
    expect(await whoAmI()).toBe(email);
  });
});
