import { expect, test } from 'vitest';
import { encodeSessionCookie, readCookie, readSessionCookie, sessionCookieName } from './session-cookie.ts';

const settings = { secret: 'a secret of the installation, long enough', publicUrl: 'http://localhost:3000' };
const claims = {
  userId: '0190a0a0-0000-7000-8000-000000000001',
  sessionId: '0190a0a0-0000-7000-8000-000000000002',
};

function withCookie(name: string, value: string): Headers {
  return new Headers({ cookie: `theme=dark; ${name}=${value}` });
}

test('platform: a session cookie gives back its two ids', async () => {
  const headers = withCookie('cairn.session', await encodeSessionCookie(claims, settings, 60));
  expect(await readSessionCookie(headers, settings)).toEqual(claims);
});

test('platform: a cookie of another secret, a changed one and an old one are not signed in', async () => {
  const value = await encodeSessionCookie(claims, settings, 60);
  const others = { ...settings, secret: 'another secret of another installation' };
  expect(await readSessionCookie(withCookie('cairn.session', value), others)).toBeNull();
  expect(await readSessionCookie(withCookie('cairn.session', `${value.slice(0, -4)}AAAA`), settings)).toBeNull();
  const old = await encodeSessionCookie(claims, settings, -60);
  expect(await readSessionCookie(withCookie('cairn.session', old), settings)).toBeNull();
});

test.each(['', 'x', '..', 'a.b.c.d.e', 'x'.repeat(10_000)])(
  'platform: rubbish "%.10s" is not signed in',
  async (value) => {
    expect(await readSessionCookie(withCookie('cairn.session', value), settings)).toBeNull();
  },
);

test('platform: behind https the cookie is bound to the host and to https', async () => {
  const secure = { ...settings, publicUrl: 'https://cairn.example' };
  expect(sessionCookieName(secure.publicUrl)).toBe('__Host-cairn.session');
  const value = await encodeSessionCookie(claims, secure, 60);
  expect(await readSessionCookie(withCookie('cairn.session', value), secure)).toBeNull();
  expect(await readSessionCookie(withCookie('__Host-cairn.session', value), secure)).toEqual(claims);
});

test('platform: cookies are found by their whole name', () => {
  const headers = new Headers({ cookie: 'xcairn=1; cairn=2=3;cairnx=4' });
  expect(readCookie(headers, 'cairn')).toBe('2=3');
  expect(readCookie(headers, 'none')).toBeNull();
});
