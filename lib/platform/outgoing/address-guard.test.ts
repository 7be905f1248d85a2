import { expect, it } from 'vitest';
import { guardedLookup, InternalAddressError, isInternalAddress, refuseInternalHost } from './address-guard.ts';

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  'fe80::1',
  'fd00::1',
  '64:ff9b::7f00:1',
  'not an address',
])('pdk-22 %s is inside', (address) => {
  expect(isInternalAddress(address)).toBe(true);
});

it.each(['8.8.8.8', '172.32.0.1', '192.169.0.1', '2001:4860:4860::8888', '::ffff:8.8.8.8'])(
  'pdk-22 %s is outside',
  (address) => {
    expect(isInternalAddress(address)).toBe(false);
  },
);

it('pdk-22 a webhook cannot be pointed at this machine in any spelling, unless the operator allows it', async () => {
  for (const text of [
    'http://localhost/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://[::1]/',
  ]) {
    expect(() => {
      refuseInternalHost(new URL(text), []);
    }, text).toThrow(InternalAddressError);
  }
  expect(() => {
    refuseInternalHost(new URL('http://127.0.0.1/'), ['127.0.0.1']);
    refuseInternalHost(new URL('https://hooks.example.org/'), []);
  }).not.toThrow();
  const resolve = (allowed: readonly string[]) =>
    new Promise((done, fail) => {
      guardedLookup(allowed)('localhost', {}, (error, address) => {
        if (error) fail(error);
        else done(address);
      });
    });
  await expect(resolve([])).rejects.toBeInstanceOf(InternalAddressError);
  await expect(resolve(['localhost'])).resolves.toMatch(/^(127\.0\.0\.1|::1)$/);
});
