import { expect, test } from 'vitest';
import { acceptTotp, newRecoveryCodes, newTotpSecret, normalizeRecoveryCode, totpCodeAt, totpUri } from './totp.ts';

const at = new Date('2026-11-22T10:00:10Z');

test('platform: the code of now is accepted once, and never again', () => {
  const secret = newTotpSecret();
  const code = totpCodeAt(secret, at);
  const step = acceptTotp({ secret, code, at, lastStep: null });
  expect(step).toBe(Math.floor(at.getTime() / 30_000));
  expect(acceptTotp({ secret, code, at, lastStep: step })).toBeNull();
});

test('platform: an older code is refused once a newer one was accepted', () => {
  const secret = newTotpSecret();
  const before = totpCodeAt(secret, new Date(at.getTime() - 30_000));
  const step = acceptTotp({ secret, code: totpCodeAt(secret, at), at, lastStep: null });
  expect(acceptTotp({ secret, code: before, at, lastStep: null })).not.toBeNull();
  expect(acceptTotp({ secret, code: before, at, lastStep: step })).toBeNull();
});

test('platform: codes of other times, secrets and shapes are refused', () => {
  const secret = newTotpSecret();
  const code = totpCodeAt(secret, at);
  expect(acceptTotp({ secret, code, at: new Date(at.getTime() + 120_000), lastStep: null })).toBeNull();
  expect(acceptTotp({ secret: newTotpSecret(), code, at, lastStep: null })).toBeNull();
  for (const shape of ['', '12345', '1234567', 'abcdef', `${code} `]) {
    expect(acceptTotp({ secret, code: shape, at, lastStep: null })).toBeNull();
  }
});

test('platform: RFC 6238 appendix B, SHA-1 at 59 s, last six digits', () => {
  // The appendix's secret is the ASCII text 12345678901234567890.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect(totpCodeAt(secret, new Date(59_000))).toBe('287082');
  expect(acceptTotp({ secret, code: '287082', at: new Date(59_000), lastStep: null })).toBe(1);
});

test('platform: the link for the app names Cairn and the account', () => {
  expect(totpUri('GEZDGNBVGY3TQOJQ', 'ana@example.org')).toMatch(
    /^otpauth:\/\/totp\/Cairn(:|%3A)ana(@|%40)example\.org\?/,
  );
});

test('platform: recovery codes differ and are read with any case, spaces and hyphens', () => {
  const codes = newRecoveryCodes(10);
  expect(new Set(codes).size).toBe(10);
  expect(codes[0]).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
  expect(normalizeRecoveryCode(' ABCDE-fgh2 3')).toBe('abcdefgh23');
});
